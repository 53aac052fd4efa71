import CareTeamCore

/// The request that a redirect asks for (RFC 9110 §15.4), within the origin only.
struct Redirect {
  /// What to send next.
  let request: HTTPRequest
  /// Whether the server has acted, and only the answer is to be had elsewhere (303 to an unsafe method).
  let isAnswerElsewhere: Bool

  /// What follows `response`; nil when it is the answer itself, as a 301 or 302 to a method that is not GET or HEAD is.
  ///
  /// Throws `TransportError.refused` for another origin.
  static func next(after response: HTTPResponse, to request: HTTPRequest) throws(TransportError) -> Redirect? {
    guard let location = response.headers["Location"] else { return nil }
    let isSafe = request.method == "GET" || request.method == "HEAD"
    var next = request
    switch response.status {
    case 301, 302: guard isSafe else { return nil }
    case 307, 308: break
    case 303:
      next.body = .none
      if !isSafe { next.method = "GET" }
    default: return nil
    }
    let hasActed = response.status == 303 && !isSafe
    next.url = try address(location, from: request.url, hasActed: hasActed)
    return Redirect(request: next, isAnswerElsewhere: hasActed)
  }

  private static func address(
    _ location: String, from url: String, hasActed: Bool
  ) throws(TransportError) -> String {
    guard let base = URLReference(url), let target = URLReference(location)?.resolved(against: base),
      let origin = Origin(base), Origin(target) == origin
    else {
      let message = "the server redirects to another origin, which careteam does not follow"
      throw hasActed ? .interrupted(message) : .refused(message)
    }
    return target.description
  }
}
