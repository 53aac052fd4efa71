import HTTPTypes
import Hummingbird

/// What a request sends and wants to have.
struct Negotiation {
  let query: FormQuery
  private let accept: String?
  private let contentType: String?

  init(_ request: Request) throws(FHIRFault) {
    query = try FormQuery(parsing: request.uri.query ?? "")
    accept = request.headers[.accept]?.lowercased()
    contentType = request.headers[.contentType]
  }

  /// Only JSON can be had (FHIR R4 §3.1.0.1.11).
  func checkAccept(form: FormQuery = FormQuery()) throws(FHIRFault) {
    let format = query.value("_format") ?? form.value("_format")
    let isJSON = format.map { $0.lowercased().contains("json") } ?? (accept.map(Self.takesJSON) ?? true)
    guard isJSON else {
      throw FHIRFault(406, .notSupported, "Only JSON can be had here. Ask for application/fhir+json.")
    }
  }

  /// Whether the client wants a Binary as JSON rather than as it is.
  var wantsResource: Bool {
    if let format = query.value("_format") { return format.lowercased().contains("json") }
    return accept?.contains("application/fhir+json") ?? false
  }

  /// The media type of the body, without parameters.
  var mediaType: String {
    (contentType ?? "").split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } } ?? ""
  }

  /// Refuses a body that is of none of these types.
  func checkBody(_ types: String...) throws(FHIRFault) {
    guard types.contains(mediaType) else {
      throw FHIRFault(415, .notSupported, "The body's type is not understood here. Send \(types[0]).")
    }
  }

  private static func takesJSON(_ accept: String) -> Bool {
    accept.split(separator: ",").contains { part in
      let type = part.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
      return type.isEmpty || type == "*/*" || type == "application/*" || type.contains("json")
    }
  }
}
