package import HummingbirdCore
package import Logging
package import NIOCore
import NIOSSL

/// Serves a connection through TLS, with the certificate of the moment it was opened; without a certificate, as it is.
package struct SecureChannel<Base: ServerChildChannel>: ServerChildChannel {
  private let base: Base
  private let certificate: CurrentCertificate?

  /// A channel around another.
  package init(_ base: Base, certificate: CurrentCertificate?) {
    self.base = base
    self.certificate = certificate
  }

  package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    guard let certificate else { return base.setup(channel: channel, logger: logger) }
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
    }.flatMap { base.setup(channel: channel, logger: logger) }
  }

  package func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
