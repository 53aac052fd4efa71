import CareTeamCore

/// What careteam-server prints, which `careteam serve` runs.
extension OutputSchema {
  static let audit = OutputSchema(
    "careteam.audit/1", "Who saw and did what at the server, oldest first", of: auditEventShape, columns: [])

  static let auditEvent = OutputSchema(
    "careteam.audit-event/1", "An audit event: a line of careteam.audit/1", auditEventShape)

  private static let auditEventShape = Shape.object([
    "id": .name, "at": .time, "outcome": .words(["done", "refused", "failed"]), "action": .name, "user": .name.orNull,
    "client": .name.orNull, "address": .name.orNull, "userAgent": .text.orNull, "resource": .name.orNull,
    "patients": .list(of: .name), "parameters": .list(of: .name), "status": .count.orNull,
  ])
}
