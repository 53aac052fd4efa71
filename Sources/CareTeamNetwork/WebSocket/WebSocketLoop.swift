import CareTeamCore

/// The one thread of a WebSocket: opens it, answers pings, keeps the deadlines, and hands messages over.
final class WebSocketLoop {
  /// Where the result of a send or of a close goes.
  typealias Done = CheckedContinuation<WebSocketError?, Never>
  /// Where a message goes; nil is the end of the stream.
  typealias Received = CheckedContinuation<Result<String?, WebSocketError>, Never>

  /// What the loop is told.
  enum Order: Sendable {
    case send([UInt8], Done)
    case receive(UInt64, Received)
    case cancelReceive(UInt64)
    case close(Done)
    /// Nobody holds the connection any more, or wants it to be opened.
    case abandon
  }

  /// How it ended: nil error for a close in good order.
  struct End { let error: WebSocketError? }

  /// Messages kept for the reader; beyond it the socket is left unread, so that the server has to wait.
  static let queueLimit = 64
  /// Bytes to send that may wait before pings go unanswered.
  static let outgoingLimit = 64 << 10
  /// Reads of 16 KiB between two looks at the inbox, so that no flood of messages holds up a cancellation.
  static let readLimit = 16
  /// How long a close waits for the other side's.
  static let closeLimit = Duration.seconds(2)

  let inbox: Inbox<Order>
  let plan: WebSocketPlan
  var channel: WebSocketChannel?
  var reader: WebSocketReader
  var outgoing = WebSocketOutgoing()
  var messages: [String] = []
  var receivers: [(number: UInt64, received: Received)] = []
  var closers: [Done] = []
  var heard = ContinuousClock.now
  var pinged = false
  var closeDeadline: ContinuousClock.Instant?
  var end: End?
  var isAbandoned = false
  /// Whether reading stopped before the socket was empty.
  var isMoreWaiting = false

  init(_ inbox: Inbox<Order>, _ plan: WebSocketPlan) {
    self.inbox = inbox
    self.plan = plan
    reader = WebSocketReader(limit: plan.messageLimit)
  }

  /// Runs until `Order.abandon`; `opened` is told first, nil when the WebSocket is open.
  func run(_ opened: Done) {
    do throws(WebSocketError) {
      try open()
      opened.resume(returning: nil)
    } catch {
      return opened.resume(returning: error)
    }
    while end == nil { turn() }
    linger()
    channel = nil
    while !isAbandoned {
      inbox.wait()
      obeyAll()
    }
  }

  /// One turn: orders, what is to be sent, what has come, the clock, and then sleep.
  private func turn() {
    obeyAll()
    do throws(WebSocketError) {
      try flush()
      try readAvailable()
      try checkClock()
      try flush()
    } catch {
      finish(error)
    }
    if isAbandoned { finish(.ended) }
    guard end == nil, !isMoreWaiting else { return }
    channel?.wait(
      reading: isReading, writing: !outgoing.isEmpty, wakeup: inbox.descriptor, until: closeDeadline ?? nextDeadline)
  }

  /// Does what the inbox asks.
  func obeyAll() { inbox.take().forEach(obey) }

  private func obey(_ order: Order) {
    switch order {
    case .send(let frame, let done):
      guard end == nil, closeDeadline == nil else { return done.resume(returning: end?.error ?? .ended) }
      outgoing.add(frame, done)
    case .receive(let number, let received):
      receivers.append((number, received))
      deliver()
    case .cancelReceive(let number):
      guard let index = receivers.firstIndex(where: { $0.number == number }) else { return }
      receivers.remove(at: index).received.resume(returning: .failure(.failed(.cancelled)))
    case .close(let done): close(done)
    case .abandon: abandon()
    }
  }

  private func close(_ done: Done) {
    guard end == nil else { return done.resume(returning: nil) }
    closers.append(done)
    guard closeDeadline == nil else { return }
    outgoing.add(WebSocketFrame.close(1000).encoded(), nil)
    closeDeadline = ContinuousClock.now + WebSocketLoop.closeLimit
  }

  private func abandon() {
    isAbandoned = true
    guard end == nil, closeDeadline == nil else { return }
    outgoing.add(WebSocketFrame.close(1001).encoded(), nil)
  }

  /// Gives waiting messages, and then the end, to waiting readers.
  func deliver() {
    while !receivers.isEmpty {
      if !messages.isEmpty {
        receivers.removeFirst().received.resume(returning: .success(messages.removeFirst()))
      } else if let end {
        receivers.removeFirst().received.resume(returning: end.error.map { .failure($0) } ?? .success(nil))
      } else {
        return
      }
    }
  }

  /// Tells everyone that it has ended.
  func finish(_ error: WebSocketError?) {
    guard end == nil else { return }
    end = End(error: error)
    outgoing.fail(error ?? .ended)
    for done in closers { done.resume(returning: nil) }
    closers = []
    deliver()
  }
}
