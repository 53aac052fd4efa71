/// Why a server cannot prove who it is.
package enum CertificateFault: Error, Sendable, Equatable {
  /// A file that cannot be read, and why.
  case unreadable(String, String)
  /// A key that others than its owner can read.
  case exposed(String)
  /// A file without a certificate in it.
  case notACertificate(String)
  /// A file without a key that can be used.
  case notAKey(String)
  /// A key of another certificate.
  case mismatch(chain: String, key: String)

  /// What failed, then what to do.
  package var message: String {
    switch self {
    case .unreadable(let path, let detail): "cannot read \(path): \(detail)"
    case .exposed(let path): "others can read the private key \(path); make it yours alone: chmod 600 \(path)"
    case .notACertificate(let path): "there is no certificate in \(path); it takes the chain in PEM, the server's first"
    case .notAKey(let path): "there is no usable private key in \(path); it takes one in PEM without a passphrase"
    case .mismatch(let chain, let key):
      "the private key \(key) is not the one of the first certificate in \(chain); give the two that belong together"
    }
  }
}
