import CareTeamCore
import CareTeamTestSupport
import Testing

/// A mail as it goes on the wire.
struct MailMessageTests {
  private func mail(subject: String = "careteam: 2 new messages", text: String, name: String? = nil) throws
    -> MailMessage
  {
    MailMessage(
      from: try MailAddress((name.map { "\"\($0)\" " } ?? "") + "<careteam@example.org>"),
      to: [try MailAddress("ada@example.org")], subject: subject, date: Instant(seconds: 1_795_500_000),
      utcOffset: 3600, identifier: "0123456789abcdef", list: "feed", text: text, html: "<p>\(text)</p>")
  }

  @Test func `every line is short, ASCII, and ends in CRLF, whatever the text`() throws {
    for text in HostileText.corpus + [String(repeating: "長い", count: 400), "x\n.\n..\nFrom me\n", " \n \t\n"] {
      let wire = try mail(subject: text, text: text, name: "x").wire
      for line in wire.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
        #expect(line.last == 0x0D && line.count <= 79, "\(text.debugDescription)")
        #expect(line.dropLast().allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 }, "\(text.debugDescription)")
        #expect(!String(decoding: line, as: UTF8.self).hasPrefix("From ") && line.first != UInt8(ascii: "."))
      }
    }
  }

  @Test func `no text adds a header`() throws {
    let hostile = "careteam\r\nBcc: eve@example.org\r\n\r\nbody"
    let header = try mail(subject: hostile, text: "x").wire.components(upTo: "\r\n\r\n")
    let names = header.split(separator: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
    #expect(
      names == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type",
      ])
  }

  @Test func `what is not ASCII in a header is encoded, in words of whole characters`() throws {
    let wire = try mail(subject: String(repeating: "é👩‍⚕️", count: 30), text: "x", name: "Zoë, \\\"the\\\" nurse").wire
    let words = wire.components(upTo: "\r\n\r\n").split { $0.isWhitespace }.filter { $0.hasPrefix("=?") }
    #expect(words.count > 5)
    for word in words {
      #expect(word.utf8.count <= 75 && word.hasSuffix("?="))
      let bytes = try #require(Base64.decode(String(word.dropFirst(10).dropLast(2))))
      #expect(String(validating: bytes, as: UTF8.self) != nil)
    }
  }

  @Test func `the date is the sender's own`() {
    #expect(MailDate.text(of: Instant(seconds: 1_795_500_000), utcOffset: 3600) == "Tue, 24 Nov 2026 07:00:00 +0100")
    #expect(MailDate.text(of: Instant(seconds: 0), utcOffset: -12_600) == "Wed, 31 Dec 1969 20:30:00 -0330")
    #expect(MailDate.words(of: Instant(seconds: 1_795_500_000), utcOffset: 0) == "Tue, 24 Nov 2026, 06:00")
  }
}

extension String {
  fileprivate func components(upTo end: String) -> String {
    ranges(of: end).first.map { String(self[..<$0.lowerBound]) } ?? self
  }
}
