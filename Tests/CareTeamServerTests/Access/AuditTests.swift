import CareTeamCore
import GRDB
import Testing

@testable import CareTeamServer

struct AuditTests {
  private static func entries(_ clinic: Clinic, _ filter: AuditFilter = AuditFilter()) async throws -> [AuditEntry] {
    try await clinic.store.auditEvents(filter).map(AuditEntry.init)
  }

  @Test func `a response that has come is in the trail, with who, what version, from where and how it ended`()
    async throws
  {
    let clinic = try await Clinic()
    let id = try await clinic.send(
      "POST", "CommunicationRequest", Samples.conversation(), headers: ["User-Agent": "careteam/1\u{1B}[2J"]
    ).id
    _ = try await clinic.send("GET", "CommunicationRequest/\(id)", as: "Patient/b")
    _ = try await clinic.send("GET", "CommunicationRequest/\(id)", as: nil)
    let entries = try await Self.entries(clinic)
    #expect(entries.map(\.action) == ["create", "read", "read"])
    #expect(entries.map(\.outcome) == [.done, .refused, .refused])
    #expect(entries.map(\.user) == ["Patient/a", "Patient/b", nil])
    #expect(entries.map(\.status) == [201, 404, 401])
    #expect(entries[0].resource == "CommunicationRequest/\(id)/_history/1")
    #expect(entries[0].patients == ["a"])
    #expect(entries[0].userAgent == "careteam/1 [2J")
  }

  @Test func `a search is kept with its values, and printed without them`() async throws {
    let clinic = try await Clinic()
    _ = try await clinic.send("POST", "CommunicationRequest", Samples.conversation())
    _ = try await clinic.send("GET", "CommunicationRequest?patient=a&status=active", as: "Practitioner/lee")
    let entry = try #require(try await Self.entries(clinic).last)
    #expect(entry.parameters == ["patient", "status"])
    #expect(entry.patients == ["a"], "whose conversations a practitioner found")
    #expect(!entry.fields.joined().contains("active"))
    let event = try #require(try await clinic.store.auditEvents(AuditFilter()).last)
    let query = event["entity"]?[0]?["query"]?.string.flatMap(Base64.decode)
    #expect(query.map { String(decoding: $0, as: UTF8.self) } == "CommunicationRequest?patient=a&status=active")
  }

  @Test func `entries of a batch that are refused say what was asked for`() async throws {
    let clinic = try await Clinic()
    let bundle: JSON = [
      "resourceType": "Bundle", "type": "batch",
      "entry": [
        ["request": ["method": "GET", "url": "Patient/b"]], ["request": ["method": "GET", "url": "Patient/a"]],
      ],
    ]
    _ = try await clinic.send("POST", "/fhir", bundle)
    let entries = try await Self.entries(clinic)
    #expect(entries.map(\.action) == ["read", "batch", "read"])
    #expect(entries.map(\.resource) == ["Patient/a/_history/1", nil, "Patient/b"])
    #expect(entries.map(\.status) == [200, 200, 404])
  }

  @Test func `events are chosen by time, patient and user`() async throws {
    let clinic = try await Clinic()
    for user in ["Patient/a", "Practitioner/lee", "Practitioner/kim"] {
      _ = try await clinic.send("GET", "Patient/a", as: user)
    }
    var filter = AuditFilter()
    filter.patient = "a"
    #expect(try await Self.entries(clinic, filter).count == 3)
    filter.user = "Practitioner/lee"
    #expect(try await Self.entries(clinic, filter).map(\.user) == ["Practitioner/lee"])
    filter = AuditFilter()
    filter.count = 2
    #expect(try await Self.entries(clinic, filter).map(\.user) == ["Practitioner/lee", "Practitioner/kim"])
    filter.patient = "aa"
    #expect(try await Self.entries(clinic, filter).isEmpty)
    filter = AuditFilter()
    filter.since = SystemClock.now.adding(seconds: 60)
    #expect(try await Self.entries(clinic, filter).isEmpty)
  }

  @Test func `nobody changes or removes an event through the server, an auditor reads it, nobody else does`()
    async throws
  {
    let clinic = try await Clinic()
    _ = try await clinic.send("GET", "Patient/a")
    let event = try #require(try await clinic.store.auditEvents(AuditFilter()).first)
    let path = "AuditEvent/\(event["id"]?.string ?? "")"
    for user in ["Patient/a", "Practitioner/lee", "Device/auditor", "Device/admin"] {
      let expected = user == "Device/auditor" ? 200 : 404
      #expect(try await clinic.send("GET", path, as: user).status == expected, "\(user)")
      #expect(try await clinic.ids("AuditEvent", as: user).isEmpty == (expected == 404), "\(user)")
      #expect(try await clinic.send("PUT", path, event, as: user).status == 403, "\(user)")
      #expect(try await clinic.send("POST", "AuditEvent", event, as: user).status == 403, "\(user)")
      #expect(try await clinic.send("DELETE", path, as: user).status == 403, "\(user)")
      let patch: JSON = [["op": "replace", "path": "/outcome", "value": "0"]]
      #expect(try await clinic.patch(path, patch, as: user).status == 403, "\(user)")
    }
    #expect(try await clinic.store.verifyAuditTrail().broken == nil)
  }

