import CareTeamCore
import Foundation
import Hummingbird
import Logging
import Testing

@testable import CareTeamServer

/// A small clinic on a real port: two patients, who share a doctor.
struct LiveFixture: Sendable {
  let store: ResourceStore
  let port: Int

  static func run(
    timing: LiveTiming = LiveTiming(), _ body: @escaping @Sendable (LiveFixture) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "careteam-live-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResourceStore(directory: folder.path, base: "http://127.0.0.1/fhir")
    try await populate(store)
    let server = FHIRServer(
      store: store, configuration: FHIRServerConfiguration(origin: "http://127.0.0.1"),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, timing: timing)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.application(host: "127.0.0.1", port: 0) { port.yield($0) }.run() }
      let changes = store.changes.subscribe()
      group.addTask { await server.notify(changes) }
      var iterator = ports.makeAsyncIterator()
      try await body(LiveFixture(store: store, port: #require(await iterator.next())))
      group.cancelAll()
    }
    await store.close()
  }

  private static func populate(_ store: ResourceStore) async throws {
    for name in ["ada", "yusuf"] {
      try await store.put([
        "resourceType": "Patient", "id": .string(name), "generalPractitioner": [["reference": "Practitioner/lee"]],
      ])
      try await store.addUser("Patient/\(name)", name: name, role: .patient)
      try await store.addToken("token-\(name)", for: "Patient/\(name)", expires: nil)
    }
    try await store.addUser("Practitioner/lee", name: "Lee", role: .practitioner)
    try await store.addToken("token-lee", for: "Practitioner/lee", expires: nil)
  }

  /// Stores a subscription of a user's.
  func subscribe(_ id: String, _ user: String, criteria: String, end: String? = nil) async throws {
    let principal = try #require(try await store.principal(forUser: user))
    var resource: JSON = [
      "resourceType": "Subscription", "status": "active", "reason": "test", "criteria": .string(criteria),
      "channel": ["type": "websocket"],
    ]
    resource["end"] = end.map { .string($0) }
    let subscription = resource
    _ = try await store.write(as: principal) { try $0.insert(subscription, type: "Subscription", id: id) }
  }

  /// A task about Ada.
  static let task: JSON = [
    "resourceType": "Task", "id": "t", "status": "requested", "intent": "order", "for": ["reference": "Patient/ada"],
  ]

  /// Stores a message about a patient.
  func message(_ id: String, about patient: String, status: String = "completed") async throws {
    try await store.put([
      "resourceType": "Communication", "id": .string(id), "status": .string(status),
      "subject": ["reference": .string("Patient/\(patient)")], "sender": ["reference": "Practitioner/lee"],
      "recipient": [["reference": .string("Patient/\(patient)")]], "payload": [["contentString": "Hello"]],
    ])
  }
}
