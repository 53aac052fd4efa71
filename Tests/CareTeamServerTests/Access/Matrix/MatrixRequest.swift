import CareTeamCore

/// One request of the matrix: an interaction on one type, at or about one patient's resource.
struct MatrixRequest: Sendable {
  enum Interaction: String, Sendable, CaseIterable {
    case read, vread, history, search, formSearch, include, revinclude, create, conditionalCreate, updateCreate, update
    case patch, delete, batchRead, transactionUpdate, operation
  }

  var interaction: Interaction
  var type: String
  /// The patient: `a` or `b`.
  var about: String
  var method = "GET"
  var path = ""
  var headers: [(String, String)] = []
  var body: [UInt8] = []

  /// Nil where the interaction means nothing for the type.
  init?(_ interaction: Interaction, _ fixture: MatrixFixture, by actor: MatrixActor, id: String) {
    self.interaction = interaction
    type = fixture.type
    about = fixture.about
    guard fixture.has(interaction) else { return nil }
    fill(fixture, actor, id)
  }

  private mutating func fill(_ fixture: MatrixFixture, _ actor: MatrixActor, _ id: String) {
    let here = "\(type)/\(fixture.id)"
    let patient = "Patient/\(about)"
    switch interaction {
    case .read: path = here
    case .vread: path = here + "/_history/1"
    case .history: path = here + "/_history"
    case .search: path = "\(type)?_id=\(fixture.id)"
    case .formSearch:
      (method, path, body) = ("POST", "\(type)/_search", Array("_id=\(fixture.id)".utf8))
      headers = [("content-type", "application/x-www-form-urlencoded")]
    case .include: path = "\(type)?_id=\(fixture.id)&_include=\(type):patient:Patient"
    case .revinclude: path = "Patient?_id=\(about)&_revinclude=\(type):patient"
    case .create, .conditionalCreate:
      (method, path) = ("POST", type)
      write(fixture.created(by: actor.user, id: nil), context: patient)
      if interaction == .conditionalCreate { headers.append(("if-none-exist", "_id=nothing")) }
    case .updateCreate:
      (method, path) = ("PUT", "\(type)/\(id)")
      write(fixture.created(by: actor.user, id: id), context: patient)
    case .update:
      (method, path) = ("PUT", here)
      write(fixture.stored, context: patient)
    case .patch:
      (method, path) = ("PATCH", here)
      headers = [("content-type", "application/json-patch+json")]
      body = Array(#"[{"op":"test","path":"/resourceType","value":"\#(type)"}]"#.utf8)
    case .delete: (method, path) = ("DELETE", "\(type)/\(fixture.victim)")
    case .batchRead: post("batch", [["request": ["method": "GET", "url": .string(here)]]])
    case .transactionUpdate:
      post("transaction", [["request": ["method": "PUT", "url": .string(here)], "resource": fixture.stored]])
    case .operation: path = here + "/$get-ws-binding-token"
    }
  }

  private mutating func write(_ resource: JSON, context: String) {
    if type == "Binary" {
      headers = [("content-type", "text/plain"), ("x-security-context", context)]
      body = Array("secret".utf8)
    } else {
      headers = [("content-type", "application/fhir+json")]
      body = resource.bytes()
    }
  }

  private mutating func post(_ kind: String, _ entries: [JSON]) {
    (method, path, headers) = ("POST", "", [("content-type", "application/fhir+json")])
    body = (["resourceType": "Bundle", "type": .string(kind), "entry": .array(entries)] as JSON).bytes()
  }
}
