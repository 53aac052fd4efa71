import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// A watch that is asked to end ends, whatever it is doing.
  struct WatchSignalTests {
    @Test(.clinic, arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal ends a watch that is out of touch by the signal, after bye`(_ signal: Int32) async throws {
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let watch = home.start("watch", "--format", "ndjson")
      #expect(try await watch.event("connection", within: 60)["state"] == "up")
      await clinic.stop(by: SIGKILL)
      #expect(try await watch.event("connection", within: 60)["state"] == "lost")
      #expect(await watch.end(by: signal) == 128 + signal)
      #expect(try await watch.event("bye")["exitCode"]?.int == Int(128 + signal))
    }
  }
}
