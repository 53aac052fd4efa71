import NIOCore
import NIOWebSocket

/// Ends a socket at once when the server stops: a watcher would hold it open for ever.
final class LiveQuiesceHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ChannelShouldQuiesceEvent else {
      context.fireUserInboundEventTriggered(event)
      return
    }
    let bound = context.loopBound
    context.writeAndFlush(Self.wrapOutboundOut(.closing(with: .goingAway))).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }
}

extension WebSocketFrame {
  /// A close frame with its code and reason; the server's frames are never masked (RFC 6455 §5.1).
  static func closing(with close: LiveClose) -> WebSocketFrame {
    var data = ByteBuffer()
    data.writeInteger(close.code)
    data.writeString(close.reason)
    return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
  }
}
