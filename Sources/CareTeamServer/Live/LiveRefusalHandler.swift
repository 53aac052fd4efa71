import CareTeamCore
import NIOCore
import NIOHTTP1

/// Answers a request for the socket that cannot be upgraded, and ends the connection.
final class LiveRefusalHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let status: Int
  private let message: String

  init(status: Int, message: String) {
    self.status = status
    self.message = message
  }

  /// The upgrade's handler may keep the request's end to itself, so that nothing is waited for.
  func handlerAdded(context: ChannelHandlerContext) {
    let body = ByteBuffer(bytes: outcome.bytes())
    var headers = HTTPHeaders([
      ("content-type", "application/fhir+json; charset=utf-8"), ("content-length", String(body.readableBytes)),
      ("cache-control", "no-store"), ("connection", "close"),
    ])
    if status == 401 { headers.add(name: "www-authenticate", value: "Bearer realm=\"careteam\"") }
    if status == 426 { headers.add(name: "upgrade", value: "websocket") }
    let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let bound = context.loopBound
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private var outcome: JSON {
    [
      "resourceType": "OperationOutcome",
      "issue": [
        ["severity": "error", "code": status == 401 ? "login" : "invalid", "diagnostics": .string(message)]
      ],
    ]
  }
}
