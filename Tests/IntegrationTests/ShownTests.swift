import CareTeamCore
import Testing

/// What was not shown is not marked as read.
struct ShownTests {
  private func unread(_ home: Home) async throws -> Int? {
    try await home.run("sync").exits()
    return try await home.run("read", "c11", "--json").exits().json()["items"]?[0]?["unreadCount"]?.int
  }

  @Test(.clinic) func `a pager that fails marks nothing, and one that cannot be started is done without`() async throws
  {
    var home = try await Clinic.open().home()
    home.variables["PAGER"] = "false"
    let failed = try await home.runOnTerminal("read", "c11").exits()
    #expect(failed.output.contains("nothing was marked as read"), "\(failed)")
    #expect(try await unread(home) == 2)
    home.variables["PAGER"] = "/nonexistent/pager"
    let plain = try await home.runOnTerminal("read", "c11").exits()
    #expect(plain.output.contains("marked 2 messages as read"), "\(plain)")
    #expect(try await unread(home) == 0)
  }

  @Test(.clinic) func `nothing is marked when nothing could be printed`() async throws {
    let home = try await Clinic.open().home()
    try await home.shell("careteam read c11 --mark-read >/dev/full").exits(74)
    #expect(try await unread(home) == 2)
  }
}
