import Crypto

import struct Foundation.Data

/// Seals the texts of a mailbox's database, each for the one place it stands in.
///
/// A sealed text is a byte 1, a nonce of 12 random bytes, the text, and a tag of 16 bytes (AES-256-GCM, NIST SP 800-38D).
/// The text is filled up to a multiple of 32 bytes (ISO/IEC 7816-4), so that a word of a few is not known by its length.
struct TextSeal: Sendable {
  private static let version: UInt8 = 1
  private static let block = 32
  private let key: SymmetricKey
  private let mailbox: String

  init(_ key: MailboxKey, in mailbox: String) {
    self.key = key.subkey(for: .texts, in: mailbox)
    self.mailbox = mailbox
  }

  /// Seals a text for a column of a row.
  func seal(_ text: String, _ column: SealedColumn, of row: String) throws(StoreError) -> Data {
    let length = text.utf8.count
    var filled: [UInt8] = []
    filled.reserveCapacity(length + Self.block)
    filled.append(contentsOf: text.utf8)
    filled.append(0x80)
    while filled.count % Self.block != 0 { filled.append(0) }
    let box = try? AES.GCM.seal(filled, using: key, nonce: AES.GCM.Nonce(), authenticating: context(column, row))
    guard let sealed = box?.combined else { throw .io("a text cannot be sealed") }
    var stored = Data(capacity: 1 + sealed.count)
    stored.append(Self.version)
    stored.append(sealed)
    return stored
  }

  /// Opens what was sealed for this column of this row.
  ///
  /// - Throws: `damaged` for anything else, be it changed, moved or sealed with another key.
  func open(_ sealed: Data, _ column: SealedColumn, of row: String) throws(StoreError) -> String {
    guard sealed.first == Self.version, let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
      let filled = try? AES.GCM.open(box, using: key, authenticating: context(column, row)),
      let text = filled.withUnsafeBytes(Self.text)
    else { throw .damaged("\(column.table) \(row): its \(column.name) does not open") }
    return text
  }

  /// The text that was filled up; nil for anything else.
  private static func text(_ filled: UnsafeRawBufferPointer) -> String? {
    var end = filled.count - 1
    while end >= 0, filled[end] == 0 { end -= 1 }
    guard end >= 0, filled[end] == 0x80 else { return nil }
    return String(validating: UnsafeRawBufferPointer(rebasing: filled[..<end]), as: UTF8.self)
  }

  /// What a sealed text is bound to: the mailbox, the table, the column and the row, a line each.
  private func context(_ column: SealedColumn, _ row: String) -> [UInt8] {
    var context: [UInt8] = []
    context.reserveCapacity(96)
    context.append(contentsOf: mailbox.utf8)
    for part in [column.table, column.name, row] {
      context.append(0x0A)
      context.append(contentsOf: part.utf8)
    }
    return context
  }
}
