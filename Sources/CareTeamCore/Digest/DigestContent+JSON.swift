extension DigestContent {
  /// The members of `careteam.digest/1` but for the mail's (careteam-json(5)).
  package var members: [(String, JSON)] {
    [
      ("detail", .string(detail.rawValue)), ("at", .string(at.rfc3339)), ("newMessages", JSON(newMessages)),
      ("urgent", JSON(urgent)), ("unread", JSON(unread)), ("failed", JSON(failed)),
      ("accounts", .array(accounts.map { $0.json(detail) })),
    ]
  }
}

extension DigestAccount {
  fileprivate func json(_ detail: DigestDetail) -> JSON {
    [
      "account": .string(name), "syncedAt": JSON(syncedAt?.rfc3339), "stale": .bool(isStale),
      "from": .string(from.description), "cursor": .string(through.description), "newMessages": JSON(newMessages),
      "conversations": JSON(conversationCount), "urgent": JSON(urgent), "unread": JSON(unread),
      "failed": JSON(failed), "gap": .bool(hasGap), "unreadCount": JSON(unreadCount), "waitingOnMe": waitingOnMe.json,
      "waitingOnCareTeam": waitingOnCareTeam.json, "items": .array(conversations.map(\.json)),
    ]
  }
}

extension DigestConversation {
  fileprivate var json: JSON {
    [
      "handle": .string(conversation.handle.description), "id": JSON(conversation.reference?.id),
      "subject": JSON(conversation.subject), "type": .string(conversation.type.rawValue),
      "priority": .string(priority.rawValue), "from": .array(from.map(\.json)), "newMessages": JSON(newMessages),
      "unread": JSON(unread), "updatedAt": .string(conversation.updatedAt.rfc3339),
      "messages": .array(messages.map(\.json)),
    ]
  }
}

extension DigestWaiting {
  fileprivate var json: JSON {
    [
      "conversations": JSON(count), "longestBusinessDays": JSON(longest), "late": JSON(late),
      "dueToday": JSON(dueToday),
      "items": .array(
        items.map { item in
          [
            "handle": .string(item.conversation.handle.description), "id": JSON(item.conversation.reference?.id),
            "subject": JSON(item.conversation.subject), "since": .string(item.since.rfc3339),
            "businessDays": JSON(item.businessDays), "dueOn": JSON(item.dueOn?.iso8601), "late": .bool(item.isLate),
          ]
        }),
    ]
  }
}
