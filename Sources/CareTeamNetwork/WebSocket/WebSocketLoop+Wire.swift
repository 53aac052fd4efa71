import CareTeamCore

extension WebSocketLoop {
  /// Connects and shakes hands; throws what `WebSocketConnection.connect` throws.
  func open() throws(WebSocketError) {
    let deadline = ContinuousClock.now + plan.timeout
    let channel = try wire { () throws(TransportError) in try WebSocketChannel(plan) }
    while try wire({ () throws(TransportError) in try !channel.connect(wakeup: inbox.descriptor) }) {
      try checkAbandoned()
    }
    self.channel = channel
    outgoing.add(plan.handshake.request, nil)
    var answer: [UInt8] = []
    while true {
      try flush()
      if let end = WebSocketHandshake.headerEnd(answer) {
        try plan.handshake.check(answer[..<end])
        reader.append(answer[end...])
        heard = ContinuousClock.now
        return
      }
      guard answer.count < WebSocketHandshake.limit else { throw .violation("its handshake is too long") }
      guard let more = try wire({ () throws(TransportError) in try channel.read() }) else {
        guard ContinuousClock.now < deadline else { throw .failed(.timedOut(mayHaveArrived: true)) }
        channel.wait(reading: true, writing: !outgoing.isEmpty, wakeup: inbox.descriptor, until: deadline)
        try checkAbandoned()
        continue
      }
      guard !more.isEmpty else { throw .failed(.interrupted("the server closed the connection in the handshake")) }
      answer += more
    }
  }

  /// Whether more is to be read now: not while the reader is behind.
  var isReading: Bool { messages.count < WebSocketLoop.queueLimit }

  /// When a ping is due, or the silence has been too long.
  var nextDeadline: ContinuousClock.Instant? {
    isReading ? heard + (pinged ? plan.silence : plan.silence / 2) : nil
  }

  /// Writes as much as the socket takes.
  func flush() throws(WebSocketError) {
    guard let channel else { return }
    while !outgoing.isEmpty {
      let count = try wire { () throws(TransportError) in try channel.write(outgoing.next) }
      guard count > 0 else { return }
      outgoing.didWrite(count)
    }
  }

  /// Reads until nothing more has come, the reader is behind, or orders should be looked at again.
  func readAvailable() throws(WebSocketError) {
    try handleEvents()
    var turns = 0
    isMoreWaiting = false
    while end == nil, isReading, let more = try wire({ () throws(TransportError) in try channel?.read() }) {
      guard !more.isEmpty else {
        return finish(closeDeadline == nil ? .failed(.interrupted("the server closed the connection")) : nil)
      }
      (heard, pinged) = (ContinuousClock.now, false)
      reader.append(more)
      try handleEvents()
      turns += 1
      isMoreWaiting = turns == WebSocketLoop.readLimit
      if isMoreWaiting { return }
    }
    if !isReading { (heard, pinged) = (ContinuousClock.now, false) }
  }

  /// Pings when half of the allowed silence has passed; throws `silent` when all of it has.
  func checkClock() throws(WebSocketError) {
    let now = ContinuousClock.now
    if let closeDeadline {
      if now >= closeDeadline { finish(nil) }
    } else if now >= heard + plan.silence {
      throw .silent
    } else if !pinged, now >= heard + plan.silence / 2 {
      pinged = true
      outgoing.add(WebSocketFrame(opcode: .ping, payload: []).encoded(), nil)
    }
  }

  /// Lets the other side read our close before the socket is gone: unread bytes would make the system reset it.
  func linger() {
    let deadline = ContinuousClock.now + WebSocketLoop.closeLimit
    while !isAbandoned, let channel, ContinuousClock.now < deadline {
      do {
        try flush()
        guard let more = try channel.read() else {
          channel.wait(reading: true, writing: !outgoing.isEmpty, wakeup: inbox.descriptor, until: deadline)
          obeyAll()
          continue
        }
        if more.isEmpty { return }
      } catch {
        return
      }
    }
  }

  private func handleEvents() throws(WebSocketError) {
    while end == nil, isReading {
      let event: WebSocketReader.Event?
      do throws(WebSocketViolation) {
        event = try reader.next()
      } catch {
        outgoing.add(WebSocketFrame.close(error.code).encoded(), nil)
        throw .violation(error.message)
      }
      guard let event else { return }
      handle(event)
    }
  }

  private func handle(_ event: WebSocketReader.Event) {
    switch event {
    case .text(let text):
      messages.append(text)
      deliver()
    case .ping(let payload):
      if closeDeadline == nil, outgoing.count < WebSocketLoop.outgoingLimit {
        outgoing.add(WebSocketFrame(opcode: .pong, payload: payload).encoded(), nil)
      }
    case .pong: break
    case .close(let code):
      if closeDeadline == nil { outgoing.add(WebSocketFrame.close(code ?? 1000).encoded(), nil) }
      let isInOrder = closeDeadline != nil || code == nil || code == 1000 || code == 1001
      finish(isInOrder ? nil : .closed(code: code ?? 1005))
    }
  }

  private func checkAbandoned() throws(WebSocketError) {
    obeyAll()
    if isAbandoned { throw .failed(.cancelled) }
  }

  private func wire<Value>(_ body: () throws(TransportError) -> Value) throws(WebSocketError) -> Value {
    do throws(TransportError) { return try body() } catch { throw .failed(error) }
  }
}
