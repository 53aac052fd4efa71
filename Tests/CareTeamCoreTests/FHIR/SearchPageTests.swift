import CareTeamCore
import Testing

/// Pages of search results of which a part is wrong.
struct SearchPageTests {
  private static func page(_ entries: [String], around: String = "") -> [UInt8] {
    Array(#"{"resourceType":"Bundle","type":"searchset"\#(around),"entry":[\#(entries.joined(separator: ", "))]}"#.utf8)
  }

  private static func entry(_ id: String, _ more: String = "") -> String {
    #"{"resource":{"resourceType":"Communication","id":"\#(id)","meta":{"lastUpdated":"2026-11-02T10:00:00Z"}\#(more)}}"#
  }

  @Test func `a page is read whole, with its next page`() throws {
    let link = #","link":[{"relation":"next","url":"?page=2"}]"#
    let page = try #require(try SearchPage(Self.page([Self.entry("a"), Self.entry("b")], around: link)))
    #expect(page.count == 2 && page.next == "?page=2" && page.has("Communication") && !page.has("Task"))
    #expect(page.resources(0..<2).resources.compactMap { $0["id"]?.string } == ["a", "b"])
    #expect(page.resources(1..<2).resources.count == 1 && page.resources(0..<2).unreadable.isEmpty)
    #expect(try SearchPage(Array(#" {"resourceType":"Bundle"} "#.utf8))?.count == 0)
  }

  @Test(arguments: [
    (#","note":1,"note":2"#, "twice"), (#","x":01"#, "malformed number"), (#","x":"\x""#, "malformed escape"),
    (#","x":\#(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))"#, "too deeply"),
    (#","x":tru"#, "unexpected"), (#","x":[1,2,]"#, "unexpected"),
    (#","x":[\#(String(repeating: "0,", count: 300_000))0]"#, "too many values"),
  ])
  func `a resource that cannot be read costs no other`(more: String, why: String) throws {
    let page = try #require(try SearchPage(Self.page([Self.entry("a"), Self.entry("bad", more), Self.entry("c")])))
    let (resources, unreadable) = page.resources(0..<page.count)
    #expect(resources.compactMap { $0["id"]?.string } == ["a", "c"])
    #expect(unreadable.count == 1 && unreadable[0].what.hasPrefix("Communication/bad, whose entry is JSON"))
    #expect(unreadable[0].what.contains(why), "\(unreadable)")
    #expect(unreadable[0].lastUpdated == Instant(fhir: "2026-11-02T10:00:00Z"))
  }

  @Test(arguments: [
    "", "{", #"{"resourceType":"Bundle""#, #"{"resourceType":"Bundle","entry":[{}"#, #"{"resourceType":"Bundle"}}"#,
    #"{"resourceType":"Bundle","entry":[{},]}"#, #"{"resourceType":"Bundle","entry":[{} {}]}"#,
    #"{"resourceType":"Bundle","entry":[],"entry":[]}"#, #"{"resourceType":"Bundle","link":[}"#,
    #"{"resourceType":"Bundle",}"#, #"{"resourceType":"Bundle"}x"#, "[\"Bundle\"", "\u{0}",
    #"{"resourceType":"Bundle","entry":{"a":}}"#,
  ])
  func `what is no JSON around its entries is refused`(text: String) {
    #expect(throws: JSONError.self) { try SearchPage(Array(text.utf8)) }
  }

  @Test(arguments: ["{}", "[]", "1", #"{"resourceType":"Patient"}"#, #"{"resourceType":["Bundle"]}"#])
  func `another resource is no page`(text: String) throws {
    #expect(try SearchPage(Array(text.utf8)) == nil)
  }
}
