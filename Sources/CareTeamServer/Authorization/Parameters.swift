import HTTPTypes
import Hummingbird

/// The parameters of a request, of which none may come twice (RFC 6749 §3.1), and one without a value is not there.
struct Parameters: Sendable {
  /// The most bytes of a query or a body, and the most pairs in it.
  static let mostBytes = 32 << 10
  private static let mostPairs = 200

  private let values: [String: String]
  /// Those that came more than once.
  let repeated: Set<String>
  /// All of it, as it stands in a URL.
  let query: FormQuery

  init(parsing text: String) throws(OAuthError) {
    guard text.utf8.count <= Self.mostBytes else { throw OAuthError(.invalidRequest, "The request is too long.") }
    do { query = try FormQuery(parsing: text) } catch {
      throw OAuthError(.invalidRequest, "The request is not UTF-8 in percent-encoding.")
    }
    guard query.pairs.count <= Self.mostPairs else {
      throw OAuthError(.invalidRequest, "The request has too many parameters.")
    }
    var values: [String: String] = [:]
    var repeated: Set<String> = []
    for pair in query.pairs {
      if values[pair.name] != nil { repeated.insert(pair.name) }
      values[pair.name] = pair.value
    }
    self.values = values
    self.repeated = repeated
  }

  /// Reads a form; a parameter in the URL of a POST is as good as none, since URLs are logged.
  init(formOf request: Request) async throws {
    guard try Negotiation(request).mediaType == "application/x-www-form-urlencoded" else {
      throw OAuthError(.invalidRequest, "The body's type is not understood. Send application/x-www-form-urlencoded.")
    }
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= Self.mostBytes else {
        throw OAuthError(.invalidRequest, "The request is too long.")
      }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OAuthError(.invalidRequest, "The body is not UTF-8.")
    }
    try self.init(parsing: text)
    guard repeated.isEmpty else { throw OAuthError(.invalidRequest, "A parameter comes twice. Send each once.") }
  }

  /// A value; nil when it is missing or empty.
  subscript(name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }

  /// A value that must be there.
  func required(_ name: String) throws(OAuthError) -> String {
    guard let value = self[name] else { throw OAuthError(.invalidRequest, "The parameter \(name) is missing.") }
    return value
  }

  /// The names that begin so.
  func names(withPrefix prefix: String) -> [String] { values.keys.filter { $0.hasPrefix(prefix) } }
}
