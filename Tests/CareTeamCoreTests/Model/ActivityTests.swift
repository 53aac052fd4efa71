import CareTeamCore
import Testing

struct ActivityTests {
  @Test func `an id that a server made up to forge a line stays within its line`() throws {
    var activity = Activity(.sent, account: "home")
    activity.references = ["Communication/1\"]}\n{\"action\":\"login\"}\u{2028}\u{85}"]
    let line = activity.line(at: Instant(seconds: 0), command: "reply")
    #expect(line.last == 0x0A && line.dropLast().allSatisfy { $0 >= 0x20 })
    let json = try JSON(parsing: Array(line.dropLast()))
    #expect(json["action"] == "sent" && json["references"]?.array.first?.string == activity.references[0])
  }
}
