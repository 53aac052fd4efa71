/// What a proxy does to a request instead of passing it on and its answer back.
enum ProxyFault: Sendable {
  /// Passes the request on, and closes when the server has answered: the answer is lost.
  case dropAnswer
  /// Passes half of the request's body on, and cuts both connections.
  case cutUpload
  /// Answers by itself; the server sees nothing.
  case answer(String, headers: String = "", body: [UInt8] = [])
  /// Passes the request on, and gives another answer than the server's.
  case replaceAnswer(String, headers: String = "", body: [UInt8] = [])
  /// Passes the request on, and sends this in place of an answer.
  case garbage([UInt8])
  /// Passes the request on, and cuts the answer's JSON off in the middle, with a length that fits.
  case truncate
  /// Passes the request on, and closes in the middle of the answer.
  case cutAnswer
  /// Passes the request on, and sends the answer a byte a second.
  case trickle
  /// Takes the request and never answers.
  case silence
  /// Passes the request on, and never answers.
  case silenceAfter
}

/// Which requests a fault befalls, by method and path.
struct ProxyTarget: Sendable {
  let matches: @Sendable (_ method: String, _ path: String) -> Bool

  /// Every request.
  static let all = ProxyTarget { _, _ in true }
  /// The creates of messages.
  static let creates = ProxyTarget { $0 == "POST" && $1.hasSuffix("/Communication") }
  /// The uploads of files.
  static let uploads = ProxyTarget { $0 == "POST" && $1.hasSuffix("/Binary") }
  /// The downloads of files.
  static let downloads = ProxyTarget { $0 == "GET" && $1.contains("/Binary/") }
  /// The searches, and so the look-ups.
  static let searches = ProxyTarget { $0 == "POST" && $1.hasSuffix("/_search") }
}
