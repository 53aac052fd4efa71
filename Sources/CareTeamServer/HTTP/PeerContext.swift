package import Hummingbird

/// What is known of a request beside the request itself: where it comes from.
package struct PeerContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection, such as `192.0.2.7`, without its port; nil for a socket without one.
  package let address: String?

  package init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress
  }
}
