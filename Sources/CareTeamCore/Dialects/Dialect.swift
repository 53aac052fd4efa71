/// How one kind of server keeps conversations: a value made of policies, so that a new server is a new value.
///
/// To add one, write a file beside this one and name the value in `all`; the conformance tests run over that list.
package struct Dialect: Sendable {
  /// The name in configuration and accounts.
  package var name: String
  /// Where a message says which conversation it belongs to: the first that holds.
  package var threading: [Threading]
  /// What is searched to bring a mailbox up to date, in this order.
  package var searches: [Search]
  /// How reading is told to the others.
  package var receipts: Receipts
  /// What a new conversation begins with.
  package var opening: Opening
  /// The status of a message that was sent (`Communication.status`).
  package var sentStatus: String
  /// Whether the server itself keeps a create from happening twice (`If-None-Exist`, FHIR R4 §3.1.0.8.1); one that is not
  /// known to do so is asked more thoroughly before a message is sent again.
  package var hasConditionalCreate: Bool

  /// Every dialect.
  package static let all: [Dialect] = [.careteam, .medplum, .generic, .communication]

  /// The dialect of this name.
  package init?(named name: String) {
    guard let dialect = Self.all.first(where: { $0.name == name }) else { return nil }
    self = dialect
  }

  /// The dialect that a CapabilityStatement speaks for (FHIR R4 §2.30).
  package init(speakingFor statement: JSON) {
    let resources = statement["rest"]?.array.flatMap { $0["resource"]?.array ?? [] } ?? []
    let types = Set(resources.compactMap { $0["type"]?.string })
    let communication = resources.first { $0["type"] == "Communication" }
    if statement["software"]?["name"]?.string?.lowercased() == "medplum" {
      self = .medplum
    } else if types.isSuperset(of: ["CommunicationRequest", "Communication", "Task"]) {
      self = communication?["conditionalCreate"] == true ? .careteam : .generic
    } else {
      self = types.contains("Communication") && !types.contains("CommunicationRequest") ? .communication : .generic
    }
  }

  init(
    name: String, searches: [Search], receipts: Receipts, opening: Opening, sentStatus: String = "completed",
    threading: [Threading] = Threading.allCases, hasConditionalCreate: Bool
  ) {
    self.name = name
    self.threading = threading
    self.searches = searches
    self.receipts = receipts
    self.opening = opening
    self.sentStatus = sentStatus
    self.hasConditionalCreate = hasConditionalCreate
  }

  /// Where a message says which conversation it belongs to, the surest first.
  package enum Threading: Sendable, CaseIterable {
    /// `basedOn` or `partOf` names a CommunicationRequest.
    case request
    /// `partOf` names the Communication that heads the conversation.
    case parentCommunication
    /// An extension has the thread's own id.
    case threadExtension
    /// `inResponseTo` names a message of it.
    case answered
    /// It has a topic of its own: it begins a conversation.
    case topic
    /// Nowhere: what the same people write to each other is one conversation.
    case participants
  }

  /// What a new conversation begins with.
  package enum Opening: Sendable {
    /// A CommunicationRequest with the first message in it.
    case request
    /// A Communication without content that heads the conversation, and then its messages.
    case header
    /// The first message itself.
    case message
  }

  /// One search of a synchronisation.
  package struct Search: Sendable {
    /// The resource type.
    package var type: String
    /// The parameter that narrows it to a patient's login.
    package var patientParameter: String
    /// Whether a server that does not know the type is no failure.
    package var isOptional: Bool

    init(_ type: String, patient: String, optional: Bool = false) {
      self.type = type
      patientParameter = patient
      isOptional = optional
    }
  }

  /// How reading is told to the others.
  package enum Receipts: Sendable {
    /// One Task a participant, and `Communication.received` in a conversation of two.
    case tasks
    /// In a conversation of two the status of the message itself, which is completed by being read.
    case status
    /// Not at all: the state stays in this mailbox.
    case local
  }
}
