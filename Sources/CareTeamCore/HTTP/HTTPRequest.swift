/// One HTTP request, as a dialect or the server's tests state it.
package struct HTTPRequest: Sendable {
  /// What is sent after the header.
  package enum Body: Sendable, Equatable {
    case none
    case bytes([UInt8])
    /// The content of a file, streamed from disk.
    case file(path: String, size: Int64)
    /// Bytes that are made while they are sent.
    case stream(ByteStream)
  }

  /// The method, such as `GET`.
  package var method: String
  /// The absolute URL.
  package var url: String
  /// The header fields, without those the transport owns (authorisation, length).
  package var headers: HTTPFields
  /// What is sent after the header.
  package var body: Body
  /// The most bytes accepted in the answer when it is kept in memory.
  package var responseLimit: Int
  /// A file, already created and empty, that a successful (2xx) answer's body is streamed into instead.
  package var destination: String?
  /// Whether the server is known to do what it asks no more than once, although its method does not promise that: a create
  /// on the condition that there is none, where that is kept (FHIR R4 §3.1.0.8.1).
  package var isRepeatable = false
  /// What takes a successful answer's body instead, piece by piece; before a `destination`.
  package var sink: ByteSink?

  /// A request; the answer's limit is 64 MiB unless told.
  package init(
    _ method: String, _ url: String, headers: HTTPFields = [:], body: Body = .none,
    responseLimit: Int = 64 << 20, destination: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.responseLimit = responseLimit
    self.destination = destination
  }
}
