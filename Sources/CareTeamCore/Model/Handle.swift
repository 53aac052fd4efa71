/// The short name a user types: `c12`, `m1311`, its second attachment `m1311.2`, `o9`, `d4`.
///
/// Given once for each account and never used again, so that a number noted down yesterday cannot mean another message
/// today.
package struct Handle: Sendable, Hashable, Comparable {
  /// What a handle names.
  package enum Kind: String, Sendable, CaseIterable {
    case conversation = "c"
    case message = "m"
    case outbox = "o"
    case draft = "d"

    /// The word for it in a sentence, with its article.
    package var word: String {
      switch self {
      case .conversation: "a conversation"
      case .message: "a message"
      case .outbox: "an outbox item"
      case .draft: "a draft"
      }
    }
  }

  /// What it names.
  package var kind: Kind
  /// The number, from 1, counted for each kind.
  package var number: Int64
  /// Which attachment of a message, from 1; nil for the thing itself.
  package var part: Int?

  /// The handle of a thing, or of one attachment of a message.
  package init(_ kind: Kind, _ number: Int64, part: Int? = nil) {
    self.kind = kind
    self.number = number
    self.part = part
  }

  /// Reads a handle as it is typed; anything else, such as a server's id, is nil.
  package init?(_ text: String) {
    guard let kind = text.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
    let pieces = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    guard let first = pieces.first, let number = Self.positive(first) else { return nil }
    switch pieces.count {
    case 1: self.init(kind, number)
    case 2:
      guard kind == .message, let part = Self.positive(pieces[1]) else { return nil }
      self.init(kind, number, part: Int(part))
    default: return nil
    }
  }

  private static func positive(_ digits: Substring) -> Int64? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0" else {
      return nil
    }
    return Int64(digits)
  }

  package static func < (left: Handle, right: Handle) -> Bool {
    (left.kind.rawValue, left.number, left.part ?? 0) < (right.kind.rawValue, right.number, right.part ?? 0)
  }
}

extension Handle: CustomStringConvertible {
  /// The handle as it is typed.
  package var description: String { kind.rawValue + String(number) + (part.map { ".\($0)" } ?? "") }
}
