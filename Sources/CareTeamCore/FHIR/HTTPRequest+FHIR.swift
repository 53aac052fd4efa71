extension HTTPRequest {
  /// FHIR's media type.
  package static let fhirJSON = "application/fhir+json"

  /// A request for a resource or a page.
  package init(get url: String) {
    self.init("GET", url, headers: ["Accept": Self.fhirJSON, "Cache-Control": "no-cache"])
  }

  /// A create (FHIR R4 §3.1.0.8) that asks for the resource as stored.
  package init(post resource: JSON, to url: String) {
    self.init("POST", url, headers: Self.writing, body: .bytes(resource.bytes()))
    headers["Content-Type"] = Self.fhirJSON
  }

  /// A JSON Patch (FHIR R4 §3.1.0.6, RFC 6902).
  package init(patch operations: [JSON], to url: String) {
    self.init("PATCH", url, headers: Self.writing, body: .bytes(JSON.array(operations).bytes()))
    headers["Content-Type"] = "application/json-patch+json"
  }

  /// A search whose parameters stand in the body, so that nothing about a patient is in a URL (FHIR R4 §3.1.1.4).
  package init(search type: String, _ parameters: [(String, String)], base: String) {
    self.init(form: parameters, to: "\(base)/\(type)/_search", accept: Self.fhirJSON)
    headers["Cache-Control"] = "no-cache"
  }

  /// A form, posted.
  package init(form parameters: [(String, String)], to url: String, accept: String) {
    self.init("POST", url, headers: ["Accept": accept], body: .bytes(Array(Self.form(parameters).utf8)))
    headers["Content-Type"] = "application/x-www-form-urlencoded"
  }

  /// The same search as a GET, for a server that answers 405 to the POST.
  package init(searchByGet type: String, _ parameters: [(String, String)], base: String) {
    self.init(get: "\(base)/\(type)?\(Self.form(parameters))")
  }

  private static let writing: HTTPFields = ["Accept": fhirJSON, "Prefer": "return=representation"]

  /// Names and values as a form; every byte but the unreserved ones is escaped (RFC 3986 §2.3).
  package static func form(_ parameters: [(String, String)]) -> String {
    parameters.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
  }

  private static func escape(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}
