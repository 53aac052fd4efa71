package import CareTeamCore

/// What became of putting a draft into the outbox.
package struct Enqueued: Sendable, Equatable {
  package var entry: OutboxEntry
  /// Whether the client id was there already with the same text; nothing was changed then.
  package var duplicate: Bool
}

/// A message to deliver, under a lease.
package struct OutboxJob: Sendable, Equatable {
  package var entry: OutboxEntry
  /// The text, exact.
  package var text: String
  /// When the user sent it.
  package var sentAt: Instant
  package var priority: Priority
  /// The conversation this message begins on the server; nil for a reply.
  package var newConversation: NewConversation?
  /// The conversation; without reference when it is new.
  package var conversation: Conversation
  package var recipients: [Participant]
  package var inReplyTo: MessageLink?
  package var attachments: [OutboxAttachment]
  /// Whether an earlier try may have reached the server, so that the client id is to be looked up first.
  package var mustLookUp: Bool
  /// When a create of it was last put on the wire; nil when never, or where the server itself keeps it from happening
  /// twice.
  package var postedAt: Instant?
}

/// A file of a message to deliver; its state says whether it is on the server.
package struct OutboxAttachment: Sendable, Equatable {
  package var attachment: Attachment
  /// Base64, as R4's `Attachment.hash` asks.
  package var sha1: String?
}
