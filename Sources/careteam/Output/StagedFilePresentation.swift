import CareTeamCore
import CareTeamMailbox

extension StagedFile {
  /// What is said aloud of it: what was taken out, and what a person should know.
  var sentences: [String] {
    let taken = removed.map(\.phrase).joined(separator: ", ")
    let remarks = remarks.map { "\(file.filename) \($0.sentence)" }
    return (removed.isEmpty ? [] : ["removed from \(file.filename): \(taken)"]) + remarks
  }

  /// An item of `files` of `careteam.send/1` and `careteam.draft/1`.
  var json: JSON {
    [
      "filename": .string(file.filename), "contentType": .string(file.contentType),
      "size": .number(String(file.size)), "sha256": .string(file.sha256),
      "removed": .array(removed.map { .string($0.rawValue) }), "remarks": .array(remarks.map { .string($0.word) }),
    ]
  }
}
