import CareTeamCore
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  private static let json = "application/fhir+json; charset=utf-8"

  /// A resource as JSON text.
  init(fhir text: String, status: Int = 200) {
    self.init(status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    headers[.contentType] = Self.json
  }

  /// A stored version, with its ETag and Last-Modified.
  init(_ stored: StoredResource, status: Int = 200, body: String) {
    self.init(fhir: body, status: status)
    describe(stored)
  }

  /// A refusal.
  init(_ fault: FHIRFault) {
    self.init(fhir: fault.outcome.text(), status: fault.status)
    if let challenge = fault.challenge { headers[.wwwAuthenticate] = challenge }
    if let allow = fault.allow { headers[.allow] = allow }
    if fault.status == 413 { headers[.connection] = "close" }
  }

  /// Names the version.
  mutating func describe(_ stored: StoredResource) {
    headers[.eTag] = "W/\"\(stored.version)\""
    headers[.lastModified] = stored.updated.httpDate
  }
}
