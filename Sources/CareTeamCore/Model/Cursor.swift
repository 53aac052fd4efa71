/// A place in a mailbox's sequence of events: opaque to its holder, and of use in that mailbox only.
package struct Cursor: Sendable, Hashable {
  /// The mailbox's identity, 32 hexadecimal digits.
  package var mailbox: String
  /// The last event that is behind it; 0 is before the first.
  package var position: Int64

  /// The place after this event of this mailbox.
  package init(mailbox: String, position: Int64) {
    self.mailbox = mailbox
    self.position = position
  }

  /// Reads a cursor as it was printed.
  package init?(_ text: String) {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces[0] == "k1", pieces[1].utf8.count == 32, pieces[1].allSatisfy(\.isHexDigit),
      let position = Int64(pieces[2], radix: 36), position >= 0
    else { return nil }
    self.init(mailbox: String(pieces[1]), position: position)
  }
}

extension Cursor: CustomStringConvertible {
  /// The cursor as it is printed.
  package var description: String { "k1-\(mailbox)-\(String(position, radix: 36))" }
}
