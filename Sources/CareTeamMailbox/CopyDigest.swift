import CareTeamCore
import Crypto

/// The hashes and the size of bytes that pass by.
struct CopyDigest {
  private var hash256 = SHA256()
  private var hash1 = Insecure.SHA1()
  /// How many passed.
  private(set) var size: Int64 = 0

  /// Takes the next bytes.
  mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes {
      hash256.update(bufferPointer: $0)
      hash1.update(bufferPointer: $0)
    }
    size += Int64(bytes.count)
  }

  /// SHA-256 in hexadecimal.
  var sha256: String { hash256.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// SHA-1 in base64, as R4's `Attachment.hash` asks.
  var sha1: String { Base64.encode(Array(hash1.finalize())) }
}
