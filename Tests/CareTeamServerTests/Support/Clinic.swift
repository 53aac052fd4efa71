import CareTeamCore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

@testable import CareTeamServer

/// A server in process with two patients, a proxy, a practitioner of the first patient only, a stranger and an auditor.
final class Clinic: Sendable {
  let store: ResourceStore
  let responder: FHIRResponder
  let directory: String

  static let origin = "http://127.0.0.1:1"
  static let base = origin + "/fhir"

  init(
    _ change: (inout FHIRServerConfiguration) -> Void = { _ in },
    clock: @escaping @Sendable () -> Instant = { SystemClock.now }
  ) async throws {
    directory = NSTemporaryDirectory() + "careteam-server-" + UUID().uuidString
    store = try ResourceStore(directory: directory, base: Self.base, clock: clock)
    var configuration = FHIRServerConfiguration(origin: Self.origin)
    configuration.clock = clock
    change(&configuration)
    responder = FHIRResponder(store: store, configuration: configuration)
    try await fill()
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private func fill() async throws {
    try await store.put([
      [
        "resourceType": "Patient", "id": "a",
        "name": [["text": "Ada Ångström", "family": "Ångström", "given": ["Ada"]]],
      ],
      ["resourceType": "Patient", "id": "b", "name": [["family": "Berg"]]],
      ["resourceType": "Practitioner", "id": "lee", "name": [["family": "Lee"]]],
      ["resourceType": "Practitioner", "id": "kim", "name": [["family": "Kim"]]],
      ["resourceType": "RelatedPerson", "id": "mum", "patient": ["reference": "Patient/a"]],
      team("a", members: ["Practitioner/lee"]), team("b", members: ["Practitioner/kim"]),
    ])
    let users: [(String, Principal.Role)] = [
      ("Patient/a", .patient), ("Patient/b", .patient), ("Practitioner/lee", .practitioner),
      ("Practitioner/kim", .practitioner), ("RelatedPerson/mum", .proxy), ("Device/auditor", .auditor),
      ("Device/admin", .system),
    ]
    for (reference, role) in users {
      try await store.addUser(reference, name: "Name of \(reference)", role: role)
      try await store.addToken("token-" + reference, for: reference, expires: nil)
    }
  }

  private func team(_ patient: String, members: [String]) -> JSON {
    [
      "resourceType": "CareTeam", "id": .string("team-" + patient), "status": "active",
      "subject": ["reference": .string("Patient/" + patient)],
      "participant": .array(members.map { ["member": ["reference": .string($0)]] }),
    ]
  }

  /// Sends a request as a user; `path` is below the FHIR base unless it begins with a slash.
  func send(
    _ method: String, _ path: String, as user: String? = "Patient/a", headers: [String: String] = [:],
    body: [UInt8] = []
  ) async throws -> Reply {
    try await send(method, path, as: user, headers: headers, stream: RequestBody(buffer: ByteBuffer(bytes: body)))
  }

  func send(
    _ method: String, _ path: String, as user: String?, headers: [String: String], stream: RequestBody
  ) async throws -> Reply {
    let target = path.hasPrefix("/") ? path : "/fhir/" + path
    var head = HTTPTypes.HTTPRequest(
      method: .init(rawValue: method) ?? .get, scheme: "http", authority: "127.0.0.1:1", path: target)
    if let user { head.headerFields[.authorization] = "Bearer token-" + user }
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { head.headerFields[name] = value }
    }
    return try await Reply(await responder.respond(to: Request(head: head, body: stream)))
  }

  /// Sends a resource.
  func send(
    _ method: String, _ path: String, _ resource: JSON, as user: String = "Patient/a", headers: [String: String] = [:]
  ) async throws -> Reply {
    let fields = ["Content-Type": "application/fhir+json"].merging(headers) { $1 }
    return try await send(method, path, as: user, headers: fields, body: resource.bytes())
  }

  /// Sends a JSON Patch.
  func patch(_ path: String, _ patch: JSON, as user: String = "Patient/a") async throws -> Reply {
    try await send("PATCH", path, patch, as: user, headers: ["Content-Type": "application/json-patch+json"])
  }

  /// The ids a search finds.
  func ids(_ search: String, as user: String = "Patient/a") async throws -> [String] {
    try await send("GET", search, as: user).ids
  }
}
