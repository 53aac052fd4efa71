import CareTeamCore
import Foundation
import Hummingbird
import Logging
import Testing

@testable import CareTeamServer

/// A server on a port with two patients, everybody of the matrix, and a resource of each type in both patients' records.
struct MatrixClinic: Sendable {
  let store: ResourceStore
  let port: Int
  let fixtures: [MatrixFixture]

  static func run(types: [String], _ body: @escaping @Sendable (MatrixClinic) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "careteam-matrix-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResourceStore(directory: folder.path, base: "http://127.0.0.1/fhir")
    try await people(store)
    var fixtures: [MatrixFixture] = []
    for type in types {
      for about in ["a", "b"] { fixtures.append(try await fixture(type, about, store)) }
    }
    let server = FHIRServer(
      store: store, configuration: FHIRServerConfiguration(origin: "http://127.0.0.1"),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { [fixtures] group in
      group.addTask { try await server.application(host: "127.0.0.1", port: 0) { port.yield($0) }.run() }
      var iterator = ports.makeAsyncIterator()
      try await body(
        MatrixClinic(store: store, port: #require(await iterator.next()), fixtures: fixtures))
      group.cancelAll()
    }
    await store.close()
  }

  /// What an actor sends to say who they are.
  static func authorization(of index: Int) -> String? {
    MatrixActor.all[index].authorization ?? "Bearer token-\(index)"
  }

  private static func people(_ store: ResourceStore) async throws {
    try await store.put([
      ["resourceType": "Patient", "id": "a"], ["resourceType": "Patient", "id": "b"],
      ["resourceType": "RelatedPerson", "id": "mum", "patient": ["reference": "Patient/a"]],
      team("a", ["Practitioner/lee", "Practitioner/joy"]), team("b", ["Practitioner/kim", "Practitioner/joy"]),
    ])
    let users: [(String, Principal.Role)] = [
      ("Patient/a", .patient), ("Patient/b", .patient), ("RelatedPerson/mum", .proxy),
      ("Practitioner/lee", .practitioner), ("Practitioner/kim", .practitioner), ("Practitioner/joy", .practitioner),
      ("Person/audit", .auditor), ("Device/robot", .service), ("Device/admin", .system), ("Patient/gone", .patient),
    ]
    for (user, role) in users { try await store.addUser(user, name: user, role: role) }
    for (index, actor) in MatrixActor.all.enumerated() where actor.kind != .nobody {
      try await store.addToken(
        "token-\(index)", for: actor.user, expires: SystemClock.now.adding(seconds: 3600),
        scopes: actor.scope.map { Scopes($0) }, patient: actor.patient, client: "matrix")
    }
    try await store.addToken("expired", for: "Patient/a", expires: SystemClock.now.adding(seconds: -1))
    try await store.addToken("revoked", for: "Patient/a", expires: nil)
    try await store.revokeToken("revoked")
    try await store.addToken("disabled", for: "Patient/gone", expires: nil)
    try await store.setUser("Patient/gone", disabled: true)
  }

  private static func team(_ patient: String, _ members: [String]) -> JSON {
    [
      "resourceType": "CareTeam", "id": .string("team-" + patient), "status": "active",
      "subject": ["reference": .string("Patient/" + patient)],
      "participant": .array(members.map { ["member": ["reference": .string($0)]] }),
    ]
  }

  private static func fixture(_ type: String, _ about: String, _ store: ResourceStore) async throws -> MatrixFixture {
    var fixture = MatrixFixture(type, about: about)
    if type == "AuditEvent" {
      try await store.audit.record([
        .login(.login, by: AuditAgent(user: "Patient/" + about), status: 200, at: SystemClock.now)
      ])
      fixture.stored = try #require(try await store.auditEvents(AuditFilter()).last)
      fixture.id = fixture.stored["id"]?.string ?? ""
      fixture.victim = fixture.id
      return fixture
    }
    let owner = try #require(try await store.principal(forUser: "Patient/" + about))
    for id in [fixture.id, fixture.victim] { try await put(fixture, id, as: owner, store) }
    fixture.stored = try #require(try await store.resource(type, fixture.id, as: .system)).json()
    return fixture
  }

  private static func put(
    _ fixture: MatrixFixture, _ id: String, as owner: Principal, _ store: ResourceStore
  ) async throws {
    let resource = fixture.created(by: owner.reference, id: id)
    if fixture.type == "Binary" {
      let upload = try store.binaries.upload()
      try upload.append(Array("secret".utf8))
      let finished = try await upload.finish()
      _ = try await store.write(as: owner) { writer in
        var resource = resource
        resource["contentType"] = "text/plain"
        resource["securityContext"] = ["reference": .string("Patient/" + fixture.about)]
        try store.binaries.keep(finished, id: id, version: 1)
        return try writer.insert(resource, type: fixture.type, id: id)
      }
      return
    }
    guard fixture.type != "Patient" || id != fixture.id else { return }
    _ = try await store.write(as: owner) { try $0.insert(resource, type: fixture.type, id: id) }
  }
}
