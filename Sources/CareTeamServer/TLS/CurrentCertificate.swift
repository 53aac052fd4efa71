import NIOSSL
import Synchronization

/// The certificate that new connections are shown; it can be renewed while the server runs.
package final class CurrentCertificate: Sendable {
  private let certificate: Mutex<ServerCertificate>

  /// Begins with a certificate.
  package init(_ certificate: ServerCertificate) { self.certificate = Mutex(certificate) }

  /// Shows another from now on; connections that are open keep theirs.
  package func replace(with next: ServerCertificate) { certificate.withLock { $0 = next } }

  var context: NIOSSLContext { certificate.withLock { $0.context } }
}
