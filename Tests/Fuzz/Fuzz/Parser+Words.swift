import CareTeamCore

extension Parser {
  /// Handles, cursors and references: what is read is printed the same.
  static let handle = Parser(name: "handle") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let handle = Handle(text) { hold(handle.description == text, "\(handle) is printed as it was read") }
    if let cursor = Cursor(text) { hold(Cursor(cursor.description) == cursor, "\(cursor) is read as it was printed") }
    if let reference = Reference(text) {
      hold(Reference(reference.description) == reference, "\(reference) is read as it was printed")
    }
    _ = try? DurationText(text)
    _ = BusinessDayCount(text)
    _ = Suggestion.nearest(to: String(text.prefix(64)), among: ["list", "read", "reply", "search"])
  }

  /// Moments: printed and read they are the same, and they have one order.
  static let instant = Parser(name: "instant") { bytes in
    let moments = String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(4)
      .compactMap { Instant(fhir: String($0)) }
    for moment in moments {
      let printed = moment.rfc3339
      hold(Instant(fhir: printed) == moment, "\(printed) is read as it was printed")
      _ = Age.text(of: moment, now: Instant(seconds: 1_800_000_000), utcOffset: 3600)
      _ = MailDate.text(of: moment, utcOffset: -3600)
    }
    for (first, second) in zip(moments, moments.dropFirst()) {
      hold(
        [first < second, second < first, first == second].count { $0 } == 1, "\(first) and \(second) have one order")
    }
  }

  /// Commands of the user's configuration: words without quotes are themselves again.
  static let words = Parser(name: "words") { bytes in
    guard let words = try? ShellWords.split(String(decoding: bytes, as: UTF8.self)) else { return }
    hold((try? ShellWords.split(words.map(quoted).joined(separator: " "))) == words, "quoted words are split the same")
  }

  /// A word in quotes; a mark may follow a quote, so that they are no Character of their own.
  private static func quoted(_ word: String) -> String {
    var quoted = "'"
    for scalar in word.unicodeScalars { quoted += scalar == "'" ? "'\\''" : String(scalar) }
    return quoted + "'"
  }

  /// Mail: no address and no subject adds a line to a header.
  static let mail = Parser(name: "mail") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let subject = HeaderText.field("Subject", text)
    hold(isOneField(subject), "a subject is one field")
    for line in QuotedPrintable.encode(text).utf8.split(separator: 0x0A) {
      hold(line.count <= 77 && line.allSatisfy { $0 < 0x7F }, "a body's lines are short and ASCII")
    }
    guard let address = try? MailAddress(text) else { return }
    hold(isOneField(HeaderText.field("To", [address, address])), "an address is one field")
    hold((try? MailAddress(address.address))?.address == address.address, "an address is read as it was printed")
  }

  /// A header field: lines after the first begin with a space (RFC 5322 §2.2.3).
  private static func isOneField(_ field: String) -> Bool {
    let lines = field.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.dropFirst().allSatisfy { $0.first == 0x20 } && field.utf8.allSatisfy { $0 < 0x7F }
  }
}
