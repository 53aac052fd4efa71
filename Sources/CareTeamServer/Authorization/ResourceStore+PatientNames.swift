import CareTeamCore
import GRDB

extension ResourceStore {
  /// What patients are called, by id; one whose name is not known is called by the id.
  func patientNames(_ ids: [String]) async throws -> [String: String] {
    try await pool.read { db in
      var names: [String: String] = [:]
      for id in ids {
        let text = try String.fetchOne(
          db, sql: "SELECT text FROM resource WHERE type = 'Patient' AND id = ? AND deleted = 0", arguments: [id])
        names[id] = text.flatMap { try? JSON(parsing: $0) }.flatMap(Self.name) ?? id
      }
      return names
    }
  }

  private static func name(_ patient: JSON) -> String? {
    guard let name = patient["name"]?[0] else { return nil }
    let words = (name["given"]?.array ?? []).compactMap(\.string) + [name["family"]?.string].compactMap { $0 }
    let text = name["text"]?.string ?? words.joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
