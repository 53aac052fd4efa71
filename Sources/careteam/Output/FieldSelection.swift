import CareTeamCore

/// The fields that `--fields` asks for.
///
/// They are checked before a command does anything: a usage error after a message has been sent would have a script send
/// it again.
struct FieldSelection: Sendable {
  /// The names, as they were given.
  let names: [String]

  /// The selection of a command line; nil where everything is asked for.
  init?(_ list: String?) {
    guard let list else { return nil }
    names = list.split(separator: ",", omittingEmptySubsequences: false).map { String($0.filter { !$0.isWhitespace }) }
  }

  /// Looks whether a command prints all of them in a format.
  ///
  /// - Throws: `usage` for one that it does not, with the nearest that it does, or with all of them.
  func check(_ schema: OutputSchema?, in format: OutputFormat) throws(CareTeamError) {
    let known = schema?.fields(in: format) ?? []
    guard let unknown = names.first(where: { !known.contains($0) }) else { return }
    guard !known.isEmpty else {
      throw CareTeamError(.usage, "this prints no fields in this format; leave out --fields")
    }
    let nearest = Suggestion.nearest(to: unknown, among: known).map { "; did you mean ‘\($0)’?" } ?? ""
    throw CareTeamError(
      .usage, "there is no field ‘\(unknown)’\(nearest) (there is \(known.sorted().joined(separator: ", ")))")
  }

  /// These members of an object; one that it does not have is null.
  func pick(of item: JSON) -> JSON { .object(JSONObject(names.map { ($0, item[$0] ?? .null) })) }
}
