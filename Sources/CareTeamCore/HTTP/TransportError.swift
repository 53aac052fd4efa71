/// Why no HTTP answer came. What matters to a sender is whether the request can have reached the server.
package enum TransportError: Error, Sendable, Equatable {
  /// Nothing was sent: no name, no route, refused, or no trusted TLS. Safe to send again.
  case unreachable(String)
  /// The server's certificate or TLS version is not acceptable; nothing was sent.
  case untrusted(String)
  /// The request was, or may have been, sent and no whole answer came: the outcome is unknown.
  case interrupted(String)
  /// The time allowed ran out; `mayHaveArrived` is false when no byte of the request had left.
  case timedOut(mayHaveArrived: Bool)
  /// The answer is larger than the request allows.
  case tooLarge(limit: Int)
  /// The address is not one careteam sends to, such as http beyond loopback.
  case refused(String)
  /// There is no access token to send with the request, so that it was not sent.
  case noToken(String)
  /// The access token is there and cannot be had now, such as from a keyring that is locked; the request was not sent.
  case noTokenNow(String)
  /// The file to send cannot be read, or the destination not written.
  case file(String)
  /// There is no space left for the destination.
  case diskFull(String)
  /// The task was cancelled.
  case cancelled

  /// Whether the server may have acted on the request.
  package var mayHaveArrived: Bool {
    switch self {
    case .interrupted, .timedOut(mayHaveArrived: true), .tooLarge, .cancelled: true
    case .unreachable, .untrusted, .timedOut(mayHaveArrived: false), .refused, .noToken, .noTokenNow,
      .file, .diskFull:
      false
    }
  }

  /// What happened, in a clause without an end stop.
  package var message: String {
    switch self {
    case .unreachable(let detail), .untrusted(let detail), .interrupted(let detail), .refused(let detail),
      .noToken(let detail), .noTokenNow(let detail), .file(let detail), .diskFull(let detail):
      detail
    case .timedOut: "the server did not answer in time"
    case .tooLarge(let limit): "the server's answer is larger than \(limit) bytes"
    case .cancelled: "it was cancelled"
    }
  }
}
