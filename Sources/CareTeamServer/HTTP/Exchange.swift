import CareTeamCore
import HTTPTypes
import Hummingbird
import NIOCore

/// One request of a user who is logged in, on its way to an answer.
struct Exchange: Sendable {
  let store: ResourceStore
  let configuration: FHIRServerConfiguration
  let request: Request
  let route: Route
  let principal: Principal
  let agent: AuditAgent
  let now: Instant
  let negotiation: Negotiation

  init(
    store: ResourceStore, configuration: FHIRServerConfiguration, request: Request, route: Route, principal: Principal,
    agent: AuditAgent, now: Instant
  ) throws(FHIRFault) {
    self.store = store
    self.configuration = configuration
    self.request = request
    self.route = route
    self.principal = principal
    self.agent = agent
    self.now = now
    negotiation = try Negotiation(request)
  }

  /// Does what is asked.
  func answer() async throws -> Answer {
    if let type = route.type, let permission = route.permission(method: request.method.rawValue) {
      try principal.demand(permission, type)
    }
    if route.type == "AuditEvent", request.method == .get || request.method == .post {
      try await store.indexAuditEvents()
    }
    if route.type == "Binary", let answer = try await answerBinary() { return answer }
    switch (route, request.method) {
    case (.userinfo, _): return Answer(response: userinfo)
    case (.base, _): return try await bundle()
    case (.type(let type), .post): return try await create(type)
    case (.type(let type), _): return try await search(type, form: nil)
    case (.search(let type), _): return try await searchByForm(type)
    case (.instance(let type, let id), .put): return try await update(type, id)
    case (.instance(let type, let id), .patch): return try await patch(type, id)
    case (.instance(let type, let id), .delete): return try await delete(type, id)
    case (.instance(let type, let id), _): return try await read { try $0.current(type, id) }
    case (.version(let type, let id, let version), _): return try await read { try $0.version(version, type, id) }
    case (.history(let type, let id), _): return try await history(type, id)
    case (.operation(let type, let id, let name), _): return try await operate(type, id, name)
    default: throw FHIRFault(404, .notFound, "There is nothing at this address. See /fhir/metadata.")
    }
  }

  var base: String { configuration.base }

  /// What the audit trail says of this request.
  func record(entity: String?, query: String? = nil, patients: [String], status: Int) -> AuditRecord {
    AuditRecord(
      of: request, route, at: now, by: agent, entity: entity, query: query, patients: patients, status: status)
  }

  /// The body, held in memory.
  func body() async throws -> [UInt8] {
    let limit = configuration.bodyLimit
    let tooLarge = FHIRFault(413, .tooLong, "The body is larger than \(limit) bytes. Send less.")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else { throw tooLarge }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    return bytes
  }

  /// The body as a resource.
  func resource() async throws -> JSON {
    try negotiation.checkBody("application/fhir+json", "application/json", "text/json")
    return try await json()
  }

  func json() async throws -> JSON {
    let bytes = try await body()
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw FHIRFault(400, .structure, "The body is not UTF-8. Encode it again.")
    }
    do { return try JSON(parsing: bytes) } catch {
      throw FHIRFault(400, .structure, "The body is \(error.message). Correct it.")
    }
  }

  func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { request.headers[$0] }
  }

  /// Whether a preference was stated; its value may stand in quotation marks, with spaces around the equals sign
  /// (RFC 7240 §2).
  func prefers(_ preference: String) -> Bool {
    guard let name = HTTPField.Name("Prefer") else { return false }
    return request.headers[values: name].contains { value in
      value.split(whereSeparator: { ",;".contains($0) }).contains { part in
        part.lowercased().filter { !"\" \t".contains($0) } == preference
      }
    }
  }

  private var userinfo: Response {
    var info: JSON = [
      "sub": .string(principal.reference), "fhirUser": .string(principal.reference), "name": .string(principal.name),
    ]
    if principal.role == .patient || principal.role == .proxy, let patient = principal.patients.first {
      info["patient"] = .string(patient)
    }
    var response = Response(fhir: info.text())
    response.headers[.contentType] = "application/json"
    return response
  }

  private func operate(_ type: String, _ id: String, _ name: String) async throws -> Answer {
    let operation = configuration.operations.first { $0.type == type && $0.name == name }
    guard let operation else {
      throw FHIRFault(404, .notSupported, "There is no operation $\(name.prefix(64)) on \(type). See /metadata.")
    }
    let stored = try await store.read(as: principal) { try $0.current(type, id) }
    let result = try await operation.handler(stored, principal)
    return Answer(response: Response(fhir: result.text()))
  }
}
