/// One message of a conversation, as the account's user sees it.
package struct Message: Sendable, Equatable {
  /// The message's handle.
  package var handle: Handle
  /// Its resource on the server; nil while it is only in the outbox.
  package var reference: Reference?
  /// The identifier its writer's program gave it, a UUID.
  package var clientId: String?
  /// The conversation it belongs to.
  package var conversation: ConversationLink
  /// Whether it came in or goes out.
  package var direction: Direction
  /// Who wrote it.
  package var from: Participant
  /// Whom it is for.
  package var to: [Participant]
  /// The message it answers, where that is known.
  package var inReplyTo: MessageLink?
  /// Its text, exact; several text payloads are joined by a blank line.
  package var text: String
  /// When it was sent.
  package var sentAt: Instant
  /// When a recipient had it, as the server says.
  package var receivedAt: Instant?
  /// Whether the account's user has read it; one's own are.
  package var isRead: Bool
  /// When it was read: by the account's user, or by a recipient for one's own.
  package var readAt: Instant?
  /// Its priority.
  package var priority: Priority
  /// How far it has come.
  package var delivery: Delivery
  /// Its files.
  package var attachments: [Attachment]

  /// A message; see the properties.
  package init(
    handle: Handle, reference: Reference?, clientId: String?, conversation: ConversationLink, direction: Direction,
    from: Participant, to: [Participant], inReplyTo: MessageLink?, text: String, sentAt: Instant,
    receivedAt: Instant?, isRead: Bool, readAt: Instant?, priority: Priority, delivery: Delivery,
    attachments: [Attachment]
  ) {
    self.handle = handle
    self.reference = reference
    self.clientId = clientId
    self.conversation = conversation
    self.direction = direction
    self.from = from
    self.to = to
    self.inReplyTo = inReplyTo
    self.text = text
    self.sentAt = sentAt
    self.receivedAt = receivedAt
    self.isRead = isRead
    self.readAt = readAt
    self.priority = priority
    self.delivery = delivery
    self.attachments = attachments
  }
}

/// Which conversation, by handle and, once the server has it, id.
package struct ConversationLink: Sendable, Hashable {
  /// The conversation's handle.
  package var handle: Handle
  /// Its resource on the server.
  package var reference: Reference?

  /// A link to a conversation.
  package init(handle: Handle, reference: Reference?) {
    self.handle = handle
    self.reference = reference
  }
}

/// Which message, by handle and, once the server has it, id.
package struct MessageLink: Sendable, Hashable {
  /// The message's handle.
  package var handle: Handle
  /// Its resource on the server.
  package var reference: Reference?

  /// A link to a message.
  package init(handle: Handle, reference: Reference?) {
    self.handle = handle
    self.reference = reference
  }
}
