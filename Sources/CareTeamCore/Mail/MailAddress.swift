/// A mail address with the name that may stand before it (RFC 5322 §3.4), narrow enough to be put into a header and into
/// an SMTP command as it is.
package struct MailAddress: Sendable, Equatable {
  /// The name; nil where there is none.
  package let name: String?
  /// The part before the `@`.
  package let local: String
  /// The part after it.
  package let domain: String

  /// Reads `a@example.org` or `Ada <a@example.org>`; throws what is wrong with it.
  package init(_ text: String) throws(MailAddressError) {
    guard !text.unicodeScalars.contains(where: Self.isControl) else { throw .control }
    let (name, address) = try Self.split(text)
    guard address.unicodeScalars.allSatisfy(\.isASCII) else { throw .notASCII(address) }
    guard let mark = address.lastIndex(of: "@") else { throw .malformed(text) }
    local = String(address[..<mark])
    domain = String(address[address.index(after: mark)...])
    self.name = name
    guard Self.isLocalPart(local), Self.isDomain(domain) else { throw .malformed(text) }
  }

  /// An address of parts that are known to be of the form.
  init(name: String?, local: String, domain: String) {
    self.name = name
    self.local = local
    self.domain = domain
  }

  /// The bare address.
  package var address: String { "\(local)@\(domain)" }

  private static func split(_ text: String) throws(MailAddressError) -> (String?, String) {
    let trimmed = text.trimmed
    guard let open = trimmed.lastIndex(of: "<") else { return (nil, trimmed) }
    guard trimmed.last == ">" else { throw .malformed(text) }
    var name = String(trimmed[..<open]).trimmed
    if name.count >= 2, name.first == "\"", name.last == "\"" {
      name = Self.unquoted(name.dropFirst().dropLast())
    }
    guard !name.contains("<"), !name.contains(">") else { throw .malformed(text) }
    return (name.isEmpty ? nil : name, String(trimmed[trimmed.index(after: open)...].dropLast()))
  }

  /// A quoted string without its quotes and backslashes (RFC 5322 §3.2.4).
  private static func unquoted(_ text: Substring) -> String {
    var isEscaped = false
    return String(
      text.filter { character in
        isEscaped = !isEscaped && character == "\\"
        return !isEscaped
      })
  }

  /// Line ends and everything else that a header must not hold, Unicode's line ends too.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || [0x2028, 0x2029].contains(scalar.value)
  }

  /// A dot-atom (RFC 5322 §3.2.3) of at most 64 octets (RFC 5321 §4.5.3.1.1); quoted local parts are not taken.
  private static func isLocalPart(_ text: String) -> Bool {
    let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 64
      && atoms.allSatisfy { atom in !atom.isEmpty && atom.utf8.allSatisfy { isAtomByte($0) } }
  }

  private static func isAtomByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }

  /// A host name, or `localhost`; address literals are not taken.
  private static func isDomain(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 255
      && labels.allSatisfy { label in
        !label.isEmpty && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
              || (0x61...0x7A).contains($0) || $0 == 0x2D
          }
      }
  }
}

/// Why a text is no mail address.
package enum MailAddressError: Error, Sendable, Equatable {
  /// It has a line end or another control character, which could add a header or a command.
  case control
  /// It is not of the form.
  case malformed(String)
  /// It has letters that only some mail systems take.
  case notASCII(String)

  /// What is wrong, then what to write.
  package var message: String {
    switch self {
    case .control: "a mail address has a line end or another control character; remove it"
    case .malformed(let text): "‘\(text)’ is no mail address; write ada@example.org or \"Ada <ada@example.org>\""
    case .notASCII(let text): "‘\(text)’ has letters that not every mail server takes; write it in ASCII"
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let front = drop { $0 == " " }
    guard let end = front.lastIndex(where: { $0 != " " }) else { return "" }
    return String(front[...end])
  }
}
