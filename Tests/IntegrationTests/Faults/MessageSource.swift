import CareTeamCore
import Foundation
import Testing

/// A practitioner who writes message after message into open conversations, straight to the server, each until the
/// server says that it has it.
struct MessageSource: Sendable {
  /// The conversations of the practitioner with the patient, as the server and the patient's mailbox name them.
  static let conversations = [
    (id: "e70d41c8935fa2b6", handle: "c5"), (id: "4be07a91c2f86d35", handle: "c1"),
    (id: "a3c17f5e82d0946b", handle: "c12"),
  ]

  let client: FHIRClient

  init(_ clinic: Clinic) { client = FHIRClient(clinic, as: .practitioner) }

  /// The text of a message, and which conversation it is in: in turn.
  static func text(_ number: Int) -> String { "news \(number)" }

  /// The texts of a conversation, in order.
  static func texts(in handle: String, of count: Int) -> [String] {
    (0..<count).filter { conversations[$0 % conversations.count].handle == handle }.map(text)
  }

  /// Writes messages one after the other.
  func write(_ numbers: Range<Int>) async throws {
    for number in numbers { try await write(number) }
  }

  /// Writes one message; a server that is away is waited for.
  private func write(_ number: Int) async throws {
    let identifier = "urn:uuid:\(UUID().uuidString.lowercased())"
    let message = Self.message(number, identifier: identifier)
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
      let answer = try? await client.send(
        "POST", "Communication", message,
        headers: ["If-None-Exist": "identifier=urn:ietf:rfc:3986|\(identifier)"])
      if let answer, [200, 201].contains(answer.status) { return }
      if let answer { try #require(answer.status >= 500, "\(answer)") }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the server did not take message \(number)")
  }

  private static func message(_ number: Int, identifier: String) -> JSON {
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let conversation: JSON = [
      ["reference": .string("CommunicationRequest/\(conversations[number % conversations.count].id)")]
    ]
    return [
      "resourceType": "Communication", "status": "completed", "basedOn": conversation, "partOf": conversation,
      "identifier": [["system": "urn:ietf:rfc:3986", "value": .string(identifier)]],
      "subject": ["reference": "Patient/ada-lindqvist"], "sender": ["reference": "Practitioner/drlee"],
      "recipient": [["reference": "Patient/ada-lindqvist"]], "sent": .string(format.string(from: Date())),
      "payload": [["contentString": .string(text(number))]],
    ]
  }
}
