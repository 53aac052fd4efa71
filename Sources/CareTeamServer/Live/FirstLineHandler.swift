import NIOCore

/// Looks at a connection's first bytes, before any HTTP is read, and decides whether they ask for the live socket.
///
/// Deciding here leaves every other connection the plain HTTP pipeline. A socket must therefore be asked for by a
/// connection's first request, which is what every WebSocket client does.
final class FirstLineHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// Builds the rest of the pipeline; told whether the socket is asked for.
  typealias SetUp = (_ isLive: Bool) -> EventLoopFuture<Void>

  private let line: [UInt8]
  private let patience: Duration
  private let setUp: SetUp
  private let onClose: () -> Void
  private var buffer = ByteBuffer()
  private var isDecided = false
  private var alarm: Scheduled<Void>?

  init(path: String, patience: Duration, setUp: @escaping SetUp, onClose: @escaping () -> Void) {
    line = Array("GET \(path)".utf8)
    self.patience = patience
    self.setUp = setUp
    self.onClose = onClose
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    alarm = context.eventLoop.scheduleTask(in: TimeAmount(patience)) {
      let (handler, context) = bound.value
      if !handler.isDecided { context.close(promise: nil) }
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = Self.unwrapInboundIn(data)
    buffer.writeBuffer(&bytes)
    guard !isDecided, let isLive = decision() else { return }
    isDecided = true
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    setUp(isLive).hop(to: context.eventLoop).whenComplete { result in
      let (handler, context) = bound.value
      switch result {
      case .success: handler.stepAside(context: context)
      case .failure: context.close(promise: nil)
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {}

  func channelInactive(context: ChannelHandlerContext) {
    onClose()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if !isDecided, event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  private func stepAside(context: ChannelHandlerContext) {
    context.fireChannelRead(Self.wrapInboundOut(buffer))
    context.fireChannelReadComplete()
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  /// Nil while the bytes so far are a beginning of the line asked about.
  private func decision() -> Bool? {
    let start = buffer.readableBytesView.prefix(line.count + 1)
    guard start.starts(with: line.prefix(start.count)) else { return false }
    guard start.count > line.count else { return nil }
    let next = start[start.index(start.startIndex, offsetBy: line.count)]
    return next == UInt8(ascii: " ") || next == UInt8(ascii: "?")
  }
}
