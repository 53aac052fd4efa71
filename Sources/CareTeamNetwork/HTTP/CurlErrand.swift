import CareTeamCore

/// One request made ready for libcurl's thread.
struct CurlErrand: Sendable {
  /// What names it in the inbox.
  let number: UInt64
  let request: HTTPRequest
  let target: RequestTarget
  /// Header lines as they are sent.
  let lines: [String]
  let timeout: Duration?
  let progress: TransferProgress?

  /// Throws `TransportError.refused` for a method or a field that would be no HTTP.
  init(
    number: UInt64, request: HTTPRequest, target: RequestTarget, token: String?, timeout: Duration?,
    progress: TransferProgress?
  ) throws(TransportError) {
    guard HTTPFields.isToken(request.method) else { throw .refused("the request's method is not an HTTP method") }
    self.number = number
    self.request = request
    self.target = target
    self.timeout = timeout
    self.progress = progress
    lines = try CurlErrand.lines(of: request, token: token)
  }

  /// Whether sending it a second time, on a fresh connection when a kept one turned out dead, does no more than once:
  /// idempotent methods (RFC 9110 §9.2.2), searches, and what says so of itself.
  var isRepeatable: Bool {
    switch request.method {
    case "GET", "HEAD", "OPTIONS", "DELETE": true
    case "PUT": request.headers["If-Match"] == nil
    case "POST": request.isRepeatable || target.url.path.hasSuffix("/_search")
    default: false
    }
  }

  private static func lines(of request: HTTPRequest, token: String?) throws(TransportError) -> [String] {
    var headers = request.headers
    if let token, headers["Authorization"] == nil { headers.add("Authorization", "Bearer \(token)") }
    try headers.check()
    // libcurl drops a field that ends in a colon, and sends an empty one for a semicolon.
    var lines = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    // No wait for 100 (Continue), and no form's type for a body that has none.
    lines.append("Expect:")
    if headers["Content-Type"] == nil { lines.append("Content-Type:") }
    return lines
  }
}
