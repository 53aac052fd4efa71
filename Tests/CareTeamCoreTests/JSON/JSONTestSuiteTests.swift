import CareTeamCore
import CareTeamTestSupport
import Testing

/// What JSONTestSuite asks of a reader of JSON.
struct JSONTestSuiteTests {
  /// Repeated keys are JSON, and refused all the same: two programs would read two different messages in one.
  static let refusedOnPurpose: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  /// What the standard leaves open and careteam takes: numbers keep their spelling whatever their size, surrogates without
  /// their other half and bytes that are no UTF-8 become U+FFFD, a byte order mark is passed over. Everything else that
  /// is left open is refused: UTF-16, and nesting beyond `JSON.maximumDepth`.
  static func isTaken(_ name: String) -> Bool {
    !name.contains("utf16") && !name.contains("UTF-16") && name != "i_structure_500_nested_arrays.json"
  }

  @Test func `all the inputs are there`() {
    let verdicts = Dictionary(grouping: JSONTestSuite.inputs, by: \.verdict).mapValues(\.count)
    #expect(verdicts == ["y": 95, "n": 188, "i": 35])
  }

  @Test func `JSON is taken and everything else refused`() {
    for input in JSONTestSuite.inputs {
      let isTaken = (try? JSON(parsing: input.bytes)) != nil
      switch input.verdict {
      case "y": #expect(isTaken != Self.refusedOnPurpose.contains(input.name), "\(input)")
      case "n": #expect(!isTaken, "\(input)")
      default: #expect(isTaken == Self.isTaken(input.name), "\(input)")
      }
    }
  }

  @Test func `what is taken is written and read again the same`() throws {
    for input in JSONTestSuite.inputs {
      guard let value = try? JSON(parsing: input.bytes) else { continue }
      for style in [JSON.Style.wire, .output, .readable] {
        #expect(try JSON(parsing: value.bytes(style)) == value, "\(input)")
      }
    }
  }

  /// A page is read from its outline, and must be no more lenient for it.
  @Test func `a page with an input for its only entry is judged as the input is`() throws {
    for input in JSONTestSuite.inputs {
      let start = Array(#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","id":"a","x":"#.utf8)
      let bytes = start + input.bytes + Array("}}]}".utf8)
      let whole = try? JSON(parsing: bytes)
      guard let page = try? SearchPage(bytes) else {
        #expect(whole == nil, "\(input)")
        continue
      }
      let (resources, unreadable) = page.resources(0..<page.count)
      #expect(resources == Bundle(whole ?? .null)?.resources ?? [], "\(input)")
      #expect(resources.count + unreadable.count == page.count, "\(input)")
      if whole == nil { #expect(!unreadable.isEmpty, "\(input)") }
    }
  }
}
