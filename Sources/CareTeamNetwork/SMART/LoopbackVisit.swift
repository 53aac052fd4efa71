@preconcurrency import Glibc

/// One connection to the loopback listener.
struct LoopbackVisit {
  /// The most bytes of a request: the query has the server's words in it, and nothing more.
  private static let limit = 16_384
  private static let patience: Duration = .seconds(20)

  let descriptor: Int32
  private var received: [UInt8] = []
  private var isAnswered = false
  private let end: ContinuousClock.Instant

  /// The next of the connections that wait.
  init?(acceptedFrom listener: Int32) {
    descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    end = .now + Self.patience
  }

  /// Whether nothing more is to be heard.
  var isOver: Bool { isAnswered || ContinuousClock.now > end }

  /// Takes what has come; the head of the request once it is whole.
  mutating func read() -> String? {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &piece, piece.count)
    if count < 0, errno == EAGAIN || errno == EINTR { return nil }
    guard count > 0, received.count + count <= Self.limit else {
      isAnswered = true
      return nil
    }
    received += piece[..<count]
    let text = String(decoding: received, as: UTF8.self)
    return text.contains("\r\n\r\n") ? text : nil
  }

  /// Sends a page, and says that this was all.
  mutating func answer(_ page: String) {
    isAnswered = true
    var rest = Array(page.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    shutdown(descriptor, Int32(SHUT_WR))
  }

  func close() { _ = Glibc.close(descriptor) }
}
