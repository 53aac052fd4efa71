import CareTeamCore

extension Shape {
  /// A message.
  static let message = object(messageMembers).named("message")

  /// A message that was found: with the subject of its conversation, and a piece of its text with the places found, in
  /// Unicode scalars.
  static let hit = object(
    messageMembers + [
      ("subject", text.orNull), ("snippet", text),
      ("snippetMatches", list(of: object(["start": count, "end": count]))),
    ]
  ).named("hit")

  private static let messageMembers: [(key: String, value: Shape)] = [
    ("handle", handle(.message)), ("id", name.orNull), ("reference", name.orNull), ("clientId", name.orNull),
    ("conversation", conversationLink), ("direction", words(of: Direction.self)), ("from", participant),
    ("to", list(of: participant)), ("inReplyTo", object(["handle": handle(.message), "id": name.orNull]).orNull),
    ("text", text), ("sentAt", time), ("receivedAt", time.orNull), ("read", flag), ("readAt", time.orNull),
    ("priority", words(of: Priority.self)), ("delivery", delivery), ("attachments", list(of: attachment)),
  ]

  /// A file that belongs to a message.
  static let attachment = object([
    "handle": handle(.message, ofAttachment: true), "id": name.orNull, "filename": text.orNull, "safeFilename": name,
    "contentType": text.orNull, "size": count.orNull, "sha256": text.orNull,
    "looksLike": text.orNull, "state": words(of: Attachment.State.self), "path": name.orNull,
  ]).named("attachment")

  /// A message on its way to the server.
  static let outboxItem = object([
    "handle": handle(.outbox), "clientId": uuid, "state": words(of: OutboxEntry.State.self),
    "conversation": conversationLink,
    // ‘outbox show’ has the whole message.
    "message": any(of: [object(["handle": handle(.message)]), message]),
    "attempts": count, "lastError": text.orNull, "nextAttemptAt": time.orNull, "createdAt": time,
  ]).named("outboxItem")

  /// A text that was kept.
  static let draft = object([
    "handle": handle(.draft), "conversation": object(["handle": handle(.conversation)]).orNull, "text": text,
    "attachments": list(of: draftFile), "updatedAt": time,
  ]).named("draft")

  private static let draftFile = object([
    "filename": name, "contentType": name, "size": count, "sha256": text(matching: "^[0-9a-f]{64}$"),
    "path": name.orNull,
  ])

  /// A file that was copied for a message just now, and what was done to it and seen in it.
  static let sentFile = object([
    "filename": name, "contentType": name, "size": count, "sha256": text(matching: "^[0-9a-f]{64}$"),
    "removed": list(of: words(of: PhotographFinding.self)), "remarks": list(of: words(FileRemark.words)),
  ]).named("sentFile")

  private static let delivery = object([
    "state": words(of: Delivery.State.self), "attempts": count, "lastError": text.orNull, "nextAttemptAt": time.orNull,
  ])

  private static let conversationLink = object(["handle": handle(.conversation), "id": name.orNull])
}
