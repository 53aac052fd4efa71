import CareTeamCore

extension Coding {
  /// Codings as JSON text; nil for none.
  static func stored(_ codings: [Coding]) -> String? {
    guard !codings.isEmpty else { return nil }
    let items = codings.map { JSON.array([JSON($0.system), JSON($0.code), JSON($0.display)]) }
    return JSON.array(items).text()
  }

  /// The codings of stored JSON text.
  static func codings(stored text: String?) -> [Coding] {
    guard let text, let json = try? JSON(parsing: text) else { return [] }
    return json.array.map { Coding(system: $0[0]?.string, code: $0[1]?.string, display: $0[2]?.string) }
  }
}
