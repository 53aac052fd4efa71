@preconcurrency import Glibc

/// Waits on this machine for the browser to come back with the answer of the authorisation server (RFC 8252 §7.3).
///
/// Browsers open connections that they then do not use, and ask for an icon; other programs knock at every port. None of
/// them may hold up or end the login: all connections are listened to beside each other, each for a short time only.
package struct LoopbackListener: Sendable {
  private static let path = "/callback"
  /// The most connections at a time.
  private static let crowd = 32

  private let descriptor: Int32
  /// The port that is listened at.
  package let port: UInt16

  /// Listens at a port of 127.0.0.1, or at any that is free for 0.
  package init(port: UInt16) throws(SMARTError) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isListening else {
      let reason = SystemMessage.last
      close(descriptor)
      throw .cannotListen("cannot listen at port \(port) of this machine: \(reason); choose another --redirect-port")
    }
    self.port = UInt16(bigEndian: address.sin_port)
  }

  /// Where the browser is to come back to: the number and not ‘localhost’, which may mean something else (RFC 8252 §8.3).
  package var redirect: String { Self.redirect(port: port) }

  /// The same for a port at which nobody listens.
  package static func redirect(port: UInt16) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Waits for the answer to a request, on a thread of its own; the listener is closed then.
  package func answer(to request: AuthorizationRequest, within limit: Duration) async -> AuthorizationAnswer? {
    await withCheckedContinuation { continuation in
      let isStarted = BlockingThread.start { continuation.resume(returning: wait(for: request, within: limit)) }
      if !isStarted { continuation.resume(returning: nil) }
    }
  }

  private func wait(for request: AuthorizationRequest, within limit: Duration) -> AuthorizationAnswer? {
    defer { close(descriptor) }
    let end = ContinuousClock.now + limit
    var visits: [LoopbackVisit] = []
    defer { for visit in visits { visit.close() } }
    while ContinuousClock.now < end {
      var polled = [pollfd(fd: descriptor, events: Int16(visits.count < Self.crowd ? POLLIN : 0), revents: 0)]
      polled += visits.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      poll(&polled, nfds_t(polled.count), 200)
      for index in visits.indices where polled[index + 1].revents != 0 {
        guard let head = visits[index].read() else { continue }
        let (page, answer) = LoopbackPage.reply(to: head, port: port, path: Self.path, request: request)
        visits[index].answer(page)
        if let answer { return answer }
      }
      for visit in visits where visit.isOver { visit.close() }
      visits.removeAll { $0.isOver }
      if polled[0].revents != 0, let visit = LoopbackVisit(acceptedFrom: descriptor) { visits.append(visit) }
    }
    return nil
  }
}
