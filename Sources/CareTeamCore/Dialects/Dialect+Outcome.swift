extension Dialect {
  /// Why a message waits when the server refuses the login, and what to do.
  private static let loginRefused = "the server does not accept the login; log in again with ‘careteam login’"

  /// What an answer to a create means for the message.
  package func outcome(of response: HTTPResponse, sending message: Outgoing) -> SendOutcome {
    let said = OperationOutcome(body: response.body).message
    switch response.status {
    case 200, 201:
      guard let (reference, version) = stored(response, type: message.resourceType) else {
        return .unknown("the server's answer names no message")
      }
      return .accepted(reference, version: version, wasThere: response.status == 200)
    case 401:
      return .loginNeeded(Self.loginRefused)
    case 412:
      return .refused("the server has several messages with this identifier; look at them before sending again")
    case 408, 409, 425, 429, 503:
      return .tryAgain(said ?? "the server is busy (\(response.status))", afterSeconds: response.retryAfterSeconds)
    case 400..<500:
      return .refused("the server refused it (\(response.status))" + (said.map { ": \($0)" } ?? ""))
    case 300..<400:
      return .refused("the server redirects to another address (\(response.status))")
    default:
      return .unknown(said ?? "the server failed (\(response.status))")
    }
  }

  /// What an answer to an upload means for the message the file belongs to, which has not been sent itself.
  package func outcome(ofUpload response: HTTPResponse) -> SendOutcome {
    let said = OperationOutcome(body: response.body).message.map { ": \($0)" } ?? ""
    switch response.status {
    case 401: return .loginNeeded(Self.loginRefused)
    case 413: return .refused("the server does not take files of this size\(said)")
    case 408, 409, 425, 429, 200..<400, 500..<600:
      return .tryAgain(
        "the server did not take the file (\(response.status))\(said)", afterSeconds: response.retryAfterSeconds)
    default: return .refused("the server refused the file (\(response.status))\(said)")
    }
  }

  /// What no answer at all means for the message.
  package func outcome(of error: TransportError) -> SendOutcome {
    switch error {
    case .refused, .file: .refused(error.message)
    case .noToken: .loginNeeded(error.message)
    default: error.mayHaveArrived ? .unknown(error.message) : .tryAgain(error.message, afterSeconds: nil)
    }
  }

  /// What the answer to a look-up means: nil when the server does not have the message.
  package func found(in response: HTTPResponse, message: Outgoing) throws(DialectError) -> SendOutcome? {
    guard response.isSuccess, let json = try? JSON(parsing: response.body), let bundle = Bundle(json) else {
      throw .notABundle(status: response.status)
    }
    let matches = bundle.resources.map(Resource.init).filter {
      $0.type == message.resourceType && $0.clientId == message.clientId
    }
    guard let match = matches.first, let reference = match.reference else { return nil }
    guard matches.count == 1 else {
      return .refused("the server has several messages with this identifier; look at them before sending again")
    }
    return .accepted(reference, version: match.version, wasThere: true)
  }

  /// Where an upload ended up, as the message will name it.
  package func uploadedURL(in response: HTTPResponse) -> String? {
    stored(response, type: "Binary")?.0.description
  }

  /// The id and version of what was stored: from the body, else from `Location`, versioned or not (FHIR R4 §3.1.0.8).
  package func stored(_ response: HTTPResponse, type: String) -> (reference: Reference, version: String?)? {
    if let json = try? JSON(parsing: response.body) {
      let resource = Resource(json)
      if resource.type == type, let reference = resource.reference { return (reference, resource.version) }
    }
    guard let location = response.headers["Location"] ?? response.headers["Content-Location"],
      let reference = Reference(location), reference.type == type
    else { return nil }
    let version = location.split(separator: "/")
    return (reference, version.dropLast().last == "_history" ? version.last.map(String.init) : nil)
  }
}

/// Why an answer could not be used.
package enum DialectError: Error, Sendable, Equatable {
  /// A search was answered with something else than a Bundle.
  case notABundle(status: Int)
}

extension HTTPResponse {
  /// `Retry-After` in seconds, the form without a date (RFC 9110 §10.2.3).
  package var retryAfterSeconds: Int? {
    headers["Retry-After"].flatMap { Int($0) }.map { min(max($0, 0), 86_400) }
  }
}
