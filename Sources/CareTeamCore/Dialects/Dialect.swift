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
  /// Whether the server itself keeps a create from happening twice (`If-None-Exist`, FHIR R4 §3.1.0.8.1); one that is not
  /// known to do so is asked more thoroughly before a message is sent again.
  package var hasConditionalCreate: Bool

  /// Every dialect.
  package static let all: [Dialect] = [.careteam, .generic]

  /// The dialect of this name.
  package init?(named name: String) {
    guard let dialect = Self.all.first(where: { $0.name == name }) else { return nil }
    self = dialect
  }

  init(name: String, threading: [Threading], searches: [Search], receipts: Receipts, hasConditionalCreate: Bool) {
    self.name = name
    self.threading = threading
    self.searches = searches
    self.receipts = receipts
    self.hasConditionalCreate = hasConditionalCreate
  }

  /// Where a message says which conversation it belongs to.
  package enum Threading: Sendable {
    /// `basedOn` or `partOf` names a CommunicationRequest.
    case request
    /// `partOf` names the Communication that heads the conversation.
    case parentCommunication
    /// `inResponseTo` names the message that began it.
    case answered
    /// Nowhere: each message is a conversation of its own.
    case alone
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
    /// Not at all: the state stays in this mailbox.
    case local
  }
}
