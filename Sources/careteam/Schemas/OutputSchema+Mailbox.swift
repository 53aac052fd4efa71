import CareTeamCore
import CareTeamMailbox

extension OutputSchema {
  private static let freshness: KeyValuePairs<String, Shape> = [
    "account": .name, "syncedAt": .time.orNull, "stale": .flag,
  ]

  static let list = OutputSchema(
    "careteam.list/1", "Conversations, the one with the newest activity first",
    members: ["account": .name, "syncedAt": .time.orNull, "stale": .flag, "cursor": .name, "more": .flag],
    of: .conversation, columns: ConversationPresentation.tsvColumns)

  static let read = OutputSchema(
    "careteam.read/1", "Conversations with their messages, oldest message first", members: freshness,
    of: .conversationRead, line: .message, columns: MessagePresentation.tsvColumns)

  static let export = OutputSchema(
    "careteam.export/1", "Conversations with all their messages, oldest message first",
    members: [
      "account": .name, "server": .name, "user": .name, "exportedAt": .time, "syncedAt": .time.orNull, "stale": .flag,
      "since": .time.orNull, "until": .time.orNull,
    ], of: .conversationRead, line: .message, columns: TableExport.columns)

  static let search = OutputSchema(
    "careteam.search/1", "Messages that were found, newest first",
    members: ["account": .name, "syncedAt": .time.orNull, "stale": .flag, "query": .text, "more": .flag],
    of: .hit, columns: SearchPresentation.tsvColumns)

  static let fhir = OutputSchema(
    "careteam.fhir/1", "FHIR resources as the server sent them", members: freshness, of: .resource, columns: [])

  static let status = OutputSchema(
    "careteam.status/1", "How much is unread, waits, and was not sent",
    members: [
      "account": .name, "syncedAt": .time.orNull, "stale": .flag, "unreadCount": .count,
      "unreadConversations": .count, "needsAttention": .count, "urgent": .count, "waitingOnMe": .count,
      "queued": .count, "failed": .count,
    ], columns: Status.tsvColumns)

  static let send = OutputSchema(
    "careteam.send/1", "What became of a message that was sent",
    members: [
      "outcome": .words(of: SendResult.Outcome.self), "message": .message, "conversation": .conversation,
      "duplicate": .flag, "files": .list(of: .sentFile),
    ], columns: SendPresentation.tsvColumns)

  static let save = OutputSchema(
    "careteam.save/1", "Attachments that were saved, with the file of each", of: .attachment, columns: Save.tsvColumns)

  static let mark = OutputSchema(
    "careteam.mark/1", "What was marked", members: ["state": .words(of: Mark.State.self)], of: markedShape,
    columns: Mark.tsvColumns)

  static let sync = OutputSchema(
    "careteam.sync/1", "What a synchronisation brought",
    members: [
      "newMessages": .count, "changed": .count, "foreign": .count, "unreadable": .list(of: .text), "sent": .count,
      "queued": .count, "unreadableCount": .count, "files": .count,
    ], columns: Sync.tsvColumns)

  static let outbox = OutputSchema(
    "careteam.outbox/1", "Messages on their way to the server", of: .outboxItem,
    columns: OutboxPresentation.tsvColumns)

  static let draft = OutputSchema(
    "careteam.draft/1", "Texts that were kept", members: ["files": .list(of: .sentFile)], of: .draft,
    columns: DraftPresentation.tsvColumns)

  static let conversation = OutputSchema(
    "careteam.conversation/1", "A conversation: a line of careteam.list/1", .conversation)

  static let message = OutputSchema("careteam.message/1", "A message: a line of careteam.read/1", .message)

  static let hit = OutputSchema("careteam.hit/1", "A message that was found: a line of careteam.search/1", .hit)

  static let resource = OutputSchema("careteam.resource/1", "A FHIR resource: a line of careteam.fhir/1", .resource)

  static let attachment = OutputSchema(
    "careteam.attachment/1", "An attachment: a line of careteam.save/1", .attachment)

  static let marked = OutputSchema("careteam.marked/1", "What was marked: a line of careteam.mark/1", markedShape)

  static let outboxItem = OutputSchema(
    "careteam.outbox-item/1", "A message on its way: a line of careteam.outbox/1", .outboxItem)

  static let draftItem = OutputSchema("careteam.draft-item/1", "A draft: a line of careteam.draft/1", .draft)

  private static let markedShape = Shape.object([
    "handle": .text(matching: "^[cm][1-9][0-9]*$"), "messages": .list(of: .handle(.message)),
  ])
}
