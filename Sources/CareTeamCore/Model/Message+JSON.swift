extension Message {
  /// The message as `careteam.read/1` has it (careteam-json(5)).
  package var json: JSON {
    [
      "handle": .string(handle.description),
      "id": JSON(reference?.id),
      "reference": JSON(reference?.description),
      "clientId": JSON(clientId),
      "conversation": conversation.json,
      "direction": .string(direction.rawValue),
      "from": from.json,
      "to": .array(to.map(\.json)),
      "inReplyTo": inReplyTo?.json ?? .null,
      "text": .string(text),
      "sentAt": .string(sentAt.rfc3339),
      "receivedAt": JSON(receivedAt?.rfc3339),
      "read": .bool(isRead),
      "readAt": JSON(readAt?.rfc3339),
      "priority": .string(priority.rawValue),
      "delivery": delivery.json,
      "attachments": .array(attachments.map(\.json)),
    ]
  }
}

extension Delivery {
  /// `{state, attempts, lastError, nextAttemptAt}`.
  package var json: JSON {
    [
      "state": .string(state.rawValue), "attempts": JSON(attempts), "lastError": JSON(lastError),
      "nextAttemptAt": JSON(nextAttemptAt?.rfc3339),
    ]
  }
}

extension Attachment {
  /// `{handle, id, filename, safeFilename, contentType, size, sha256, looksLike, state, path}`.
  package var json: JSON {
    [
      "handle": .string(handle.description), "id": JSON(id), "filename": JSON(filename),
      "safeFilename": .string(SafeFilename(filename ?? "").name),
      "contentType": JSON(contentType),
      "size": size.map { .number(String($0)) } ?? .null, "sha256": JSON(sha256), "looksLike": JSON(looksLike),
      "state": .string(state.rawValue), "path": JSON(openPath),
    ]
  }
}

extension OutboxEntry {
  /// The item as `careteam.outbox/1` has it.
  package var json: JSON {
    [
      "handle": .string(handle.description), "clientId": .string(clientId), "state": .string(state.rawValue),
      "conversation": conversation.json, "message": ["handle": .string(message.description)],
      "attempts": JSON(attempts), "lastError": JSON(lastError), "nextAttemptAt": JSON(nextAttemptAt?.rfc3339),
      "createdAt": .string(createdAt.rfc3339),
    ]
  }
}

extension MailboxTotals {
  /// The members of `careteam.status/1`.
  package var members: [(String, JSON)] {
    [
      ("unreadCount", JSON(unreadCount)), ("unreadConversations", JSON(unreadConversations)),
      ("needsAttention", JSON(needsAttention)), ("waitingOnMe", JSON(waitingOnMe)), ("queued", JSON(queued)),
      ("failed", JSON(failed)), ("urgent", JSON(urgent)),
    ]
  }
}
