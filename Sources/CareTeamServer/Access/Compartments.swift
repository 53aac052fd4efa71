import GRDB

/// Who belongs together, as the stored care teams, patients and related persons say.
struct Compartments {
  let db: Database

  /// The ids of the patients whose compartments are open to a user.
  func patients(of reference: String, role: Principal.Role) throws -> [String] {
    guard let user = Reference(reference) else { return [] }
    switch role {
    case .patient: return user.type == "Patient" ? [user.id] : []
    case .proxy: return try targets(of: user, param: "patient")
    case .practitioner: return try patients(treatedBy: user)
    case .auditor, .service, .system: return []
    }
  }

  /// Whether someone is the patient, a person related to them, their general practitioner, or in their active care
  /// team.
  func isNear(_ person: Reference, patient: Reference) throws -> Bool {
    if person == patient { return true }
    if person.type == "RelatedPerson" { return try targets(of: person, param: "patient").contains(patient.id) }
    return try patients(treatedBy: person).contains(patient.id)
  }

  private func targets(of resource: Reference, param: String) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT i.target_id FROM reference_index i JOIN resource r ON r.key = i.key
          WHERE r.type = ? AND r.id = ? AND i.param = ? AND i.target_type = 'Patient'
            AND NOT EXISTS (SELECT 1 FROM token_index WHERE key = r.key AND param = 'active' AND code = 'false')
          """), arguments: [resource.type, resource.id, param])
  }

  private func patients(treatedBy member: Reference) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT p.target_id FROM reference_index m
          JOIN token_index s ON s.key = m.key AND s.param = 'status' AND s.code = 'active'
          JOIN reference_index p ON p.key = m.key AND p.param = 'patient'
          WHERE m.type = 'CareTeam' AND m.param = 'participant' AND m.target_id = :id AND m.target_type = :type
          UNION
          SELECT r.id FROM reference_index g JOIN resource r ON r.key = g.key
          WHERE g.type = 'Patient' AND g.param = 'general-practitioner' AND g.target_id = :id AND g.target_type = :type
          """), arguments: ["id": member.id, "type": member.type])
  }
}
