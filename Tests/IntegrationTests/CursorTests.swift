import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// Who consumes a cursor, and how a consumer is ended.
struct CursorTests {
  private static let eye = "e70d41c8935fa2b6"

  @Test(.clinic) func `a cursor has one consumer at a time, and a killed one leaves nothing behind`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let first = home.start("watch", "--cursor", "c", "--format", "ndjson")
    _ = try await first.event("hello")
    let second = try await home.run("watch", "--cursor", "c", "--once", "--lock-wait", "0s", "--json").exits(75)
    let message = try #require(try second.error()["message"]?.string)
    #expect(message.contains("process \(first.program.pid) (careteam)") && message.contains("‘c’"), "\(message)")
    try await home.run("watch", "--cursor", "other", "--once").exits()
    #expect(await first.end(by: SIGKILL) == 128 + SIGKILL)
    try await home.run("watch", "--cursor", "c", "--once", "--lock-wait", "2s").exits()
  }

  @Test(.clinic) func `only a cursor that stands is committed, and only one with a name is begun`() async throws {
    let home = try await Clinic.open().home()
    for name in ["", "../x", "a\nb", "-"] { try await home.run("watch", "--cursor=\(name)", "--once").exits(64) }
    #expect(try await home.run("cursor").exits().output == "")
    try await home.run("watch", "--cursor", "c", "--once").exits()
    let place = try await home.run("cursor", "show", "c", "--fields", "cursor").exits().lines[0]
    try await home.run("cursor", "commit", "c", place).exits()
    try await home.run("cursor", "commit", "typo", place).exits(66)
    let beyond = try await home.run("cursor", "commit", "c", "\(place)0").exits(76)
    #expect(beyond.errors.contains("beyond the newest event") && beyond.errors.contains(place), "\(beyond)")
    let removed = try await home.run("cursor", "rm", "c", "--json").exits().json()
    #expect(removed["schema"] == "careteam.cursor/1" && removed["items"]?[0]?["name"] == "c")
    #expect(try await home.run("cursor").exits().errors.contains("there are no cursors"))
  }

  @Test(.clinic) func `a handler that asks to be tried later holds up neither cron nor the end of a watch`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let later = home.folder.script("exit 75\n", named: "later")
    try await home.run("watch", "--cursor", "c", "--since", "all", "--once", "--exec", later, "--timeout", "2s").exits(
      75)
    let before = ContinuousClock.now
    try await home.run("watch", "--cursor", "c", "--for", "1s", "--exec", later).exits()
    #expect(before.duration(to: .now) < .seconds(15))
    let pending = try await home.run("cursor", "show", "c", "--json").exits().json()["items"]?[0]?["pending"]?.int
    #expect(try #require(pending) > 10)
  }

  @Test(.clinic) func `a signal ends a watch after the event at hand, and the next goes on behind it`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let slow = home.folder.script(
      "echo \"$CARETEAM_EVENT_ID\" >> \"$(dirname \"$0\")/handled\"; sleep 0.3\n", named: "slow")
    let watch = home.start("watch", "--cursor", "c", "--since", "all", "--exec", slow)
    while home.folder.text(of: "handled").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    #expect(await watch.end(by: SIGTERM, within: 10) == 128 + SIGTERM)
    let handled = home.folder.text(of: "handled").split(separator: "\n")
    #expect((1...3).contains(handled.count), "\(handled)")
    try await home.run("watch", "--cursor", "c", "--count", "1", "--exec", slow).exits()
    let all = home.folder.text(of: "handled").split(separator: "\n")
    #expect(Set(all).count == all.count && all.count == handled.count + 1, "\(all)")
  }

  @Test(.clinic) func `a signal that was ignored from the start stays so`() async throws {
    let home = try await Clinic.open().home()
    let nohup = home.folder.script("trap '' HUP INT\nexec \(Binaries.careteam) watch --format ndjson\n", named: "nohup")
    let watch = home.start(program: [nohup])
    #expect(try await watch.event("connection")["state"] == "up")
    for signal in [SIGHUP, SIGINT] { watch.program.signal(signal) }
    try await home.run("reply", "c8", "-m", "still there").exits()
    #expect(try await watch.event("messageSent")["message"]?["text"] == "still there")
    #expect(await watch.end(by: SIGTERM) == 128 + SIGTERM)
  }

  @Test(.clinic) func `a server that never answers does not keep a watch from ending`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let watch = home.start("watch", "--format", "ndjson")
    #expect(try await watch.event("connection")["state"] == "up")
    clinic.signal(SIGSTOP)
    defer { clinic.signal(SIGCONT) }
    try await home.run("reply", "c8", "-m", "for the outbox", "--queue-only").exits(8)
    try await Task.sleep(for: .milliseconds(500))
    let before = ContinuousClock.now
    #expect(await watch.end(by: SIGINT) == 128 + SIGINT)
    #expect(before.duration(to: .now) < .seconds(10))
    #expect(try await watch.event("bye")["reason"] == "signal")
  }

  @Test(.clinic) func `a watch that begins without a server says so, and comes up with it`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    await clinic.stop()
    let watch = home.start("watch", "--format", "ndjson")
    let lost = try await watch.event("connection")
    #expect(lost["state"] == "lost" && lost["retryInSeconds"]?.int != nil)
    try await clinic.restart()
    #expect(try await watch.event("connection")["state"] == "up")
    #expect(await watch.end() == 128 + SIGTERM)
  }
}