  @Test(arguments: [
    "UPDATE resource SET text = '{}' WHERE type = 'AuditEvent'", "DELETE FROM resource WHERE type = 'AuditEvent'",
    "UPDATE resource SET type = 'AuditEvent' WHERE type = 'Patient'", "DELETE FROM audit_chain",
    "UPDATE audit_chain SET link = x'00'",
  ])
  func `the database itself refuses to change the trail`(_ statement: String) async throws {
    let clinic = try await Clinic()
    _ = try await clinic.send("GET", "Patient/a")
    await #expect(throws: DatabaseError.self) {
      try await clinic.store.pool.write { db in try db.execute(sql: statement) }
    }
    #expect(try await clinic.store.verifyAuditTrail().count == 1)
  }

  @Test(arguments: [
    ("UPDATE resource SET text = replace(text, 'Patient/b', 'Patient/a') WHERE key = ?", 1, true),
    ("DELETE FROM resource WHERE key = ?", 1, false), ("DELETE FROM audit_chain WHERE key = ?", 1, true),
  ])
  func `what was changed past the triggers is found`(_ statement: String, _ good: Int, _ isNamed: Bool) async throws {
    let clinic = try await Clinic()
    for user in ["Patient/a", "Patient/b", "Patient/a"] { _ = try await clinic.send("GET", "Patient/a", as: user) }
    try await clinic.store.pool.write { db in
      for name in ["audit_event_update", "audit_event_delete", "audit_chain_update", "audit_chain_delete"] {
        try db.execute(sql: "DROP TRIGGER \(name)")
      }
      let keys = try Int64.fetchAll(db, sql: "SELECT key FROM resource WHERE type = 'AuditEvent' ORDER BY key")
      try db.execute(sql: statement, arguments: [keys[1]])
    }
    let broken = try #require(try await clinic.store.verifyAuditTrail().broken)
    #expect(broken.after == good)
    #expect((broken.event != nil) == isNamed)
  }

  @Test func `logins are in the trail`() async throws {
    let clinic = try await Clinic()
    let agent = AuditAgent(
      user: "Patient/a", client: "careteam", origin: RequestOrigin(address: "192.0.2.7", userAgent: "Firefox"))
    try await clinic.store.audit.record([
      .login(.login, by: agent, status: 200, at: SystemClock.now),
      .login(.reuse, by: agent, status: 400, at: SystemClock.now),
    ])
    let entries = try await Self.entries(clinic)
    #expect(entries.map(\.action) == ["login", "reuse"])
    #expect(entries.map(\.outcome) == [.done, .refused])
    #expect(entries.allSatisfy { $0.client == "careteam" && $0.address == "192.0.2.7" && $0.userAgent == "Firefox" })
    #expect(try await clinic.ids("AuditEvent?subtype=reuse", as: "Device/auditor").count == 1)
  }

  @Test func `many at once are all written, and none twice`() async throws {
    let clinic = try await Clinic()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 { group.addTask { try await clinic.send("GET", "Patient/a").status } }
      for try await status in group { #expect(status == 200) }
    }
    #expect(try await Self.entries(clinic).count == 200)
    #expect(try await clinic.store.verifyAuditTrail().count == 200)
  }

  @Test func `a change that cannot be written down is not made`() async throws {
    let clinic = try await Clinic()
    try await clinic.store.pool.write { db in
      try db.execute(
        sql: "CREATE TRIGGER full BEFORE INSERT ON audit_chain BEGIN SELECT RAISE(ABORT, 'no space'); END")
    }
    #expect(try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).status == 500)
    let bundle: JSON = [
      "resourceType": "Bundle", "type": "transaction",
      "entry": [
        ["request": ["method": "POST", "url": "CommunicationRequest"], "resource": Samples.conversation()]
      ],
    ]
    #expect(try await clinic.send("POST", "/fhir", bundle).status == 500)
    try await clinic.store.pool.write { db in try db.execute(sql: "DROP TRIGGER full") }
    #expect(try await clinic.ids("CommunicationRequest").isEmpty)
  }

  @Test func `what cannot be written down is not answered`() async throws {
    let clinic = try await Clinic()
    try await clinic.store.pool.write { db in
      try db.execute(
        sql: """
          CREATE TRIGGER full BEFORE INSERT ON audit_chain BEGIN SELECT RAISE(ABORT, 'no space'); END
          """)
    }
    let reply = try await clinic.send("GET", "Patient/a")
    #expect(reply.status == 500)
    #expect(!reply.text.contains("Ada"))
  }
}
