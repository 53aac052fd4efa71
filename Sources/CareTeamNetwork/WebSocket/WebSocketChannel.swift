import CCurl
import CareTeamCore
@preconcurrency import Glibc

/// A connection that libcurl has opened, through TLS and proxy, and that is then read and written as bytes.
final class WebSocketChannel {
  private let target: RequestTarget
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private var buffer = [UInt8](repeating: 0, count: 16 << 10)

  /// Throws when there is no libcurl.
  init(_ plan: WebSocketPlan) throws(TransportError) {
    if let fault = Libcurl.load() { throw .unreachable(fault) }
    guard let easy = ccurl_easy_init() else { throw .unreachable("there is not enough memory to connect") }
    guard let multi = ccurl_multi_init() else {
      ccurl_easy_cleanup(easy)
      throw .unreachable("there is not enough memory to connect")
    }
    (target, self.easy, self.multi) = (plan.target, easy, multi)
    let options = CurlOptions(easy)
    options.setConnection(to: plan.target, plan.configuration)
    options.set(CURLOPT_CONNECT_ONLY, true)
    options.set(CURLOPT_TIMEOUT_MS, plan.timeout.wholeMilliseconds)
    ccurl_multi_add(multi, easy)
  }

  deinit {
    ccurl_multi_remove(multi, easy)
    ccurl_easy_cleanup(easy)
    ccurl_multi_cleanup(multi)
  }

  /// Moves the connecting on, then waits; true when the connection is there.
  func connect(wakeup: Int32) throws(TransportError) -> Bool {
    var running: Int32 = 0
    var code = CURLE_OK
    ccurl_multi_perform(multi, &running)
    if ccurl_multi_next_ended(multi, &code) != nil {
      guard code == CURLE_OK else { throw CurlFailure(easy, target.origin).error(code, nil) }
      return true
    }
    ccurl_multi_poll(multi, wakeup, 3_600_000)
    return false
  }

  /// What has come, at most 16 KiB: nil when nothing has, empty at the end of the stream.
  func read() throws(TransportError) -> ArraySlice<UInt8>? {
    var count = 0
    switch buffer.withUnsafeMutableBytes({ ccurl_easy_recv(easy, $0.baseAddress, $0.count, &count) }) {
    case CURLE_OK: return buffer[..<count]
    case CURLE_AGAIN: return nil
    default: throw lost
    }
  }

  /// Hands bytes to the socket; the number it took, 0 when it is full.
  func write(_ bytes: ArraySlice<UInt8>) throws(TransportError) -> Int {
    var count = 0
    switch bytes.withUnsafeBytes({ ccurl_easy_send(easy, $0.baseAddress, $0.count, &count) }) {
    case CURLE_OK: return count
    case CURLE_AGAIN: return 0
    default: throw lost
    }
  }

  /// Waits for the socket, for `wakeup`, or for the time.
  func wait(reading: Bool, writing: Bool, wakeup: Int32, until deadline: ContinuousClock.Instant?) {
    let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
    // A socket that is not waited for is left out, since poll reports a hang-up unasked, again and again.
    let socket = events == 0 ? -1 : ccurl_get_socket(easy, CURLINFO_ACTIVESOCKET)
    var polls = [
      pollfd(fd: socket, events: Int16(events), revents: 0), pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
    ]
    let milliseconds = deadline.map { ContinuousClock.now.duration(to: $0).wholeMilliseconds } ?? -1
    _ = poll(&polls, 2, Int32(clamping: milliseconds))
  }

  private var lost: TransportError { .interrupted("the connection to \(target.origin.hostAndPort) broke") }
}
