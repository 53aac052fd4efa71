extension Conversation {
  /// The conversation as `careteam.list/1` has it (careteam-json(5)).
  package var json: JSON {
    [
      "handle": .string(handle.description),
      "id": JSON(reference?.id),
      "reference": JSON(reference?.description),
      "status": .string(status.rawValue),
      "serverStatus": JSON(serverStatus),
      "priority": .string(priority.rawValue),
      "type": .string(type.rawValue),
      "category": .array(category.map(\.json)),
      "reason": JSON(reason),
      "subject": JSON(subject),
      "medium": JSON(medium),
      "participants": .array(participants.map(\.json)),
      "patient": patient?.json ?? .null,
      "unreadCount": JSON(unreadCount),
      "messageCount": JSON(messageCount),
      "attachmentCount": JSON(attachmentCount),
      "waitingOn": waitingOn.map { ["who": .string($0.who.rawValue), "since": .string($0.since.rfc3339)] } ?? .null,
      "lastMessage": lastMessage?.json ?? .null,
      "createdAt": JSON(createdAt?.rfc3339),
      "updatedAt": .string(updatedAt.rfc3339),
    ]
  }
}

extension Coding {
  /// `{system, code, display}`.
  package var json: JSON { ["system": JSON(system), "code": JSON(code), "display": JSON(display)] }
}

extension Participant {
  /// `{id, name, reference, role, self}`.
  package var json: JSON {
    [
      "id": .string(reference.id), "reference": .string(reference.description), "name": .string(name),
      "role": .string(role.rawValue), "self": .bool(isSelf),
    ]
  }
}

extension MessagePreview {
  /// `{handle, id, direction, from, sentAt, preview}`.
  package var json: JSON {
    [
      "handle": .string(handle.description), "id": JSON(reference?.id), "direction": .string(direction.rawValue),
      "from": from.json, "sentAt": .string(sentAt.rfc3339), "preview": .string(preview),
    ]
  }
}

extension ConversationLink {
  /// `{handle, id}`.
  package var json: JSON { ["handle": .string(handle.description), "id": JSON(reference?.id)] }
}

extension MessageLink {
  /// `{handle, id}`.
  package var json: JSON { ["handle": .string(handle.description), "id": JSON(reference?.id)] }
}
