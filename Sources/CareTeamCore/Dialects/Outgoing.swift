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
  /// The extension by which the conversation's messages name their thread.
  package var threadExtension: JSON?
  /// The files, each with where its bytes are.
  package var attachments: [(file: DraftAttachment, content: SentContent)]

  /// A message to send; see the properties.
  package init(
    clientId: String, conversation: Reference?, opening: NewConversation?, sender: Participant,
    recipients: [Participant], patient: Participant?, inReplyTo: Reference?, text: String, sentAt: Instant,
    threadExtension: JSON? = nil, attachments: [(file: DraftAttachment, content: SentContent)]
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
    self.threadExtension = threadExtension
    self.attachments = attachments
  }

  package static func == (left: Outgoing, right: Outgoing) -> Bool {
    left.clientId == right.clientId && left.text == right.text && left.conversation == right.conversation
  }

  /// `identifier` as a search value.
  package var identifier: String { "urn:ietf:rfc:3986|urn:uuid:\(clientId)" }
}

/// Where the bytes of a sent file are.
package enum SentContent: Sendable, Equatable {
  /// On the server, as the message will name it.
  case url(String)
  /// In the message itself, as base64.
  case data(String)
}
