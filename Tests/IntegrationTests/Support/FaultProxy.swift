@preconcurrency import Glibc
import Synchronization

/// A proxy in front of a clinic that does to chosen requests what bad networks and bad gateways do.
///
/// It knows just enough HTTP to tell requests apart. The server's links name its own port: they get the proxy's, which
/// has as many digits.
final class FaultProxy: Sendable {
  /// A request that came, and when.
  struct Request: Sendable {
    var at: ContinuousClock.Instant
    var method: String
    var path: String
    /// The fault it met, by its name.
    var fault: String?
  }

  private struct Plan: Sendable {
    var fault: ProxyFault
    var target: ProxyTarget
    var times: Int
  }

  private struct State: Sendable {
    var plans: [Plan] = []
    var resets = 0
    var isStopped = false
    var requests: [Request] = []
    var accepted: [ContinuousClock.Instant] = []
    var open: [Int: TCPStream] = [:]
  }

  let port: UInt16
  private let server: UInt16
  private let listener: Int32
  private let state = Mutex(State())

  /// Listens in front of a clinic.
  init(_ clinic: Clinic) throws {
    server = UInt16(clinic.port) ?? 0
    (listener, port) = try Self.listen(digits: clinic.port.count)
    Self.thread { [weak self, listener] in
      // Closed by the thread that accepts: its number might be another test's listener by the next accept.
      defer { close(listener) }
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let stream = TCPStream(descriptor: descriptor)
        guard let self else { return }
        self.take(stream)
      }
    }
  }

  deinit { stop() }

  /// The FHIR base URL to log in to.
  var url: String { "http://127.0.0.1:\(port)/fhir" }

  /// The requests so far.
  var requests: [Request] { state.withLock { $0.requests } }

  /// When connections were made.
  var accepted: [ContinuousClock.Instant] { state.withLock { $0.accepted } }

  /// Lets a fault befall the next requests of a kind, so many of them.
  func inject(_ fault: ProxyFault, into target: ProxyTarget, times: Int = .max) {
    state.withLock { $0.plans.append(Plan(fault: fault, target: target, times: times)) }
  }

  /// Resets the next connections as soon as they are made.
  func resetConnections(_ times: Int = .max) { state.withLock { $0.resets = times } }

  /// From here on everything is passed on; what is held up by a fault is cut off.
  func heal() {
    let open = state.withLock { state in
      state.plans = []
      state.resets = 0
      return state.open.values
    }
    for stream in open { stream.shut() }
  }

  /// Ends the proxy.
  func stop() {
    let wasStopped = state.withLock { state in
      defer { state.isStopped = true }
      return state.isStopped
    }
    guard !wasStopped else { return }
    heal()
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func take(_ client: TCPStream) {
    let isReset = state.withLock { state in
      state.accepted.append(.now)
      guard state.resets > 0 else { return false }
      state.resets -= 1
      return true
    }
    if isReset { return client.reset() }
    Self.thread { [weak self] in
      let number = Int(client.descriptor)
      self?.state.withLock { $0.open[number] = client }
      self?.serve(client)
      client.shut()
      self?.state.withLock { $0.open[number] = nil }
    }
  }

  /// Request by request until one side has enough.
  private func serve(_ client: TCPStream) {
    var upstream: TCPStream?
    while var request = HTTPText(headFrom: client) {
      let fault = note(request)
      if case .cutUpload = fault { return cutUpload(request, from: client) }
      if request.field("expect") == "100-continue" { client.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
      guard request.readBody(from: client) else { return }
      switch fault {
      case .answer(let status, let headers, let body):
        guard client.write(Self.answer(status, headers, body)) else { return }
        continue
      case .silence: return client.waitForEnd()
      default: break
      }
      if upstream == nil { upstream = TCPStream(port: server) }
      guard let server = upstream, let answer = exchange(request, with: server) else { return }
      guard pass(answer, to: client, fault) else { return }
      if answer.words.dropFirst().first == "101" { return tunnel(client, server) }
      if answer.field("connection") == "close" { upstream = nil }
    }
  }

  private func note(_ request: HTTPText) -> ProxyFault? {
    let words = request.words
    let method = words.first ?? ""
    let path = words.count > 1 ? words[1] : ""
    return state.withLock { state in
      let index = state.plans.firstIndex { $0.times > 0 && $0.target.matches(method, path) }
      let fault = index.map { state.plans[$0].fault }
      if let index { state.plans[index].times -= 1 }
      state.requests.append(Request(at: .now, method: method, path: path, fault: fault.map { "\($0)" }))
      return fault
    }
  }

  private func exchange(_ request: HTTPText, with upstream: TCPStream) -> HTTPText? {
    let sent = request.replacing(":\(port)", by: ":\(server)")
    guard upstream.write(sent.head + sent.body), var answer = HTTPText(headFrom: upstream) else { return nil }
    guard answer.words.dropFirst().first != "204", answer.readBody(from: upstream) else { return answer }
    return answer.replacing(":\(server)", by: ":\(port)")
  }

  /// - Returns: whether the connection goes on.
  private func pass(_ answer: HTTPText, to client: TCPStream, _ fault: ProxyFault?) -> Bool {
    switch fault {
    case nil: return client.write(answer.head + answer.body)
    case .replaceAnswer(let status, let headers, let body): return client.write(Self.answer(status, headers, body))
    case .garbage(let bytes): client.write(bytes)
    case .truncate:
      let half = Array(answer.body.prefix(answer.body.count / 2))
      return client.write(Self.answer("200 OK", "Content-Type: application/fhir+json\r\n", half))
    case .cutAnswer:
      let whole = answer.head + answer.body
      client.write(Array(whole.prefix(max(whole.count * 2 / 3, answer.head.count + 1))))
    case .trickle:
      for byte in answer.head + answer.body {
        guard client.write([byte]), !state.withLock({ $0.plans.isEmpty }) else { return false }
        usleep(1_000_000)
      }
      return true
    case .silenceAfter: client.waitForEnd()
    case .dropAnswer, .cutUpload, .answer, .silence: break
    }
    return false
  }

  private func cutUpload(_ request: HTTPText, from client: TCPStream) {
    if request.field("expect") == "100-continue" { client.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
    guard let half = client.read((request.length ?? 0) / 2), let upstream = TCPStream(port: server) else { return }
    upstream.write(request.replacing(":\(port)", by: ":\(server)").head + half)
    upstream.reset()
    client.reset()
  }

  /// After an upgrade bytes go both ways.
  private func tunnel(_ client: TCPStream, _ upstream: TCPStream) {
    Self.thread {
      while let piece = client.readSome(), upstream.write(piece) {}
      upstream.shut()
      client.shut()
    }
    while let piece = upstream.readSome(), client.write(piece) {}
    client.shut()
  }

  private static func answer(_ status: String, _ headers: String, _ body: [UInt8]) -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  /// A port with as many digits as another, which nearly every one the system gives has.
  private static func listen(digits: Int) throws -> (Int32, UInt16) {
    for _ in 0..<1000 {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = TCPStream.loopback(0)
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
          guard bind(descriptor, plain, size) == 0, Glibc.listen(descriptor, 128) == 0,
            getsockname(descriptor, plain, &size) == 0
          else { return nil }
          return UInt16(bigEndian: pointer.pointee.sin_port)
        }
      }
      if let port, String(port).count == digits { return (descriptor, port) }
      close(descriptor)
    }
    throw NoPort()
  }

  private struct NoPort: Error {}

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// A thread of its own: many connections wait at once.
  private static func thread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body() }
        return nil
      }, work)
    pthread_detach(thread)
  }
}
