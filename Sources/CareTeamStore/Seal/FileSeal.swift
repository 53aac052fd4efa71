import CareTeamCore
import Crypto

/// Seals the files beside the database, in pieces of 64 KiB (STREAM: Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
///
/// Each file has a key of its own, made of the mailbox's and of the file's random name, so that one file does not open in
/// another's place. The nonce of a piece is its number and whether it is the last one: pieces that were left out, moved
/// or added do not open.
package struct FileSeal: Sendable {
  /// How many bytes of a file are sealed together.
  static let piece = 65_536
  /// How many bytes a piece grows by.
  static let tag = 16
  /// What a sealed file begins with.
  static let header = Array("careteam sealed file 1\n".utf8)

  /// Which key of the mailbox it is.
  let identifier: String
  private let key: SymmetricKey

  init(_ key: MailboxKey, in mailbox: String) {
    identifier = key.identifier(in: mailbox)
    self.key = key.subkey(for: .attachments, in: mailbox)
  }

  /// A name for a new file: which key it is sealed with, and 16 random bytes.
  func newName() -> String {
    let random = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    return "\(identifier)-\(random.hexadecimal)\(Attachment.sealedSuffix)"
  }

  /// Whether a file is sealed with this key, by its name.
  package func owns(_ path: String) -> Bool {
    Self.name(of: path).hasPrefix(identifier + "-") && Attachment.isSealed(path)
  }

  /// The key of a file, by its name.
  private func key(of name: String) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, salt: Array(name.utf8), info: Array("careteam file".utf8), outputByteCount: 32)
  }

  /// Seals the pieces of the file of a name.
  func cipher(of name: String) -> PieceCipher { PieceCipher(key: key(of: name)) }

  /// The last part of a path.
  static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Seals and opens the pieces of one file.
struct PieceCipher: Sendable {
  let key: SymmetricKey

  /// A sealed piece: its bytes and its tag.
  func seal(_ piece: [UInt8], number: UInt64, isLast: Bool) throws(StoreError) -> [UInt8] {
    guard let nonce = Self.nonce(number, isLast),
      let box = try? AES.GCM.seal(piece, using: key, nonce: nonce, authenticating: FileSeal.header)
    else { throw .io("a file cannot be sealed") }
    return Array(box.ciphertext) + Array(box.tag)
  }

  /// The bytes of a sealed piece; nil when it does not open.
  func open(_ piece: ArraySlice<UInt8>, number: UInt64, isLast: Bool) -> [UInt8]? {
    guard piece.count >= FileSeal.tag, let nonce = Self.nonce(number, isLast),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: piece.dropLast(FileSeal.tag), tag: piece.suffix(FileSeal.tag)),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: FileSeal.header)
    else { return nil }
    return Array(bytes)
  }

  /// Eleven bytes of the piece's number and one that says whether it is the last.
  private static func nonce(_ number: UInt64, _ isLast: Bool) -> AES.GCM.Nonce? {
    let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    return try? AES.GCM.Nonce(data: [0, 0, 0] + digits + [isLast ? 1 : 0])
  }
}
