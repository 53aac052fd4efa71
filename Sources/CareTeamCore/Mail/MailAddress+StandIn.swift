extension MailAddress {
  /// The domain of addresses to which nothing is ever sent (RFC 2606 §2).
  package static let nowhere = "careteam.invalid"

  /// An address that stands for somebody who has none: their name, and who they are on the server.
  package init(standingFor participant: Participant) {
    let name = SafeText.render(participant.name, .cell)
    self.init(
      name: name.allSatisfy(\.isWhitespace) ? nil : name,
      local: Self.atoms("\(participant.reference.type).\(participant.reference.id)", limit: 64).lowercased(),
      domain: Self.nowhere)
  }

  /// A text as a dot-atom (RFC 5322 §3.2.3): a hyphen for each run of what cannot stand in one.
  package static func atoms(_ text: String, limit: Int = 200) -> String {
    var atoms: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): atoms.append(byte)
      case UInt8(ascii: "."): if let last = atoms.last, last != byte { atoms.append(byte) }
      default: if atoms.last != UInt8(ascii: "-") { atoms.append(UInt8(ascii: "-")) }
      }
    }
    var kept = atoms.prefix(limit)
    while kept.last == UInt8(ascii: ".") { kept.removeLast() }
    return kept.isEmpty ? "-" : String(decoding: kept, as: UTF8.self)
  }

  /// A text as an atom (RFC 5322 §3.2.3) that no other text has: what cannot stand in one, and dots, as `=2E`.
  package static func escapedAtom(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return String(UnicodeScalar(byte))
      case _ where "-_".utf8.contains(byte): return String(UnicodeScalar(byte))
      default: return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
