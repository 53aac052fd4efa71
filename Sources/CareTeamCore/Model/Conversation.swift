/// A conversation with the care team, as the list shows it.
package struct Conversation: Sendable, Equatable {
  /// The conversation's handle.
  package var handle: Handle
  /// Its resource on the server; nil while it is only in the outbox.
  package var reference: Reference?
  /// The badge.
  package var status: ConversationStatus
  /// The status word of the server's resource.
  package var serverStatus: String?
  /// Whether the server takes no more messages for it.
  package var isClosed: Bool
  /// Its priority.
  package var priority: Priority
  /// What it is about.
  package var type: MessageType
  /// The server's own codings of that.
  package var category: [Coding]
  /// Why the care team writes, as the server says.
  package var reason: String?
  /// The line that names it: the reason's text, else the first line of the first message.
  package var subject: String?
  /// How the provider prefers to communicate.
  package var medium: String?
  /// Who takes part.
  package var participants: [Participant]
  /// Whom it is about.
  package var patient: Participant?
  /// How many received messages the user has not read.
  package var unreadCount: Int
  /// How many messages there are, with those in the outbox.
  package var messageCount: Int
  /// How many files there are.
  package var attachmentCount: Int
  /// Who owes an answer.
  package var waitingOn: WaitingOn?
  /// The newest message.
  package var lastMessage: MessagePreview?
  /// When it began.
  package var createdAt: Instant?
  /// Its newest activity, which orders the list.
  package var updatedAt: Instant

  /// A conversation; see the properties.
  package init(
    handle: Handle, reference: Reference?, status: ConversationStatus, serverStatus: String?, isClosed: Bool,
    priority: Priority, type: MessageType, category: [Coding], reason: String?, subject: String?, medium: String?,
    participants: [Participant], patient: Participant?, unreadCount: Int, messageCount: Int, attachmentCount: Int,
    waitingOn: WaitingOn?, lastMessage: MessagePreview?, createdAt: Instant?, updatedAt: Instant
  ) {
    self.handle = handle
    self.reference = reference
    self.status = status
    self.serverStatus = serverStatus
    self.isClosed = isClosed
    self.priority = priority
    self.type = type
    self.category = category
    self.reason = reason
    self.subject = subject
    self.medium = medium
    self.participants = participants
    self.patient = patient
    self.unreadCount = unreadCount
    self.messageCount = messageCount
    self.attachmentCount = attachmentCount
    self.waitingOn = waitingOn
    self.lastMessage = lastMessage
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// The conversation's handle and resource.
  package var link: ConversationLink { ConversationLink(handle: handle, reference: reference) }

  /// Those who take part but for the account's user.
  package var others: [Participant] { participants.filter { !$0.isSelf } }
}

/// A code of a terminology (FHIR R4 §2.24.0.5 Coding).
package struct Coding: Sendable, Hashable {
  package var system: String?
  package var code: String?
  package var display: String?

  /// A code, its system and its words.
  package init(system: String?, code: String?, display: String?) {
    self.system = system
    self.code = code
    self.display = display
  }
}

/// Who owes an answer in a conversation, and since when.
package struct WaitingOn: Sendable, Equatable {
  /// The side that owes it.
  package enum Who: String, Sendable, CaseIterable {
    case me
    case careTeam
  }

  /// The side that owes it.
  package var who: Who
  /// When the message that asks for it was sent.
  package var since: Instant

  /// A debt of an answer.
  package init(who: Who, since: Instant) {
    self.who = who
    self.since = since
  }
}

/// The newest message in a few words.
package struct MessagePreview: Sendable, Equatable {
  package var handle: Handle
  package var reference: Reference?
  package var direction: Direction
  package var from: Participant
  package var sentAt: Instant
  /// The text's first 120 characters on one line.
  package var preview: String

  /// The newest message in a few words.
  package init(
    handle: Handle, reference: Reference?, direction: Direction, from: Participant, sentAt: Instant, preview: String
  ) {
    self.handle = handle
    self.reference = reference
    self.direction = direction
    self.from = from
    self.sentAt = sentAt
    self.preview = preview
  }
}
