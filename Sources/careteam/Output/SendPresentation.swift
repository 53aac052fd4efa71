import CareTeamCore
import CareTeamMailbox

/// How the result of a send is shown.
enum SendPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["outcome", "handle", "conversation", "to", "subject", "duplicate"]

  /// The handle, the recipients and the subject, so that a wrong handle is noticed.
  static func result(_ result: SendResult, files: [StagedFile] = []) -> Presentation {
    var presentation = Presentation(schema: "careteam.send/1")
    presentation.members = [
      ("outcome", .string(result.outcome.rawValue)), ("message", result.message.json),
      ("conversation", result.conversation.json), ("duplicate", .bool(result.duplicate)),
      ("files", .array(files.map(\.json))),
    ]
    let to = result.message.to.map(\.name).joined(separator: ", ")
    let subject = result.conversation.subject ?? ""
    presentation.columns = tsvColumns.map { .init(title: $0, field: $0) }
    presentation.rows = [
      [
        result.outcome.rawValue, result.message.handle.description, result.conversation.handle.description, to, subject,
        String(result.duplicate),
      ]
    ]
    presentation.tsv = (tsvColumns, presentation.rows)
    presentation.text = [.line("\(sentence(result))\(patient(result)) to \(to): \(subject)")]
    if let next = next(result) { presentation.remarks.append(next) }
    return presentation
  }

  /// What became of it, for when the rest cannot be printed.
  static func standing(_ result: SendResult) -> String {
    switch result.outcome {
    case .sent: "\(result.message.handle) is sent: do not send it again"
    case .queued: "\(result.message.handle) is safe in the outbox: do not send it again"
    case .failed: "\(result.message.handle) was refused, and is in the outbox"
    }
  }

  private static func sentence(_ result: SendResult) -> String {
    let name = "\(result.message.handle) in \(result.conversation.handle)"
    if result.duplicate { return "\(name) was there already, \(result.outcome.rawValue)" }
    switch result.outcome {
    case .sent: return "Sent \(name)"
    case .queued: return "Queued \(name)"
    case .failed: return "Not sent: \(name)"
    }
  }

  /// On whose behalf, or about whom it is, where that is not the user.
  private static func patient(_ result: SendResult) -> String {
    guard let patient = result.conversation.patient, !patient.isSelf else { return "" }
    return result.message.from.role == .proxy ? " for \(patient.name)" : ", about \(patient.name),"
  }

  private static func next(_ result: SendResult) -> String? {
    let behind = result.ahead.flatMap { ahead in
      ahead.lastError.map { "it waits behind \(ahead.handle) of the same conversation: \($0)" }
    }
    let why = (result.entry.lastError ?? behind).map { "\($0). " } ?? ""
    switch result.outcome {
    case .sent: return nil
    case .queued:
      if let blocker = result.blocker { return waiting(behind: blocker) + ". Do not send it again" }
      return why + "The message is safe in the outbox: the next ‘careteam sync’ sends it. Do not send it again"
    case .failed: return nil
    }
  }

  /// Why a message waits behind another, and what can be done.
  static func waiting(behind blocker: OutboxEntry) -> String {
    "it is safe in the outbox, and waits behind \(blocker.handle) of the same conversation, which was refused: "
      + "‘careteam outbox retry’ or ‘cancel’ that"
  }

  /// Why a message was not taken, and what can be done.
  static func failure(_ result: SendResult) -> String {
    "\(result.entry.lastError ?? "the server refused it"). It stays in the outbox as \(result.entry.handle): "
      + "‘careteam outbox retry’ or ‘cancel’ it"
  }
}
