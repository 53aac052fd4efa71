import CareTeamCore

extension Shape {
  /// A conversation in a list.
  static let conversation = object(conversationMembers).named("conversation")

  /// A conversation with its messages.
  static let conversationRead = object(conversationMembers + [("messages", list(of: message))])
    .named("conversationRead")

  private static let conversationMembers: [(key: String, value: Shape)] = [
    ("handle", handle(.conversation)), ("id", name.orNull), ("reference", name.orNull),
    ("status", words(of: ConversationStatus.self)), ("serverStatus", text.orNull),
    ("priority", words(of: Priority.self)), ("type", words(of: MessageType.self)),
    ("category", list(of: coding)), ("reason", text.orNull), ("subject", text.orNull), ("medium", text.orNull),
    ("participants", list(of: participant)), ("patient", participant.orNull),
    ("unreadCount", count), ("messageCount", count), ("attachmentCount", count),
    ("waitingOn", object(["who": words(of: WaitingOn.Who.self), "since": time]).orNull),
    ("lastMessage", lastMessage.orNull), ("createdAt", time.orNull), ("updatedAt", time),
  ]

  /// A code of the server.
  static let coding = object(["system": text.orNull, "code": text.orNull, "display": text.orNull]).named("coding")

  /// Someone who takes part in a conversation.
  static let participant = object([
    "id": name, "reference": name, "name": text, "role": words(of: Participant.Role.self), "self": flag,
  ]).named("participant")

  private static let lastMessage = object([
    "handle": handle(.message), "id": name.orNull, "direction": words(of: Direction.self), "from": participant,
    "sentAt": time, "preview": text,
  ])
}
