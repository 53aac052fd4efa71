import CareTeamCore
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

extension Exchange {
  /// Binary is like no other type (FHIR R4 Binary §2.1): its content is raw unless FHIR's JSON is asked for.
  func answerBinary() async throws -> Answer? {
    switch (route, request.method) {
    case (.type, .post): return try await storeBinary(id: nil)
    case (.instance(_, let id), .put): return try await storeBinary(id: id)
    case (.instance(_, let id), .get), (.instance(_, let id), .head):
      return try await readBinary { try $0.current("Binary", id) }
    case (.version(_, let id, let version), _): return try await readBinary { try $0.version(version, "Binary", id) }
    default: return nil
    }
  }

  private func storeBinary(id: String?) async throws -> Answer {
    let isResource = negotiation.mediaType == "application/fhir+json"
    let (resource, upload) = try await isResource ? receiveResource() : receiveRaw()
    let conditions = Preconditions(match: request.headers[.ifMatch], noneExist: nil)
    let files = store.binaries
    do {
      return try await write { writer in
        var resource = resource
        if let id { resource["id"] = .string(id) }
        let result =
          try id.map { try writer.update(resource, type: "Binary", id: $0, if: conditions) }
          ?? writer.create(resource, type: "Binary")
        try files.keep(upload, id: result.stored.id, version: result.stored.version)
        return result
      }
    } catch {
      files.discard(upload)
      throw error
    }
  }

  private func receiveRaw() async throws -> (JSON, FinishedUpload) {
    let limit = configuration.binaryLimit
    let tooLarge = FHIRFault(413, .tooLong, "The file is larger than \(limit) bytes. Send a smaller one.")
    if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > limit { throw tooLarge }
    let upload = try store.binaries.upload()
    defer { upload.discard() }
    var size: Int64 = 0
    for try await buffer in request.body {
      size += Int64(buffer.readableBytes)
      guard size <= limit else { throw tooLarge }
      try await upload.append(buffer)
    }
    var resource: JSON = [
      "resourceType": "Binary",
      "contentType": .string(request.headers[.contentType] ?? "application/octet-stream"),
    ]
    if let context = header("X-Security-Context") { resource["securityContext"] = ["reference": .string(context)] }
    return (resource, try await upload.finish())
  }

  private func receiveResource() async throws -> (JSON, FinishedUpload) {
    var resource = try await json()
    try ResourceValidator.check(resource, type: "Binary")
    guard resource["contentType"]?.string != nil, let bytes = Base64.decode(resource["data"]?.string ?? "") else {
      throw FHIRFault(422, .value, "A Binary needs contentType, and data in base64.")
    }
    resource["data"] = nil
    let upload = try store.binaries.upload()
    try await upload.append(ByteBuffer(bytes: bytes))
    return (resource, try await upload.finish())
  }

  private func readBinary(
    _ find: @escaping @Sendable (ResourceReader) throws -> StoredResource
  ) async throws -> Answer {
    let (stored, patients) = try await store.read(as: principal) { reader in
      let stored = try find(reader)
      return (stored, try reader.patients(of: stored))
    }
    let download = try BinaryDownload(path: store.binaries.path(id: stored.id, version: stored.version))
    var response: Response
    if negotiation.wantsResource {
      response = Response(status: .ok, body: download.body(inside: stored.text))
      response.headers[.contentType] = "application/fhir+json; charset=utf-8"
    } else {
      response = Response(status: .ok, body: download.body)
      response.headers[.contentType] = try stored.json()["contentType"]?.string ?? "application/octet-stream"
      response.headers[.contentDisposition] = "attachment"
      response.headers[.xContentTypeOptions] = "nosniff"
    }
    response.describe(stored)
    return Answer(response: response, entity: stored.versioned, patients: patients)
  }
}
