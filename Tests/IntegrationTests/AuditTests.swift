import CareTeamCore
import Glibc
import Testing

/// `careteam serve audit` beside a server that runs, and after one that was killed.
struct AuditTests {
  private static func audit(_ clinic: Clinic, _ options: String...) async -> Outcome {
    await Home().run(["serve", "audit", "--data", "\(clinic.folder.path)/data"] + options)
  }

  @Test(.clinic) func `an answer that came before the server was killed is in the trail`() async throws {
    let clinic = try Clinic.open()
    let ada = FHIRClient(clinic, as: .patient)
    for _ in 0..<25 { #expect(try await ada.send("GET", "Patient/ada-lindqvist").status == 200) }
    #expect(try await ada.send("GET", "Patient/yusuf-haddad").status == 404)
    await clinic.stop(by: SIGKILL)
    let events = try await Self.audit(clinic, "--all", "--user", "Patient/ada-lindqvist", "--format", "ndjson").exits()
      .jsonLines()
    #expect(events.count == 26)
    #expect(events.last?["outcome"] == "refused")
    #expect(events.first?["resource"] == "Patient/ada-lindqvist/_history/1")
    #expect(events.allSatisfy { $0["address"] == "127.0.0.1" })
    try await Self.audit(clinic, "--verify").exits()
  }

  @Test(.clinic) func `it is printed beside the running server, by its schema, without what was searched for`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("reply", "c5", "-m", "Only for the doctor").exits()
    let outputs = Conformance(home)
    await outputs.take(
      try await Self.audit(clinic, "--format", "json", "--all").exits().json(), as: "audit", from: "audit")
    for line in try await Self.audit(clinic, "--format", "ndjson", "--all").exits().jsonLines() {
      await outputs.take(line, as: "audit-event", from: "audit")
    }
    let faults = try await outputs.faults()
    #expect(faults == [])
    let text = try await Self.audit(clinic, "--all").exits().output
    #expect(text.contains("\tcreate\tPatient/ada-lindqvist\tCommunication/"))
    #expect(text.contains("careteam/"))
    #expect(!text.contains("Only for the doctor"))
    #expect(!text.contains("urn:uuid"))
    let none = try await Self.audit(clinic, "--patient", "nobody").exits()
    #expect(none.output.isEmpty)
  }

  @Test(.clinic) func `a trail that was changed behind its back ends the check with 74`() async throws {
    let clinic = try Clinic.open()
    #expect(try await FHIRClient(clinic, as: .patient).send("GET", "Patient/ada-lindqvist").status == 200)
    #expect(try await FHIRClient(clinic, as: .otherPatient).send("GET", "Patient/ada-lindqvist").status == 404)
    await clinic.stop()
    let database = "\(clinic.folder.path)/data/server.sqlite3"
    let hidden = "UPDATE resource SET text = replace(text, 'yusuf-haddad', 'ada-lindqvist') WHERE type = 'AuditEvent'"
    let refused = await Home().shell("sqlite3 '\(database)' \"\(hidden)\"")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("append-only"))
    _ = await Home().shell("sqlite3 '\(database)' \"DROP TRIGGER audit_event_update; \(hidden)\"")
    let outcome = await Self.audit(clinic, "--verify")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("not as it was written"), "\(outcome)")
  }
}
