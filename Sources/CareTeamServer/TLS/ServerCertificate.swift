import Foundation
import Glibc
import NIOSSL

/// The certificate chain and private key of a server, read from two PEM files and found to belong together.
package struct ServerCertificate: Sendable {
  let context: NIOSSLContext

  /// Reads both files; the key's must be its owner's alone, since whoever has the key can be the server.
  package init(chainFile: String, keyFile: String) throws(CertificateFault) {
    try Self.check(chainFile)
    try Self.check(keyFile, isSecret: true)
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    do { chain = try NIOSSLCertificate.fromPEMFile(chainFile) } catch { throw .notACertificate(chainFile) }
    guard !chain.isEmpty else { throw .notACertificate(chainFile) }
    do { key = try NIOSSLPrivateKey(file: keyFile, format: .pem) } catch { throw .notAKey(keyFile) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do { context = try NIOSSLContext(configuration: configuration) } catch {
      throw .mismatch(chain: chainFile, key: keyFile)
    }
  }

  /// Looks behind symbolic links, which tools that renew certificates like to make.
  private static func check(_ path: String, isSecret: Bool = false) throws(CertificateFault) {
    guard access(path, R_OK) == 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { throw .unreadable(path, "it is not a file") }
    guard isSecret else { return }
    let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
    guard mode & 0o077 == 0 else { throw .exposed(path) }
  }
}
