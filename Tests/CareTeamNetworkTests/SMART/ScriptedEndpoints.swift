import CareTeamCore
import Synchronization

@testable import CareTeamNetwork

/// A server whose answers are told beforehand, by their path; each list is used up, but for its last.
final class ScriptedEndpoints: Transport {
  private let answers: Mutex<[String: [HTTPResponse]]>
  private let seen = Mutex<[HTTPRequest]>([])

  init(_ answers: [String: [HTTPResponse]]) { self.answers = Mutex(answers) }

  /// What was asked for.
  var requests: [HTTPRequest] { seen.withLock { $0 } }

  func send(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse {
    seen.withLock { $0.append(request) }
    let path = URLReference(request.url)?.path ?? ""
    return answers.withLock { answers in
      guard let list = answers[path], let first = list.first else { return HTTPResponse(status: 404) }
      if list.count > 1 { answers[path]?.removeFirst() }
      return first
    }
  }
}

extension HTTPResponse {
  /// An answer with JSON.
  static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: json.bytes())
  }
}

extension HTTPRequest {
  /// The form in the body.
  var form: String {
    guard case .bytes(let bytes) = body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Where the scripted server says that one logs in.
func configuration(_ changes: (inout JSON) -> Void = { _ in }) throws -> SMARTConfiguration {
  var document: JSON = [
    "issuer": "https://login.example", "authorization_endpoint": "https://login.example/authorize",
    "token_endpoint": "https://login.example/token",
    "device_authorization_endpoint": "https://login.example/device",
    "code_challenge_methods_supported": ["S256"],
  ]
  changes(&document)
  guard let configuration = try SMARTConfiguration(document) else { throw SMARTError.noDiscovery(server: "") }
  return configuration
}
