import CareTeamCore
import CareTeamTestSupport
import Testing

/// Messages as mails in a file.
@Suite struct MailboxFileTests {
  private func person(_ name: String, _ id: String = "drlee") -> Participant {
    Participant(reference: Reference(type: "Practitioner", id: id), name: name, isSelf: false)
  }

  private func mail(_ text: String, subject: String = "Test", from: String = "Dr. Lee") -> ExportedMail {
    ExportedMail(
      from: MailAddress(standingFor: person(from)), to: [MailAddress(standingFor: person("Ada", "ada"))],
      subject: subject, date: Instant(seconds: 1_795_500_000), utcOffset: 3600, messageId: "C.1@careteam.invalid",
      text: text)
  }

  @Test(
    arguments: [
      ("From here", ">From here"), (">From here", ">>From here"), (">>>From x", ">>>>From x"), ("From:", "From:"),
      ("a\nFrom b\nc", "a\n>From b\nc"), (" From x", " From x"), ("from x", "from x"), ("> From x", "> From x"),
      ("Fromage", "Fromage"), ("", ""), ("a\n\n", "a\n\n"),
    ])
  func `a line that could begin a mail gets a mark, and so does one that has it`(lines: String, quoted: String) {
    #expect(MailboxFile.quoted(lines) == quoted)
  }

  @Test func `a mail begins with its sender and the time in UTC`() {
    let sender = MailAddress(standingFor: person("Dr. Lee"))
    #expect(
      MailboxFile.opening(from: sender, at: Instant(seconds: 1_795_500_000))
        == "From practitioner.drlee@careteam.invalid Tue Nov 24 06:00:00 2026\n")
    let second = MailboxFile.opening(from: sender, at: Instant(fhir: "2026-11-02T03:04:05Z") ?? Instant(seconds: 0))
    #expect(second.hasSuffix(" Mon Nov  2 03:04:05 2026\n"))
  }

  @Test func `no text, name or subject begins a mail, ends a header or leaves ASCII`() {
    for text in HostileText.corpus + ["From x\n>From y\n\nFrom z", "a\r\nBcc: eve@example.org\r\n\r\nbody", "\n\n", ""]
    {
      var mail = mail(text, subject: text, from: text)
      mail.remarks = [text]
      mail.source = (SafeFilename(text), text)
      mail.files = [ExportedMail.File(name: SafeFilename(text), declaredType: text)]
      mail.fields = [("X-Careteam-State", text)]
      let whole = mail.beginning + mail.files.map(mail.opening).joined() + mail.ending
      for line in whole.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(!line.hasPrefix("From ") && !line.hasPrefix(">"), "\(text.debugDescription)")
        #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 }, "\(text.debugDescription)")
        #expect(line.utf8.count < 998)
      }
      let header = whole.prefix(upTo: whole.firstRange(of: "\n\n")?.lowerBound ?? whole.endIndex)
      let names = header.split(separator: "\n").filter { $0.first != " " }.map { $0.prefix { $0 != ":" } }
      #expect(
        names == [
          "From", "To", "Subject", "Date", "Message-ID", "X-Careteam-State", "MIME-Version", "Content-Type",
        ], "\(text.debugDescription)")
    }
  }

  @Test(
    arguments: [
      ("image/png", "image/png"), ("Text/HTML; charset=utf-8", "text/html"), ("multipart/mixed", nil),
      ("message/rfc822", nil),
      ("image/png\r\nX: y", nil), ("nonsense", nil), ("a/b/c", nil), ("", nil), ("image/svg+xml", "image/svg+xml"),
    ] as [(String, String?)])
  func `a declared type stands before base64 only if it can`(declared: String, type: String?) {
    let file = ExportedMail.File(name: SafeFilename("x"), declaredType: declared)
    #expect(file.type == type ?? "application/octet-stream")
  }

  @Test func `an identifier of a mail is of one text only`() {
    let texts = ["a.b", "a-b", "a--b", "a..b", "a=2Eb", "a b", "a\u{0}b", "å", "", ".", "a_b", "A.b"]
    #expect(Set(texts.map(MailAddress.escapedAtom)).count == texts.count)
    for text in texts + HostileText.corpus {
      let isAtom = MailAddress.escapedAtom(text).utf8.allSatisfy {
        (0x21..<0x7F).contains($0) && !"<>@.".utf8.contains($0)
      }
      #expect(isAtom)
    }
  }

  @Test func `an address stands for anybody, and is one`() throws {
    for text in HostileText.corpus + ["..", "a..b.", "-", "x@y"] {
      let address = MailAddress(standingFor: person(text, text))
      #expect(throws: Never.self, "\(address.address)") { try MailAddress(address.address) }
    }
  }
}
