/// Sends requests: libcurl in the client, the server itself in process for tests.
package protocol Transport: Sendable {
  /// Sends one request and reads the whole answer, whatever its status.
  ///
  /// - Parameters:
  ///   - request: what to send.
  ///   - timeout: the most time for all of it; nil waits as long as bytes move.
  ///   - progress: called now and then with the body bytes sent and received so far.
  func send(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse
}

/// Told of body bytes sent and received so far.
package typealias TransferProgress = @Sendable (_ sent: Int64, _ received: Int64) -> Void

extension Transport {
  /// Sends one request without reporting progress.
  package func send(_ request: HTTPRequest, timeout: Duration?) async throws(TransportError) -> HTTPResponse {
    try await send(request, timeout: timeout, progress: nil)
  }
}
