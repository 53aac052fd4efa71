package import CareTeamCore
import Crypto

/// The sample clinic as FHIR resources, the same for the same moment.
package struct DemoClinic: Sendable {
  /// A file and the Binary it becomes.
  package struct Attachment: Sendable {
    /// The Binary's id.
    package var id: String
    package var contentType: String
    package var bytes: [UInt8]
    /// The conversation whose participants may read it.
    package var securityContext: String
  }

  /// The users of the clinic with a standing token each, by the name of their token in the ready file.
  package static let users: [(token: String, name: String, reference: String)] = [
    ("patient", "ada", "Patient/ada-lindqvist"),
    ("practitioner", "drlee", "Practitioner/drlee"),
    ("otherPatient", "yusuf", "Patient/yusuf-haddad"),
  ]

  /// What each of them types as a password, with the name above: everybody may know it.
  package static let password = "sample-clinic"

  /// The clinician who answers by herself.
  package static let nurse = "Practitioner/nurse-martinez"

  /// When the clinic is filled: its conversations lie in the weeks before.
  let now: Instant
  let stories: [DemoStory]

  /// The clinic as seen at this moment.
  package init(now: Instant) throws(DemoStoryError) {
    self.now = now
    var stories: [DemoStory] = []
    for text in DemoStories.all { stories += try DemoStoryParser.stories(in: text) }
    self.stories = stories
  }

  /// Every resource but the Binaries, each before those that refer to it.
  package func resources() throws(DemoStoryError) -> [JSON] {
    var resources = DemoPerson.all.map(\.resource) + careTeams
    for story in stories {
      let thread = try DemoThread(story: story, now: now)
      resources += thread.messages + thread.receipts
    }
    return resources
  }

  /// The files attached to messages.
  package func attachments() -> [Attachment] {
    stories.flatMap { story in
      story.messages.flatMap(\.files).compactMap { name in
        DemoFile.named(name).map { file in
          Attachment(
            id: Self.binaryID(story: story.id, file: name), contentType: file.contentType, bytes: file.bytes,
            securityContext: "CommunicationRequest/\(story.id)")
        }
      }
    }
  }

  private var careTeams: [JSON] {
    DemoPerson.patients.map { patient in
      let members = DemoPerson.clinicians.filter { person in
        patient.key == "ada" || ["drlee", "nurse", "pharmacist", "frontdesk"].contains(person.key)
      }
      return [
        "resourceType": "CareTeam", "id": .string("care-team-\(patient.key)"), "status": "active",
        "name": .string("Care team of \(patient.name)"), "subject": patient.asReference,
        "participant": .array(
          members.map { ["role": [["text": .string($0.role)]], "member": $0.asReference] }),
      ]
    }
  }

  /// The id of an attached file's Binary.
  static func binaryID(story: String, file: String) -> String { hexDigest("\(story)/\(file)", bytes: 8) }

  /// The first bytes of a text's SHA-256, in hex: ids that look like a server's, and stay the same.
  static func hexDigest(_ text: String, bytes: Int) -> String {
    SHA256.hash(data: Array(text.utf8)).prefix(bytes).map { pad(hex: $0) }.joined()
  }

  /// A UUID that is always the same for a text (RFC 9562 §5.8, version 8).
  static func uuid(_ text: String) -> String {
    var bytes = Array(SHA256.hash(data: Array(text.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { pad(hex: $0) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
  }

  private static func pad(hex byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
