import CareTeamCore
import Testing

/// A receipt is sent when a message was shown to a person, and never by accident.
@Suite(.clinic)
struct ReceiptTests {
  private func unread(_ conversation: String, _ home: Home) async throws -> Int? {
    try await home.run("sync").exits()
    return try await home.run("read", conversation, "--json").exits().json()["items"]?[0]?["unreadCount"]?.int
  }

  @Test func `a pipe, JSON, records and --peek mark nothing`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("read", "c11").exits()
    try await home.run("read", "c11", "--format", "table").exits()
    try await home.run("read", "c11", "--format", "records").exits()
    try await home.runOnTerminal("read", "c11", "--json").exits()
    try await home.runOnTerminal("read", "c11", "--format", "ndjson").exits()
    try await home.runOnTerminal("read", "c11", "--peek").exits()
    try await home.run("watch", "--once", "--since", "all").exits()
    #expect(try await unread("c11", home) == 2)
  }

  @Test func `a terminal marks what it shows, says so and how to undo it`() async throws {
    let home = try await Clinic.open().home()
    let shown = try await home.runOnTerminal("read", "c3", "--color", "never").exits()
    #expect(shown.output.contains("Good morning Ada. What was the reading"))
    let remark = try #require(shown.lines.last { $0.contains("as read") }, "\(shown)")
    #expect(remark.contains("the care team can see") && remark.contains("--unread"))
    #expect(try await unread("c3", home) == 0)
    let undo = try #require(remark.split(separator: "‘").last?.split(separator: "’").first.map(String.init))
    try await home.run(undo.split(separator: " ").dropFirst().map(String.init)).exits()
    #expect(try await unread("c3", home) == 1)
    #expect(try await home.runOnTerminal("read", "c3").exits().output.contains("as read"))
  }

  @Test func `--mark-read marks from a pipe, and mark --unread marks the newest received message`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("read", "c1", "--mark-read").exits()
    #expect(try await unread("c1", home) == 0)
    try await home.run("mark", "c1", "--unread").exits()
    #expect(try await unread("c1", home) == 1)
    let messages = try await home.run("read", "c1", "--json").exits().json()["items"]?[0]?["messages"]?.array ?? []
    #expect(messages.filter { $0["read"] == false }.map { $0["handle"] } == [messages.last?["handle"]])
    try await home.run("mark", "c1", "--read").exits()
    #expect(try await unread("c1", home) == 0)
  }

  @Test func `another machine of the same user sees what was read`() async throws {
    let clinic = try Clinic.open()
    let one = try await clinic.home()
    let other = try await clinic.home()
    try await one.run("mark", "c7", "--read").exits()
    #expect(try await unread("c7", other) == 0)
    try await other.run("mark", "c7", "--unread").exits()
    #expect(try await unread("c7", one) == 1)
  }

  @Test func `what was read offline is told at the next sync`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let other = try await clinic.home()
    try await home.run("mark", "c12", "--read", "--offline").exits()
    #expect(try await home.run("read", "c12", "--json", "--offline").exits().json()["items"]?[0]?["unreadCount"] == 0)
    #expect(try await unread("c12", other) == 1)
    try await home.run("sync").exits()
    #expect(try await unread("c12", other) == 0)
  }
}
