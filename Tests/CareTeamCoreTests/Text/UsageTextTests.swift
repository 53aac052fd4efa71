import CareTeamCore
import Testing

/// What is made of the argument parser's messages.
struct UsageTextTests {
  @Test func `the values that would be right are in the sentence`() {
    let text = UsageText(
      message: "The value 'x' is invalid. Please provide one of the following:\n  - one\n  - two\n",
      full: "Error: The value\nHelp:  --type <type>\nUSAGE: careteam list <options>\n  See 'careteam list --help'")
    #expect(text.sentence == "The value 'x' is invalid. Please provide one of the following: one, two")
    #expect(text.usage == "Usage: careteam list <options>")
  }

  @Test func `a message of one line stays as it is, and of alternatives the first counts`() {
    let text = UsageText(message: "Unknown option '-xy'\n   or: Missing value for '-x' in '-xy'", full: "Usage: a")
    #expect(text.sentence == "Unknown option '-xy'" && text.usage == "Usage: a")
    #expect(UsageText(message: "", full: "").usage == nil)
  }

  @Test(arguments: [
    (["--json", "list"], true), (["list", "--format", "ndjson"], true), (["--format=json"], true),
    (["list", "--", "--json"], false), (["--format", "tsv"], false), ([], false),
    (["--json", "--format", "tsv"], false), (["--format=tsv", "--json"], true), (["--format"], false),
  ])
  func `JSON is asked for in any of its spellings`(arguments: [String], isJSON: Bool) {
    #expect(AskedFormat(arguments).isJSON == isJSON)
  }
}
