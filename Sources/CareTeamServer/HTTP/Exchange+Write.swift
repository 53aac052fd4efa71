import CareTeamCore
import HTTPTypes
import Hummingbird

extension Exchange {
  func create(_ type: String) async throws -> Answer {
    let resource = try await resource()
    let conditions = Preconditions(noneExist: header("If-None-Exist"))
    return try await write { try $0.create(resource, type: type, if: conditions) }
  }

  func update(_ type: String, _ id: String) async throws -> Answer {
    let resource = try await resource()
    let conditions = conditions
    return try await write { try $0.update(resource, type: type, id: id, if: conditions) }
  }

  func patch(_ type: String, _ id: String) async throws -> Answer {
    try negotiation.checkBody("application/json-patch+json")
    let patch = try JSONPatch(try await json())
    let conditions = conditions
    return try await write { try $0.patch(patch, type: type, id: id, if: conditions) }
  }

  func delete(_ type: String, _ id: String) async throws -> Answer {
    let conditions = conditions
    return try await write { try $0.delete(type: type, id: id, if: conditions) }
  }

  private var conditions: Preconditions { Preconditions(match: request.headers[.ifMatch]) }

  /// Runs one write and answers as `Prefer: return` says (FHIR R4 §3.1.0.1.8).
  func write(_ body: @escaping @Sendable (ResourceWriter) throws -> WriteResult) async throws -> Answer {
    try negotiation.checkAccept()
    let (result, mayRead) = try await store.write(as: principal) { writer in
      let result = try body(writer)
      let patients = try writer.reader.patients(of: result.stored)
      try writer.record([
        self.record(entity: result.stored.versioned, patients: patients, status: result.status)
      ])
      return (result, try writer.reader.mayRead(result.stored))
    }
    return Answer(response: response(result, mayRead: mayRead), isRecorded: true)
  }

  /// A token that may write and not read is not told what is stored now.
  private func response(_ result: WriteResult, mayRead: Bool) -> Response {
    guard result.status != 204 else {
      var response = Response(status: .noContent)
      response.describe(result.stored)
      return response
    }
    var response: Response
    if !mayRead || prefers("return=minimal") {
      response = Response(status: .init(code: result.status))
      response.describe(result.stored)
    } else {
      response = Response(result.stored, status: result.status, body: result.stored.text)
    }
    response.headers[.location] = "\(base)/\(result.stored.versioned)"
    return response
  }
}
