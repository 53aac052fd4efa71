/// A text on its way to being a message: kept from the first moment, whatever becomes of it.
package struct Draft: Sendable, Equatable {
  /// Where it is to go.
  package enum Target: Sendable, Equatable {
    /// Into a conversation.
    case reply(to: Handle)
    /// Into a new one.
    case conversation(NewConversation)
  }

  /// Its handle once it is stored.
  package var handle: Handle?
  /// Where it is to go.
  package var target: Target
  /// The text, exact.
  package var text: String
  /// The files to go with it.
  package var attachments: [DraftAttachment]
  /// The message it answers.
  package var inReplyTo: Handle?
  /// The message's identifier, a UUID in lower case: the same one again is the same message.
  package var clientId: String
  /// When it was last changed.
  package var updatedAt: Instant

  /// A draft.
  package init(
    handle: Handle? = nil, target: Target, text: String, attachments: [DraftAttachment] = [], inReplyTo: Handle? = nil,
    clientId: String, updatedAt: Instant
  ) {
    self.handle = handle
    self.target = target
    self.text = text
    self.attachments = attachments
    self.inReplyTo = inReplyTo
    self.clientId = clientId
    self.updatedAt = updatedAt
  }
}

/// What a conversation that the user begins is.
package struct NewConversation: Sendable, Equatable {
  package var recipients: [Participant]
  package var patient: Participant
  package var subject: String
  package var type: MessageType
  package var priority: Priority

  /// A conversation to begin.
  package init(
    recipients: [Participant], patient: Participant, subject: String, type: MessageType, priority: Priority
  ) {
    self.recipients = recipients
    self.patient = patient
    self.subject = subject
    self.type = type
    self.priority = priority
  }
}

/// A file to go with a message.
package struct DraftAttachment: Sendable, Equatable {
  /// The absolute path of the bytes to send.
  package var path: String
  /// The name recipients see.
  package var filename: String
  package var contentType: String
  /// Bytes.
  package var size: Int64
  /// Hexadecimal.
  package var sha256: String
  /// Base64, as R4's `Attachment.hash` asks.
  package var sha1: String

  /// A file to go with a message.
  package init(path: String, filename: String, contentType: String, size: Int64, sha256: String, sha1: String) {
    self.path = path
    self.filename = filename
    self.contentType = contentType
    self.size = size
    self.sha256 = sha256
    self.sha1 = sha1
  }
}
