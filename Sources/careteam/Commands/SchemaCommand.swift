import ArgumentParser
import CareTeamCore

/// `careteam schema`.
struct SchemaCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", _superCommandName: "careteam",
    abstract: "Print the JSON Schema of what commands print",
    discussion: "Without a name it lists the schemas: the objects of --json, and the lines of NDJSON.")

  static let tsvColumns = ["name", "title"]

  @Argument(
    help: "The schema: list, careteam.list or careteam.list/1.", completion: .list(OutputSchema.all.map(\.word)))
  var name: String?

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard name == nil || global.fields == nil else { throw ValidationError("--fields goes with the list only.") }
  }

  var prints: OutputSchema? { .schema }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    var presentation = Presentation(schema: "careteam.schema/1")
    if let name {
      presentation.jsonDocument = try OutputSchema.named(name).document
      return CommandResult(presentation)
    }
    presentation.items = OutputSchema.all.map { ["name": .string($0.name), "title": .string($0.title)] }
    presentation.columns = [
      .init(title: "NAME", field: "name"), .init(title: "TITLE", field: "title", isFlexible: true),
    ]
    presentation.rows = OutputSchema.all.map { [$0.name, $0.title] }
    presentation.tsv = (Self.tsvColumns, presentation.rows)
    return CommandResult(presentation)
  }
}
