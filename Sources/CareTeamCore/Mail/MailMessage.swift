/// A mail in two forms of the same text, plain first (RFC 2046 §5.1.4), made by a program (RFC 3834 §5).
package struct MailMessage: Sendable, Equatable {
  package var from: MailAddress
  package var to: [MailAddress]
  package var subject: String
  package var date: Instant
  /// The sender's time zone then, in seconds east of UTC.
  package var utcOffset: Int64
  /// What tells this mail from all others, in letters and digits; the same for a mail that is sent again.
  package var identifier: String
  /// What a reader's filter knows the mails of this mailbox by (RFC 2919), in letters and digits.
  package var list: String
  package var text: String
  package var html: String

  /// A mail; see the properties.
  package init(
    from: MailAddress, to: [MailAddress], subject: String, date: Instant, utcOffset: Int64, identifier: String,
    list: String, text: String, html: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.utcOffset = utcOffset
    self.identifier = identifier
    self.list = list
    self.text = text
    self.html = html
  }

  /// The Message-ID with its brackets.
  package var messageId: String { "<digest.\(identifier)@\(from.domain)>" }

  /// The whole mail with CRLF, as it goes on the wire.
  package var wire: String {
    // An equals sign and an underscore never meet in quoted-printable (RFC 2045 §6.7, rule 5).
    let boundary = "=_careteam_\(identifier)"
    let header = [
      HeaderText.field("From", [from]), HeaderText.field("To", to), HeaderText.field("Subject", subject),
      "Date: \(MailDate.text(of: date, utcOffset: utcOffset))", "Message-ID: \(messageId)",
      "List-Id: <digest.\(list).careteam.localhost>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
    ]
    let parts = [part("plain", text), part("html", html)].map { "--\(boundary)\r\n\($0)" }
    return header.joined(separator: "\r\n") + "\r\n\r\n" + parts.joined(separator: "\r\n")
      + "\r\n--\(boundary)--\r\n"
  }

  private func part(_ subtype: String, _ text: String) -> String {
    """
    Content-Type: text/\(subtype); charset=utf-8\r
    Content-Transfer-Encoding: quoted-printable\r
    \r
    \(QuotedPrintable.encode(text))
    """
  }
}
