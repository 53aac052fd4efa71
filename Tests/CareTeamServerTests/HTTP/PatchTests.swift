import CareTeamCore
import Testing

@testable import CareTeamServer

struct PatchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var document: String
    var patch: String
    /// The outcome; nil when the patch is refused.
    var result: String?
    var status = 422
    var testDescription: String { patch }
  }

  static let cases = [
    Case(document: #"{"a":1}"#, patch: #"[{"op":"add","path":"/b","value":2}]"#, result: #"{"a":1,"b":2}"#),
    Case(document: #"{"a":[1,3]}"#, patch: #"[{"op":"add","path":"/a/1","value":2}]"#, result: #"{"a":[1,2,3]}"#),
    Case(document: #"{"a":[1]}"#, patch: #"[{"op":"add","path":"/a/-","value":2}]"#, result: #"{"a":[1,2]}"#),
    Case(document: #"{"a":[1]}"#, patch: #"[{"op":"add","path":"/a/2","value":2}]"#, result: nil),
    Case(document: #"{"a":[1]}"#, patch: #"[{"op":"add","path":"/a/01","value":2}]"#, result: nil),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"add","path":"/b/c","value":2}]"#, result: nil),
    Case(document: #"{"a":1,"b":2}"#, patch: #"[{"op":"remove","path":"/a"}]"#, result: #"{"b":2}"#),
    Case(document: #"{"a":[1,2]}"#, patch: #"[{"op":"remove","path":"/a/0"}]"#, result: #"{"a":[2]}"#),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"remove","path":"/b"}]"#, result: nil),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"replace","path":"/a","value":null}]"#, result: #"{"a":null}"#),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"replace","path":"/b","value":2}]"#, result: nil),
    Case(document: #"{"a":{"b":1}}"#, patch: #"[{"op":"move","from":"/a/b","path":"/c"}]"#, result: #"{"a":{},"c":1}"#),
    Case(document: #"{"a":{"b":1}}"#, patch: #"[{"op":"move","from":"/a","path":"/a/b"}]"#, result: nil),
    Case(document: #"{"a":[1]}"#, patch: #"[{"op":"copy","from":"/a","path":"/b"}]"#, result: #"{"a":[1],"b":[1]}"#),
    Case(
      document: #"{"a/b":1,"m~n":2}"#,
      patch: #"[{"op":"remove","path":"/a~1b"},{"op":"test","path":"/m~0n","value":2}]"#,
      result: #"{"m~n":2}"#),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"test","path":"/a","value":2}]"#, result: nil, status: 409),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"test","path":"/b","value":2}]"#, result: nil, status: 409),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"spin","path":"/a"}]"#, result: nil),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"add","path":"a","value":1}]"#, result: nil),
    Case(document: #"{"a":1}"#, patch: #"[{"op":"add","path":"/a"}]"#, result: nil),
    Case(document: #"{"a":1}"#, patch: #"{"op":"add"}"#, result: nil, status: 400),
  ]

  @Test(arguments: cases) func `a patch does what RFC 6902 says`(patched: Case) throws {
    let document = try JSON(parsing: patched.document)
    let patch = try JSON(parsing: patched.patch)
    guard let result = patched.result else {
      let fault = #expect(throws: FHIRFault.self) { try JSONPatch(patch).applied(to: document) }
      #expect(fault?.status == patched.status)
      return
    }
    #expect(try JSONPatch(patch).applied(to: document) == JSON(parsing: result))
  }

  @Test func `a patch whose test fails changes nothing`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let reply = try await clinic.patch(
      "CommunicationRequest/\(id)",
      [
        ["op": "replace", "path": "/status", "value": "completed"],
        ["op": "test", "path": "/priority", "value": "stat"],
      ])
    #expect(reply.status == 409)
    #expect(try await clinic.send("GET", "CommunicationRequest/\(id)").json["status"]?.string == "active")
  }
}
