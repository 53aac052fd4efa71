import CareTeamCore
import Testing

/// What may stand in a header and in an SMTP command.
struct MailAddressTests {
  @Test func `a bare address and one with a name are read`() throws {
    #expect(try MailAddress(" ada@example.org ").address == "ada@example.org")
    let named = try MailAddress("\"Lindqvist, \\\"Ada\\\"\" <ada+x@mail.example.org>")
    #expect(named.name == "Lindqvist, \"Ada\"" && named.local == "ada+x" && named.domain == "mail.example.org")
    #expect(try MailAddress("Björn <b@localhost>").name == "Björn")
  }

  @Test(arguments: [
    "ada@example.org\r\nBcc: eve@example.org", "ada@example.org\nRCPT TO:<eve@example.org>",
    "A\r\nX: y <a@example.org>",
    "a\u{0}@example.org", "A\u{2028}B <a@example.org>", "A\u{85}B <a@example.org>",
  ])
  func `a line end in an address or in its name is refused`(text: String) {
    #expect(throws: MailAddressError.control) { try MailAddress(text) }
  }

  @Test(arguments: [
    "", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c", "<a@example.org", "a@example.org>", "a@-x.org",
    "a@example..org", "a@[127.0.0.1]", "a..b@example.org", "a@example.org, b@example.org", "a>b@example.org",
    "x <a@example.org> <b@example.org>", "ädä@example.org", "a@exämple.org", "a;b@example.org",
  ])
  func `what is no address is refused`(text: String) {
    #expect(throws: MailAddressError.self) { try MailAddress(text) }
  }

  @Test func `a mail server is an address without anything but host and port`() {
    #expect(MailServer("smtps://mail.example.org")?.url == "smtps://mail.example.org:465")
    #expect(MailServer("smtp://mail.example.org/")?.url == "smtp://mail.example.org:587")
    #expect(MailServer("smtp://127.0.0.1")?.url == "smtp://127.0.0.1:25")
    #expect(MailServer("smtp://[::1]:2525")?.url == "smtp://[::1]:2525")
    #expect(MailServer("SMTP://Mail.Example.Org:25")?.hostAndPort == "mail.example.org:25")
    for text in [
      "mail.example.org", "https://mail.example.org", "smtp://user:pass@mail.example.org", "smtp://host/ehlo",
      "smtp://host?x", "smtp://ho st", "smtp://host:99999", "smtp://", "smtp:host", "smtp://host\r\nQUIT",
    ] { #expect(MailServer(text) == nil, "\(text)") }
  }
}
