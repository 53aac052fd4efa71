/// One HTTP answer, read to its end.
package struct HTTPResponse: Sendable {
  /// The status code.
  package var status: Int
  /// The header fields.
  package var headers: HTTPFields
  /// The body; empty when it was streamed into the request's destination.
  package var body: [UInt8]

  /// An answer.
  package init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Whether the status is 2xx.
  package var isSuccess: Bool { (200..<300).contains(status) }
}
