import CareTeamCore

extension OutputSchema {
  static let cursor = OutputSchema(
    "careteam.cursor/1", "Places where consumers of events stand", of: cursorShape,
    columns: CursorPresentation.tsvColumns)

  static let account = OutputSchema(
    "careteam.account/1", "Accounts on this machine", of: accountShape, columns: AccountPresentation.tsvColumns)

  static let login = OutputSchema(
    "careteam.login/1", "The account that was logged in to", of: accountShape,
    columns: AccountPresentation.tsvColumns)

  static let rekey = OutputSchema(
    "careteam.rekey/1", "A mailbox that was sealed with a new key", members: ["account": .name, "keyPlace": .name],
    columns: [])

  static let logout = OutputSchema(
    "careteam.logout/1", "Whether a mailbox was removed", members: ["wiped": .flag], columns: [])

  static let doctor = OutputSchema(
    "careteam.doctor/1", "What was checked", list: "checks", of: checkShape, columns: Doctor.tsvColumns)

  static let schema = OutputSchema(
    "careteam.schema/1", "The schemas that there are", of: schemaShape, columns: SchemaCommand.tsvColumns)

  static let cursorItem = OutputSchema("careteam.cursor-item/1", "A cursor: a line of careteam.cursor/1", cursorShape)

  static let accountItem = OutputSchema(
    "careteam.account-item/1", "An account: a line of careteam.account/1 and careteam.login/1", accountShape)

  static let check = OutputSchema("careteam.check/1", "A check: a line of careteam.doctor/1", checkShape)

  static let schemaItem = OutputSchema("careteam.schema-item/1", "A schema: a line of careteam.schema/1", schemaShape)

  static let watch = OutputSchema(
    "careteam.watch/1", "A line of a watch", .watchLine, columns: WatchPresentation.tsvColumns)

  static let event = OutputSchema(
    "careteam.event/1", "An event as the program of watch --exec gets it on its standard input", .event)

  static let error = OutputSchema(
    "careteam.error/1", "An error, on standard error",
    members: [
      "error": .object([
        "code": .words(of: CareTeamError.Code.self), "exitCode": .exitCode, "message": .name, "retryable": .flag,
        "retryAfterSeconds": .count.orNull,
      ])
    ], columns: [])

  private static let cursorShape = Shape.object([
    "name": .name, "cursor": .name, "pending": .count, "updatedAt": .time,
  ])

  private static let accountShape = Shape.object([
    "name": .name, "server": .name, "user": .name, "userName": .text.orNull, "patient": .name.orNull,
    "dialect": .name, "inUse": .flag,
  ])

  private static let checkShape = Shape.object([
    "name": .name, "status": .words(of: DoctorCheck.Status.self), "detail": .text, "fix": .name.orNull,
  ])

  private static let schemaShape = Shape.object(["name": .name, "title": .name])
}
