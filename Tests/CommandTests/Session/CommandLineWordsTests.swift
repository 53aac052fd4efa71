import Testing

@testable import careteam

struct CommandLineWordsTests {
  @Test(arguments: [
    (["reply", "c8", "--message=", "-q"], ["reply", "c8", "--message", "", "-q"]),
    (["reply", "-m", "--file=", "--json"], ["reply", "-m", "--file=", "--format", "json"]),
    (["reply", "-m", "--json"], ["reply", "-m", "--json"]),
    (["reply", "--message=a=", "--", "--json", "--x="], ["reply", "--message=a=", "--", "--json", "--x="]),
    (["watch", "--exec", "--", "--json"], ["watch", "--exec", "--", "--format", "json"]),
  ])
  func `an empty value is one, and a text is never an option`(words: [String], meant: [String]) {
    #expect(CommandLineWords.spelledOut(words) == meant)
  }

  @Test(arguments: [
    (["-A", "home", "list", "-A", "work"], ["-A", "home", "-A", "work"]),
    (["-A", "home", "outbox", "-q", "list", "-A", "work"], ["list", "-A", "home", "-q", "-A", "work"]),
    (["--json", "read", "--format", "tsv", "c1"], ["--format", "json", "--format", "tsv", "c1"]),
    (["--json", "serve", "--demo"], ["--json", "--demo"]),
  ])
  func `an option before the command comes before those after it`(words: [String], own: [String]) throws {
    #expect(try #require(CommandLineWords(words).named).arguments == own)
  }
}
