/// A message of the user's, with all that its resource needs.
package struct Outgoing: Sendable, Equatable {
  /// The identifier that makes it one message however often it is sent, a UUID in lower case.
  package var clientId: String
  /// The conversation on the server; nil begins one.
  package var conversation: Reference?
  /// What the new conversation is, where there is no `conversation`.
  package var opening: NewConversation?
  package var sender: Participant
  package var recipients: [Participant]
  /// Whom it is about.
  package var patient: Participant?
  package var inReplyTo: Reference?
  package var text: String
  package var sentAt: Instant
  /// The files, each with where the server keeps it.
  package var attachments: [(file: DraftAttachment, url: String)]

  /// A message to send; see the properties.
  package init(
    clientId: String, conversation: Reference?, opening: NewConversation?, sender: Participant,
    recipients: [Participant], patient: Participant?, inReplyTo: Reference?, text: String, sentAt: Instant,
    attachments: [(file: DraftAttachment, url: String)]
  ) {
    self.clientId = clientId
    self.conversation = conversation
    self.opening = opening
    self.sender = sender
    self.recipients = recipients
    self.patient = patient
    self.inReplyTo = inReplyTo
    self.text = text
    self.sentAt = sentAt
    self.attachments = attachments
  }

  package static func == (left: Outgoing, right: Outgoing) -> Bool {
    left.clientId == right.clientId && left.text == right.text && left.conversation == right.conversation
  }

  /// The resource type it becomes.
  package var resourceType: String { conversation == nil ? "CommunicationRequest" : "Communication" }
  /// `identifier` as a search value.
  package var identifier: String { "urn:ietf:rfc:3986|urn:uuid:\(clientId)" }
}
