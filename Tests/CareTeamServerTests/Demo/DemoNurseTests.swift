import CareTeamCore
import Foundation
import Logging
import Testing

@testable import CareTeamServer

@Suite(.timeLimit(.minutes(1))) struct DemoNurseTests {
  private static let conversation = "a3c17f5e82d0946b"

  /// Runs a body in the filled clinic.
  private func inClinic(_ body: (ResourceStore) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "careteam-nurse-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResourceStore(directory: folder.path, base: "http://127.0.0.1/fhir")
    try await DemoClinic(now: SystemClock.now.adding(seconds: -3600)).fill(store)
    try await body(store)
    await store.close()
  }

  /// Runs the nurse until she has answered so many times, and returns her answers.
  private func answers(
    _ count: Int, in store: ResourceStore, while body: () async throws -> Void
  ) async throws -> [JSON] {
    let changes = store.changes.subscribe()
    let nurse = DemoNurse(store: store, delay: .milliseconds(50), logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await nurse.run() }
      try await body()
      var found: [JSON] = []
      for await change in changes
      where change.type == "Communication" && change.resource["sender"]?["reference"]?.string == DemoClinic.nurse {
        found.append(change.resource)
        if found.count == count { break }
      }
      group.cancelAll()
      return found
    }
  }

  private func message(_ id: String, from sender: String = "Patient/ada-lindqvist", in conversation: String) -> JSON {
    [
      "resourceType": "Communication", "id": .string(id), "status": "completed",
      "subject": ["reference": "Patient/ada-lindqvist"], "sender": ["reference": .string(sender)],
      "recipient": [["reference": "Practitioner/drlee"]],
      "basedOn": [["reference": .string("CommunicationRequest/\(conversation)")]],
      "payload": [["contentString": "Thank you, and good night."]],
    ]
  }

  @Test func `she answers the patient once, in the conversation, and has read the message`() async throws {
    try await inClinic { store in
      let answers = try await answers(1, in: store) {
        try await store.put(message("doctor", from: "Practitioner/drlee", in: Self.conversation))
        try await store.put(message("without-her", in: "e70d41c8935fa2b6"))
        try await store.put(message("m1", in: Self.conversation))
      }
      let answer = try #require(answers.first)
      #expect(answer["inResponseTo"]?[0]?["reference"] == "Communication/m1")
      #expect(answer["basedOn"]?[0]?["reference"]?.string == "CommunicationRequest/\(Self.conversation)")
      #expect(
        Set(answer["recipient"]?.array.compactMap { $0["reference"]?.string } ?? [])
          == ["Patient/ada-lindqvist", "Practitioner/drlee"])
      let receipt = DemoClinic.hexDigest("\(Self.conversation)/\(DemoClinic.nurse)", bytes: 8)
      let task = try await store.resource("Task", receipt, as: .system)?.json()
      #expect(task?["focus"]?["reference"] == "Communication/m1" && task?["status"] == "completed")
    }
  }

  @Test func `after a restart she answers what was missed, and nothing twice`() async throws {
    try await inClinic { store in
      let message = try await store.put(message("m1", in: Self.conversation)).json()
      for _ in 0..<2 { try await store.answer(message, in: Self.conversation, at: SystemClock.now) }
      let made = try await store.recentMessages(since: SystemClock.now.adding(seconds: -60)).filter {
        $0["inResponseTo"]?[0]?["reference"] == "Communication/m1"
      }
      #expect(made.count == 1)
      try await store.put(self.message("m2", in: "93a6e5d2107bc4f8"))
      let answers = try await answers(1, in: store) {}
      #expect(answers.first?["inResponseTo"]?[0]?["reference"] == "Communication/m2")
    }
  }

  @Test func `in a conversation of two her reading is said in the message too`() async throws {
    try await inClinic { store in
      var request = try #require(
        try await store.resource("CommunicationRequest", Self.conversation, as: .system)?.json())
      request["id"] = "pair"
      request["sender"] = ["reference": "Patient/ada-lindqvist"]
      request["recipient"] = [["reference": .string(DemoClinic.nurse)]]
      try await store.put(request)
      var message = message("m1", in: "pair")
      message["recipient"] = [["reference": .string(DemoClinic.nurse)]]
      try await store.answer(try await store.put(message).json(), in: "pair", at: SystemClock.now)
      let read = try await store.resource("Communication", "m1", as: .system)?.json()
      #expect(read?["received"]?.string != nil)
    }
  }
}
