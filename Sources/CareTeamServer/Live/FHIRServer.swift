package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// One running server: FHIR over HTTP, and the socket that tells of changes, on one port.
package struct FHIRServer: Sendable {
  /// Where the socket is, below the origin.
  package static let livePath = "/fhir/websocket"

  private let store: ResourceStore
  private let configuration: FHIRServerConfiguration
  private let hub: LiveHub
  private let logger: Logger
  private let timing: LiveTiming

  /// A server over a store; what it cannot know of its surroundings comes with the configuration.
  package init(
    store: ResourceStore, configuration: FHIRServerConfiguration, logger: Logger, timing: LiveTiming = LiveTiming()
  ) {
    let liveURL = "ws" + configuration.origin.dropFirst("http".count) + Self.livePath
    let hub = LiveHub(store: store, configuration: configuration, logger: logger)
    var configuration = configuration
    configuration.liveURL = liveURL
    configuration.operations.append(.webSocketBindingToken(hub: hub, liveURL: liveURL))
    self.store = store
    self.configuration = configuration
    self.hub = hub
    self.logger = logger
    self.timing = timing
  }

  /// What serves the port, through TLS where there is a certificate; `onRunning` is told the port once connections are
  /// accepted.
  package func application(
    host: String, port: Int, certificate: CurrentCertificate? = nil,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void
  ) -> Application<FHIRResponder> {
    let sessions = LiveSessions(hub: hub, timing: timing)
    return Application(
      responder: FHIRResponder(store: store, configuration: configuration),
      server: HTTPServerBuilder { responder in
        SecureChannel(
          LiveChannel(
            http: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: .seconds(120))),
            path: Self.livePath, sessions: sessions),
          certificate: certificate)
      },
      configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "careteam"),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
      logger: logger)
  }

  /// Tells open sockets of these changes, which are a subscription to the store's feed, until it is closed.
  package func notify(_ changes: AsyncStream<Change>) async { await hub.run(changes) }
}
