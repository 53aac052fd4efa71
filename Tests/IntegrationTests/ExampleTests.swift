import CareTeamCore
import Testing

/// The examples of the manual pages that use jq, run as they are printed.
struct ExampleTests {
  /// Those of a page.
  private func examples(_ page: String) -> [String] {
    ManualPage(page).displays.map(\.commands).filter { $0.contains("jq ") }
  }

  @Test(
    .clinic,
    arguments: [
      ("careteam.1", 1), ("careteam-list.1", 1), ("careteam-read.1", 1), ("careteam-save.1", 1),
      ("careteam-search.1", 2),
      ("careteam-schema.1", 1), ("careteam-json.5", 3),
    ])
  func `an example prints something, and nothing on standard error`(page: String, count: Int) async throws {
    let home = try await Clinic.open().home()
    try await home.shell("mkdir files").exits()
    try await home.run("reply", "c15", "-m", "Not read by anybody yet.", "--queue-only").exits(8)
    let examples = examples(page)
    #expect(examples.count == count)
    for example in examples {
      let outcome = try await home.shell("set -o pipefail\n" + example).exits()
      #expect(!outcome.lines.isEmpty && outcome.errors == "", "\(outcome)")
    }
  }

  @Test(.clinic) func `a consumer commits what it has done, and has each event once`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let example = try #require(examples("careteam-cursor.1").first)
    try await home.shell(example).exits()
    for text in ["one", "two"] { try await clinician.run("reply", "e70d41c8935fa2b6", "-m", text).exits() }
    for _ in 0..<2 { try await home.shell(example).exits() }
    let lines = home.folder.text(of: "archive.ndjson").split(separator: "\n")
    let texts = lines.compactMap { try? JSON(parsing: Array($0.utf8)) }.filter { $0["type"] == "messageReceived" }
    #expect(texts.map { $0["message"]?["text"] } == ["one", "two"])
  }

  @Test(.clinic) func `the texts of the next two messages are printed as they come`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let example = try #require(examples("careteam-watch.1").first)
    async let shown = home.shell(example, seconds: 60)
    // jq notices that nobody reads any more when it writes the next one.
    for number in 1...15 {
      try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "message \(number)").exits()
      try await Task.sleep(for: .milliseconds(200))
    }
    let lines = try await shown.exits().lines
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("message ") }, "\(lines)")
  }

  @Test(.clinic) func `an output is held against its schema with another program`() async throws {
    let home = try await Clinic.open().home()
    let example = try #require(ManualPage("careteam-schema.1").displays.map(\.commands).last)
    #expect(example.contains("jsonschema -i"))
    try await home.shell("mkdir bin && ln -s /usr/bin/jsonschema bin/jsonschema").exits()
    try await home.shell("set -e\n" + example).exits()
    try await home.shell("set -e\n" + example.replacing("list --json", with: "status --json")).exits(1)
  }
}
