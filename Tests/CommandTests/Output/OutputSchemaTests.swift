import CareTeamCore
import Testing

@testable import careteam

@Suite struct OutputSchemaTests {
  @Test func `names are unique, and each is found by its word`() throws {
    let words = OutputSchema.all.map(\.word)
    #expect(Set(words).count == words.count)
    for schema in OutputSchema.all { #expect(try OutputSchema.named(schema.word).name == schema.name) }
  }

  @Test func `a document has every definition that it refers to`() {
    for schema in OutputSchema.all {
      let known = Set(schema.document["$defs"]?.object?.keys ?? [])
      #expect(references(in: schema.document).isSubset(of: known), "\(schema.name)")
    }
  }

  @Test func `what is printed as TSV has the columns that its schema knows`() throws {
    for presentation in [
      ConversationPresentation.list([], now: Instant(seconds: 0)), DraftPresentation.list([]),
      OutboxPresentation.list([]), CursorPresentation.list([]), AccountPresentation.list([], inUse: ""),
      MessagePresentation.read([], raw: false, now: Instant(seconds: 0)),
    ] {
      let schema = try OutputSchema.named(presentation.schema)
      #expect(schema.columns == presentation.tsv?.columns, "\(schema.name)")
    }
  }

  private func references(in json: JSON) -> Set<String> {
    switch json {
    case .object(let object):
      let own = object["$ref"]?.string.map { [String($0.dropFirst("#/$defs/".count))] } ?? []
      return object.members.reduce(into: Set(own)) { $0.formUnion(references(in: $1.value)) }
    case .array(let values): return values.reduce(into: []) { $0.formUnion(references(in: $1)) }
    default: return []
    }
  }
}
