import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// How `careteam serve` is started, told what it does not understand, and ended.
struct ServeTests {
  @Test func `a ready file that cannot be written is 73, before anything is served`() async throws {
    let home = Home()
    let outcome = await home.run(
      ["serve", "--demo", "--port", "0", "--data", "\(home.folder.path)/data", "--ready-file", "/nonexistent/ready"])
    #expect(outcome.status == 73 && outcome.output == "", "\(outcome)")
    #expect(outcome.errorLines == ["careteam serve: cannot create /nonexistent/ready: No such file or directory"])
  }

  @Test(.clinic) func `a hangup without TLS ends it as SIGTERM does`() async throws {
    let clinic = try Clinic.open()
    #expect(await clinic.stop(by: SIGHUP) == 0)
    #expect(access("\(clinic.folder.path)/ready.json", F_OK) != 0)
  }

  @Test func `mistakes are said as everywhere else`() async throws {
    let home = Home()
    for (words, says) in [
      (["usr", "list"], "did you mean ‘user’?"), (["user", "lst"], "did you mean ‘list’?"),
      (["--data", "x", "adit"], "did you mean ‘audit’?"), (["audit", "-n", "0"], "-n takes a number from 1"),
      (["--nonsense"], "Unknown option"), (["audit", "--format", "csv"], "'table', 'tsv', 'json' or 'ndjson'"),
    ] {
      let plain = try await home.run(["serve"] + words).exits(64)
      #expect(plain.errors.hasPrefix("careteam serve: ") && plain.errors.contains(says), "\(plain)")
      #expect(!plain.errors.contains("USAGE:") && !plain.errors.contains("Help:"), "\(plain)")
      let json = try await home.run(["serve"] + words + ["--json"]).exits(64)
      #expect(try json.error()["code"] == "usage" && json.errorLines.count == 1, "\(json)")
    }
    let missing = try await home.run("--json", "serve", "audit", "--data", "nowhere").exits(66)
    #expect(try missing.error()["code"] == "not-found", "\(missing)")
    #expect(try await home.run("serve", "audit", "--help").exits().output.contains("USAGE: careteam serve audit"))
  }

  @Test(.clinic) func `--json is known before and after`() async throws {
    let data = "\(try Clinic.open().folder.path)/data"
    for words in [["serve", "audit", "--json"], ["--json", "serve", "audit"]] {
      #expect(try await Home().run(words + ["--data", data]).exits().json()["schema"] == "careteam.audit/1")
    }
  }
}
