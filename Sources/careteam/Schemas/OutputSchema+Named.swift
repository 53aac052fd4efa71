import CareTeamCore

extension OutputSchema {
  /// Every schema: what commands print, then the lines that NDJSON has, then what is said and handed over.
  static let all = [
    list, read, search, fhir, export, status, send, save, mark, sync, outbox, draft, cursor, account, login, logout,
    rekey, doctor, schema, digest, audit,
    conversation, message, hit, resource, attachment, marked, outboxItem, draftItem, cursorItem, accountItem, check,
    schemaItem, auditEvent, watch, event, error,
  ]

  /// The schema of a name as it is typed: `list`, `careteam.list` or `careteam.list/1`.
  ///
  /// - Throws: `notFound` with the nearest name, `unknownSchema` for another version of one that there is.
  static func named(_ text: String) throws(CareTeamError) -> OutputSchema {
    let bare = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    let pieces = bare.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let word = pieces[0]
    guard let found = all.first(where: { $0.word == word }) else {
      let nearest = Suggestion.nearest(to: word, among: all.map(\.word)).map { "; did you mean ‘\($0)’?" } ?? ""
      throw CareTeamError(.notFound, "there is no schema ‘\(text)’\(nearest) (‘careteam schema’ lists them)")
    }
    guard pieces.count == 1 || pieces[1] == "\(version)" else { throw unknown("\(prefix)\(word)/\(pieces[1])") }
    return found
  }

  /// Refuses another version than the one that there is.
  static func check(version asked: Int) throws(CareTeamError) {
    guard asked == version else { throw unknown("version \(asked) of the JSON") }
  }

  /// The name without `careteam.` and the version, as it is typed.
  var word: String { Self.word(of: name) }

  /// The word in the name of a schema.
  static func word(of name: String) -> String { String(name.dropFirst(prefix.count).prefix { $0 != "/" }) }

  private static let prefix = "careteam."

  private static func unknown(_ what: String) -> CareTeamError {
    CareTeamError(.unknownSchema, "this careteam does not know \(what); it knows version \(version)")
  }
}
