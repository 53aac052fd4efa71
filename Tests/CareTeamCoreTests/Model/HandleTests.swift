import CareTeamCore
import Testing

/// What users type to name things.
struct HandleTests {
  @Test(arguments: ["c12", "m1311", "m1311.2", "o9", "d4"])
  func `a handle is read as it is written`(_ text: String) throws {
    #expect(try #require(Handle(text)).description == text)
  }

  @Test(arguments: [
    "", "c", "c0", "c01", "x1", "c1.2", "m1.0", "m1.2.3", "c-1", "c1 ", "9f1c", "c99999999999999999999",
  ])
  func `anything else is no handle`(_ text: String) { #expect(Handle(text) == nil) }

  @Test(arguments: [
    ("Communication/9f1c", "Communication/9f1c"), ("https://x.org/fhir/Patient/1", "Patient/1"),
    ("Patient/1/_history/3", "Patient/1"),
  ])
  func `a reference is its type and id`(_ text: String, _ expected: String) throws {
    #expect(try #require(Reference(text)).description == expected)
  }

  @Test(arguments: ["", "9f1c", "patient/1", "Patient/", "urn:uuid:1"])
  func `anything else is no reference`(_ text: String) { #expect(Reference(text) == nil) }

  @Test func `a cursor carries its mailbox`() throws {
    let cursor = Cursor(mailbox: "0123456789abcdef0123456789abcdef", position: 12_345)
    #expect(Cursor(cursor.description) == cursor)
    #expect(Cursor("k1-00-1") == nil)
    #expect(Cursor(cursor.description + "!") == nil)
  }
}
