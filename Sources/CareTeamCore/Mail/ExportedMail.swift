/// A message as a mail in a file (RFC 5322): with LF, its text exact, and its files as parts (RFC 2046 §5.1.3).
package struct ExportedMail: Sendable {
  package var from: MailAddress
  package var to: [MailAddress]
  package var subject: String
  package var date: Instant
  /// The time zone in which the date is written, in seconds east of UTC.
  package var utcOffset: Int64
  /// What tells it from all others, without brackets.
  package var messageId: String
  /// The mail that it answers, and the one that began it all.
  package var parent: String?
  package var root: String?
  /// Further fields; their values are words of careteam's own.
  package var fields: [(name: String, value: String)] = []
  package var text: String
  /// The text as it came, where that is not what is read; a file of this name.
  package var source: (name: SafeFilename, text: String)?
  /// What is to be said about it beside its text; a part of its own.
  package var remarks: [String] = []
  /// Its files, whose content the caller writes.
  package var files: [File] = []

  /// A file as its part's header names it.
  package struct File: Sendable {
    package var name: SafeFilename
    package var type: String

    /// A file of a name and a declared type.
    package init(name: SafeFilename, declaredType: String?) {
      self.name = name
      type = declaredType.flatMap(ExportedMail.plainType) ?? MediaType.unknown
    }
  }

  /// A mail without remarks and files; see the properties.
  package init(
    from: MailAddress, to: [MailAddress], subject: String, date: Instant, utcOffset: Int64, messageId: String,
    text: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.utcOffset = utcOffset
    self.messageId = messageId
    self.text = text
  }

  /// The header and the text; where there are files, what follows are their parts.
  package var beginning: String {
    guard isMultipart else { return lines(header(of: Self.textType) + "\r\n" + QuotedPrintable.encode(text)) }
    var parts = [part(text, "inline")]
    if !remarks.isEmpty { parts.append(part(remarks.map { SafeText.render($0, .cell) + "\n" }.joined(), "inline")) }
    if let source { parts.append(part(source.text, "attachment;\r\n \(Self.parameter(source.name.name))")) }
    return lines(
      header(of: "Content-Type: multipart/mixed;\r\n boundary=\"\(Self.boundary)\"\r\n") + "\r\n" + parts.joined())
  }

  private func part(_ text: String, _ disposition: String) -> String {
    "--\(Self.boundary)\r\n\(Self.textType)Content-Disposition: \(disposition)\r\n\r\n\(QuotedPrintable.encode(text))"
  }

  /// What stands before the base64 of a file, in lines.
  package func opening(of file: File) -> String {
    lines(
      """
      --\(Self.boundary)\r
      Content-Type: \(file.type)\r
      Content-Transfer-Encoding: base64\r
      Content-Disposition: attachment;\r
       \(Self.parameter(file.name.name))\r
      \r

      """)
  }

  /// What stands at its end.
  package var ending: String { isMultipart ? "--\(Self.boundary)--\n" : "" }

  private var isMultipart: Bool { !files.isEmpty || !remarks.isEmpty || source != nil }

  /// An equals sign and an underscore never meet in quoted-printable (RFC 2045 §6.7, rule 5) and in base64.
  private static let boundary = "=_careteam"

  private static let textType =
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"

  private func header(of content: String) -> String {
    var header = [HeaderText.field("From", [from])]
    if !to.isEmpty { header.append(HeaderText.field("To", to)) }
    header.append(HeaderText.field("Subject", subject))
    header.append("Date: \(MailDate.text(of: date, utcOffset: utcOffset))")
    header.append("Message-ID: <\(messageId)>")
    if let parent { header.append("In-Reply-To: <\(parent)>") }
    let references = [root, root == parent ? nil : parent].compactMap { $0 }
    if !references.isEmpty {
      header.append("References: " + references.map { "<\($0)>" }.joined(separator: "\r\n "))
    }
    header += fields.map { HeaderText.field($0.name, $0.value) } + ["MIME-Version: 1.0"]
    return header.joined(separator: "\r\n") + "\r\n" + content
  }

  /// The name of a file, percent-encoded where it is more than letters, digits and a few marks (RFC 2231 §4).
  private static func parameter(_ name: String) -> String {
    if name.utf8.allSatisfy({ isPlain($0) || $0 == 0x20 }) { return "filename=\"\(name)\"" }
    let encoded = name.utf8.map { byte in
      isPlain(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return "filename*=UTF-8''" + encoded.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "._-".utf8.contains(byte)
    }
  }

  /// A declared type without its parameters, if it is one that can stand before base64 (RFC 2046 §5.1, §5.2.1).
  private static func plainType(_ declared: String) -> String? {
    let bare = FileKind.bare(declared)
    let pieces = bare.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard pieces.count == 2, bare.utf8.count <= 100,
      pieces.allSatisfy({ piece in !piece.isEmpty && piece.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "+") } }),
      !["multipart/", "message/"].contains(where: bare.hasPrefix)
    else { return nil }
    return bare
  }

  /// Whatever has CRLF here is careteam's own: in a text and in a name it is encoded.
  private func lines(_ wire: String) -> String {
    MailboxFile.quoted(String(decoding: wire.utf8.filter { $0 != 0x0D }, as: UTF8.self))
  }
}
