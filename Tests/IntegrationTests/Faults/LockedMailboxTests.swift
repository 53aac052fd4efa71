import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

extension Faults {
  /// Another program holds the mailbox's write lock.
  @Suite(.enabled(if: Binaries.find("python3") != nil, "python3 holds the lock"))
  struct LockedMailboxTests {
    @Test(.clinic)
    func `a writer waits for the lock as long as it is told, then says who holds it; readers do not wait`()
      async throws
    {
      let home = try await Clinic.open().home()
      let holder = try await Self.hold(home)
      let start = ContinuousClock.now
      let busy = try await home.run("reply", "c8", "-m", "locked out", "--lock-wait", "1s", "--json").exits(75)
      let waited = start.duration(to: .now)
      #expect(waited > .milliseconds(900) && waited < .seconds(10), "\(waited.seconds) s")
      let error = try busy.error()
      let message = error["message"]?.string ?? ""
      #expect(error["code"] == "busy" && error["retryable"] == true, "\(busy)")
      #expect(message.contains("\(holder.program.pid)") && message.contains("python"), "\(message)")
      for words in [["list"], ["read", "c8"], ["status"], ["outbox", "list"]] {
        let start = ContinuousClock.now
        try await home.run(words + ["--offline", "--lock-wait", "20s"]).exits()
        let time = start.duration(to: .now)
        #expect(time < .seconds(10), "\(words) waited for \(time.seconds) s for a writer")
      }
      #expect(await holder.end(by: SIGKILL) == 128 + SIGKILL)
      try await home.run("reply", "c8", "-m", "the lock is gone with its holder", "--lock-wait", "1s").exits()
    }

    @Test(.clinic) func `a writer goes on as soon as the lock is free`() async throws {
      let home = try await Clinic.open().home()
      let holder = try await Self.hold(home)
      async let reply = home.run("reply", "c8", "-m", "patient", "--lock-wait", "20s")
      try await Task.sleep(for: .milliseconds(300))
      #expect(await holder.end(by: SIGTERM) == 128 + SIGTERM)
      let freed = ContinuousClock.now
      try await reply.exits()
      #expect(freed.duration(to: .now) < .seconds(10))
    }

    /// A program that holds the write lock until it is killed.
    private static func hold(_ home: Home) async throws -> Running {
      let mailbox = "\(home.folder.path)/home/data/default/mailbox.sqlite3"
      let script = home.folder.write(
        """
        import sqlite3, sys, time
        database = sqlite3.connect(sys.argv[1], isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        print("held", flush=True)
        time.sleep(600)
        """, to: "hold.py")
      let holder = home.start(program: [try #require(Binaries.find("python3")), script, mailbox])
      try #require(await holder.line() == "held", "\(holder.errors)")
      return holder
    }
  }
}
