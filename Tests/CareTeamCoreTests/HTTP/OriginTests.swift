import CareTeamCore
import Testing

@Suite struct `Origins` {
  @Test(arguments: [
    ("https://Example.org/a", "https://example.org:443"), ("http://a:080/", "http://a:80"),
    ("wss://a/live", "https://a:443"), ("ws://127.0.0.1:8080/", "http://127.0.0.1:8080"),
    ("http://[::1]:81/x", "http://[::1]:81"), ("HTTPS://a:/", "https://a:443"),
  ])
  func `an address has one origin, however it is written`(url: String, origin: String) {
    #expect(Origin(url)?.description == origin)
  }

  @Test(arguments: [
    "ftp://a/", "/a", "https:///a", "https://user@a/", "https://a:0/", "https://a:65536/", "https://a:1:2/",
    "https://[::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://a%2eb/", "https://[a]/",
  ])
  func `other addresses have none`(url: String) {
    #expect(Origin(url) == nil)
  }

  @Test(arguments: [
    ("localhost", true), ("127.0.0.1", true), ("127.255.0.9", true), ("[::1]", true), ("LOCALHOST", true),
    ("127.0.0.1.evil.org", false), ("localhost.evil.org", false), ("127.1", false), ("0177.0.0.1", false),
    ("127.0.0.01", false), ("2130706433", false), ("10.0.0.1", false), ("[::2]", false), ("0.0.0.0", false),
  ])
  func `only plain names of this machine are loopback`(host: String, isLoopback: Bool) {
    #expect(Origin("http://\(host)/")?.isLoopback == isLoopback)
  }
}
