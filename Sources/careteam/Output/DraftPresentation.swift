import CareTeamCore
import CareTeamMailbox

/// How drafts are shown.
enum DraftPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["handle", "conversation", "attachmentCount", "updatedAt", "text"]

  /// A list of drafts.
  static func list(_ drafts: [Draft], files: [StagedFile] = [], now: Instant = Clock.now) -> Presentation {
    var presentation = Presentation(schema: "careteam.draft/1")
    presentation.members = [("files", .array(files.map(\.json)))]
    presentation.items = drafts.map(json)
    presentation.columns = [
      .init(title: "ID", field: "handle"), .init(title: "IN", field: "conversation"),
      .init(title: "TEXT", field: "text", isFlexible: true), .init(title: "UPDATED", field: "updatedAt"),
    ]
    presentation.rows = drafts.map { draft in
      [
        draft.handle?.description ?? "", conversation(draft) ?? "new", MessagePreview.preview(of: draft.text),
        Age.text(of: draft.updatedAt, now: now, utcOffset: Clock.offset(at: draft.updatedAt)),
      ]
    }
    presentation.tsv = (
      tsvColumns,
      drafts.map { draft in
        [
          draft.handle?.description ?? "", conversation(draft) ?? "", String(draft.attachments.count),
          draft.updatedAt.rfc3339, draft.text,
        ]
      }
    )
    return presentation
  }

  /// What is said of a text that was kept instead of sent.
  static func kept(_ draft: Draft, files: [StagedFile] = []) -> Presentation {
    var presentation = list([draft], files: files)
    let handle = draft.handle?.description ?? ""
    presentation.text = [.line("Kept as \(handle); send it with ‘careteam draft send \(handle)’")]
    return presentation
  }

  private static func conversation(_ draft: Draft) -> String? {
    guard case .reply(let handle) = draft.target else { return nil }
    return handle.description
  }

  private static func json(_ draft: Draft) -> JSON {
    [
      "handle": JSON(draft.handle?.description),
      "conversation": conversation(draft).map { ["handle": .string($0)] } ?? .null,
      "text": .string(draft.text),
      "attachments": .array(
        draft.attachments.map { file in
          [
            "filename": .string(file.filename), "contentType": .string(file.contentType),
            "size": .number(String(file.size)), "sha256": .string(file.sha256),
            "path": Attachment.isSealed(file.path) ? .null : .string(file.path),
          ]
        }),
      "updatedAt": .string(draft.updatedAt.rfc3339),
    ]
  }
}
