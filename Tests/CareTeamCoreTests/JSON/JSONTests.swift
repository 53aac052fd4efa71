import Testing

@testable import CareTeamCore

/// Reading and writing JSON.
struct JSONTests {
  @Test(arguments: [
    #"{"b":1.10,"a":[true,false,null,"x"],"c":{"n":-0.5e+10}}"#, "[]", "{}", #""\u0001""#, "0", "1e5", "[[[]]]",
  ])
  func `what is read is written back the same`(_ text: String) throws {
    #expect(try JSON(parsing: text).text() == text)
  }

  @Test func `keys are sorted for output and kept for the wire`() throws {
    let json = try JSON(parsing: #"{"b":1,"a":2}"#)
    #expect(json.text(.output) == #"{"a":2,"b":1}"#)
    #expect(json.text(.wire) == #"{"b":1,"a":2}"#)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "tru", "\"a", "\"\\x\"", "\"\\u12G4\"", "[1]x", "{\"a\" 1}",
    "{a:1}", "'a'", "\"\u{1}\"", "NaN", "- 1",
  ])
  func `what is no JSON is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }

  @Test func `a repeated key is refused`() {
    #expect(throws: JSONError(reason: .duplicateKey("a"), offset: 10)) { try JSON(parsing: #"{"a":1,"a":2}"#) }
  }

  @Test func `nesting ends well before the stack`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError(reason: .tooDeep, offset: JSON.maximumDepth)) { try JSON(parsing: deep) }
  }

  @Test func `surrogates are joined, and lone ones replaced`() throws {
    #expect(try JSON(parsing: #""\ud83d\ude00""#) == .string("😀"))
    #expect(try JSON(parsing: #""\ud83dx""#) == .string("\u{FFFD}x"))
    #expect(try JSON(parsing: #""\ude00""#) == .string("\u{FFFD}"))
  }

  @Test func `invalid bytes become replacement characters`() throws {
    #expect(try JSON(parsing: [0x22, 0xFF, 0x22]) == .string("\u{FFFD}"))
  }

  @Test func `what could act on a terminal is spelled out`() {
    let text = JSON.string("\u{1B}]0;x\u{7}\u{9B}\u{202E}\u{2028}\u{7F}é\u{E0041}").text(.output)
    #expect(text == "\"\\u001b]0;x\\u0007\\u009b\\u202e\\u2028\\u007fé\\udb40\\udc41\"")
  }

  @Test func `objects compare by their members, in any order`() throws {
    #expect(try JSON(parsing: #"{"a":1,"b":2}"#) == JSON(parsing: #"{"b":2,"a":1}"#))
    #expect(try JSON(parsing: #"{"a":1}"#) != JSON(parsing: #"{"a":1.0}"#))
  }

  @Test(arguments: [[], [0], [0, 1], [1, 2, 3], Array("any carnal pleas".utf8)])
  func `base64 goes both ways`(_ bytes: [UInt8]) {
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    #expect(Base64.encode(bytes).utf8.count % 4 == 0)
  }
}
