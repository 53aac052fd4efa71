import CareTeamCore

extension OutputSchema {
  static let digest = OutputSchema(
    "careteam.digest/1", "What is new in one mailbox or several",
    members: [
      "detail": .words(of: DigestDetail.self), "at": .time, "newMessages": .count, "urgent": .count, "unread": .count,
      "failed": .count, "accounts": .list(of: accountShape), "mail": mailShape.orNull,
    ], columns: [])

  private static let mailShape = Shape.object(["messageId": .name, "to": .list(of: .name)])

  private static let accountShape = Shape.object([
    "account": .name, "syncedAt": .time.orNull, "stale": .flag, "from": .name, "cursor": .name,
    "newMessages": .count, "conversations": .count, "urgent": .count, "unread": .count, "failed": .count,
    "gap": .flag, "unreadCount": .count, "waitingOnMe": waitingShape, "waitingOnCareTeam": waitingShape,
    "items": .list(of: conversationShape),
  ])

  private static let conversationShape = Shape.object([
    "handle": .handle(.conversation), "id": .name.orNull, "subject": .text.orNull,
    "type": .words(of: MessageType.self), "priority": .words(of: Priority.self), "from": .list(of: .participant),
    "newMessages": .count, "unread": .count, "updatedAt": .time, "messages": .list(of: .message),
  ])

  private static let waitingShape = Shape.object([
    "conversations": .count, "longestBusinessDays": .count, "late": .count, "dueToday": .count,
    "items": .list(
      of: .object([
        "handle": .handle(.conversation), "id": .name.orNull, "subject": .text.orNull, "since": .time,
        "businessDays": .count, "dueOn": .text(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$").orNull, "late": .flag,
      ])),
  ])
}
