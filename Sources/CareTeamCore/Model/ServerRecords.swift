/// A person or team as a server's resource names them.
package struct ServerPerson: Sendable, Hashable {
  /// The resource that stands for them.
  package var reference: Reference
  /// Their name, where the resource gives one.
  package var name: String?

  /// A person by reference and, where known, name.
  package init(reference: Reference, name: String?) {
    self.reference = reference
    self.name = name
  }
}

/// A conversation as a dialect read it from the server, before the mailbox adds handles, counts and read state.
package struct ServerConversation: Sendable, Equatable {
  package var reference: Reference
  /// `meta.versionId`.
  package var version: String?
  /// The identifier the writer's program gave it, a UUID in lower case.
  package var clientId: String?
  /// The status word of the resource.
  package var serverStatus: String?
  /// Whether it takes no more messages.
  package var isClosed: Bool
  package var priority: Priority
  package var type: MessageType
  package var category: [Coding]
  package var reason: String?
  /// The line that names it, where the resource itself has one.
  package var subject: String?
  package var medium: String?
  package var participants: [ServerPerson]
  package var patient: ServerPerson?
  package var createdAt: Instant?
  /// The resource as received, for `--fhir`.
  package var source: JSON

  /// A conversation as read; see the properties.
  package init(
    reference: Reference, version: String?, clientId: String?, serverStatus: String?, isClosed: Bool,
    priority: Priority, type: MessageType, category: [Coding], reason: String?, subject: String?, medium: String?,
    participants: [ServerPerson], patient: ServerPerson?, createdAt: Instant?, source: JSON
  ) {
    self.reference = reference
    self.version = version
    self.clientId = clientId
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
    self.createdAt = createdAt
    self.source = source
  }
}

/// A message as a dialect read it from the server.
package struct ServerMessage: Sendable, Equatable {
  package var reference: Reference
  /// `meta.versionId`.
  package var version: String?
  /// `meta.lastUpdated`, the second key of the order within a conversation.
  package var lastUpdated: Instant?
  /// The conversation's resource; it may arrive later than the message.
  package var conversation: Reference
  /// The identifier the writer's program gave it, a UUID in lower case.
  package var clientId: String?
  package var from: ServerPerson
  package var to: [ServerPerson]
  package var inReplyTo: Reference?
  package var text: String
  package var sentAt: Instant
  /// When the recipient had it (`Communication.received`).
  package var receivedAt: Instant?
  /// Whether the message itself says that its recipient has read it.
  package var isRead: Bool
  /// Whether its writer took it back (`entered-in-error`).
  package var isRetracted: Bool
  package var priority: Priority
  package var attachments: [ServerAttachment]
  /// The resource as received, for `--fhir`.
  package var source: JSON

  /// A message as read; see the properties.
  package init(
    reference: Reference, version: String?, lastUpdated: Instant?, conversation: Reference, clientId: String?,
    from: ServerPerson, to: [ServerPerson], inReplyTo: Reference?, text: String, sentAt: Instant,
    receivedAt: Instant?, isRead: Bool = false, isRetracted: Bool, priority: Priority, attachments: [ServerAttachment],
    source: JSON
  ) {
    self.reference = reference
    self.version = version
    self.lastUpdated = lastUpdated
    self.conversation = conversation
    self.clientId = clientId
    self.from = from
    self.to = to
    self.inReplyTo = inReplyTo
    self.text = text
    self.sentAt = sentAt
    self.receivedAt = receivedAt
    self.isRead = isRead
    self.isRetracted = isRetracted
    self.priority = priority
    self.attachments = attachments
    self.source = source
  }
}

/// A file of a message as a dialect read it.
package struct ServerAttachment: Sendable, Hashable {
  /// Where the server keeps it, as written: `Binary/9`, or a URL.
  package var url: String?
  package var filename: String?
  package var contentType: String?
  /// Bytes.
  package var size: Int64?
  /// Hexadecimal.
  package var sha256: String?

  /// A file of a message.
  package init(url: String?, filename: String?, contentType: String?, size: Int64?, sha256: String?) {
    self.url = url
    self.filename = filename
    self.contentType = contentType
    self.size = size
    self.sha256 = sha256
  }
}

/// How far one participant has come in a conversation, as a dialect read it.
package struct ServerReceipt: Sendable, Equatable {
  /// The Task that says so.
  package var reference: Reference
  /// `meta.versionId`.
  package var version: String?
  package var conversation: Reference
  /// Whose progress it is.
  package var owner: Reference
  /// The last message they have read; nil for none.
  package var readThrough: Reference?
  /// The last message their program has.
  package var deliveredThrough: Reference?
  /// Messages after `readThrough` that they have read all the same.
  package var readAlso: [Reference]
  /// When this was said.
  package var at: Instant?

  /// A participant's progress.
  package init(
    reference: Reference, version: String?, conversation: Reference, owner: Reference, readThrough: Reference?,
    deliveredThrough: Reference?, readAlso: [Reference] = [], at: Instant?
  ) {
    self.reference = reference
    self.version = version
    self.conversation = conversation
    self.owner = owner
    self.readThrough = readThrough
    self.deliveredThrough = deliveredThrough
    self.readAlso = readAlso
    self.at = at
  }
}

/// What one page from a server held.
package struct ServerBatch: Sendable, Equatable {
  package var conversations: [ServerConversation] = []
  package var messages: [ServerMessage] = []
  package var receipts: [ServerReceipt] = []
  /// People that resources of the directory name.
  package var people: [ServerPerson] = []
  /// Resources left out since they are about a patient that is not the login's.
  package var foreign: Int = 0
  /// Resources left out since careteam could not make sense of them, each with why.
  package var unreadable: [Unreadable] = []

  /// An empty batch.
  package init() {}
}
