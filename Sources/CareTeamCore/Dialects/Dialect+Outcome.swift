extension Dialect {
  /// Why a message waits when the server refuses the login, and what to do.
  private static let loginRefused = "the server does not accept the login; log in again with ‘careteam login’"

  /// What an answer to a create means for the message.
  package func outcome(of response: HTTPResponse, sending message: Outgoing) -> SendOutcome {
    let said = OperationOutcome(body: response.body).message
    switch response.status {
    case 200, 201:
      guard let (reference, version) = stored(response, type: resourceType(of: message)) else {
        return .unknown("the server's answer names no message", afterSeconds: nil)
      }
      return .accepted(reference, version: version, wasThere: response.status == 200)
    case 401:
      return .loginNeeded(Self.loginRefused)
    case 412:
      return .refused("the server has several messages with this identifier; look at them before sending again")
    // 425 and 429 are said before anything is done (RFC 8470 §5.2, RFC 6585 §4), 409 instead of it.
    case 409, 425, 429:
      return .tryAgain(said ?? "the server is busy (\(response.status))", afterSeconds: response.retryAfterSeconds)
    // A gateway may say so although the server behind it has stored the message.
    case 408, 500...:
      let reason =
        said ?? (response.status == 503 ? "the server is busy (503)" : "the server failed (\(response.status))")
      return .unknown(reason, afterSeconds: response.retryAfterSeconds)
    case 400..<500:
      return .refused("the server refused it (\(response.status))" + (said.map { ": \($0)" } ?? ""))
    case 300..<400:
      return .refused("the server redirects to another address (\(response.status))")
    default:
      return .unknown(said ?? "the server answered \(response.status)", afterSeconds: nil)
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
    default:
      error.mayHaveArrived
        ? .unknown(error.message, afterSeconds: nil) : .tryAgain(error.message, afterSeconds: nil)
    }
  }

  /// What the answer to a look-up means.
  package func found(in response: HTTPResponse, message: Outgoing) -> LookUp {
    guard response.isSuccess, let json = try? JSON(parsing: response.body), let bundle = Bundle(json) else {
      return .cannotSay("the server could not say whether it has the message (\(response.status))")
    }
    let resources = bundle.resources.map(Resource.init).filter { $0.type == resourceType(of: message) }
    let matches = resources.filter { $0.clientId == message.clientId }
    guard let match = matches.first, let reference = match.reference else {
      // Other messages than the one asked for: a server that ignores what it does not know (FHIR R4 §3.1.1.3.1).
      return resources.isEmpty && bundle.searched(by: "identifier")
        ? .absent : .cannotSay("the server cannot search for a message's identifier")
    }
    guard matches.count == 1 else {
      return .found(.refused("the server has several messages with this identifier; look at them before sending again"))
    }
    return .found(.accepted(reference, version: match.version, wasThere: true))
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

/// What a server says when it is asked whether it has a message.
package enum LookUp: Sendable, Equatable {
  /// It has it, or several of its identifier, which a person must look at.
  case found(SendOutcome)
  /// It does not have it.
  case absent
  /// It does not say.
  case cannotSay(String)
}
