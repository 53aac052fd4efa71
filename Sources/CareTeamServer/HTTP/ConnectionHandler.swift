import CareTeamCore
import NIOCore
import NIOHTTP1

/// What a connection owes its peer beyond the answers themselves (RFC 9110, RFC 9112): leave to send a body, one Host in
/// each request, and an end where the end was announced.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// How long a peer that has been told of the end may go on sending.
  private static let linger = TimeAmount.seconds(5)

  /// The requests whose answers have not ended, in their order.
  private var unanswered: [(version: HTTPVersion, isKeepAlive: Bool)] = []
  /// Whether the last request waits for leave to send its body (RFC 9110 §10.1.1).
  private var isWaitingToSend = false
  /// Whether the answer that is being written says that it is the last.
  private var isLastAnswer = false
  /// Whether a request was refused, so that nothing is read any more.
  private var isRefused = false
  private var isEnding = false

  /// Puts one between the channel's HTTP parser and what answers.
  static func join(_ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(ConnectionHandler(), position: .after(parser))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    guard case .head(var head) = Self.unwrapInboundIn(data) else {
      isWaitingToSend = false
      context.fireChannelRead(data)
      return
    }
    guard !isEnding else { return }
    guard hasHost(head) else {
      isRefused = true
      refuseWhenAnswered(context)
      return
    }
    unanswered.append((head.version, head.isKeepAlive))
    isWaitingToSend = head.version == .http1_1 && head.headers.has("100-continue", in: "expect")
    if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
    letSendWhenAnswered(context)
    context.fireChannelRead(Self.wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch Self.unwrapOutboundIn(data) {
    case .head(var head):
      if let request = unanswered.first, request.version != .http1_1 {
        Self.limit(&head, isKeepAlive: request.isKeepAlive)
      }
      isLastAnswer = head.headers.has("close", in: "connection")
      context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      context.write(data, promise: promise)
      if !unanswered.isEmpty { unanswered.removeFirst() }
      if isLastAnswer { end(context) }
      letSendWhenAnswered(context)
      refuseWhenAnswered(context)
    }
  }

  /// A peer of HTTP/1.0 cannot read chunks, so that an answer of unknown length goes on to the end (RFC 9112 §6.3, §9.3).
  private static func limit(_ head: inout HTTPResponseHead, isKeepAlive: Bool) {
    head.version = .http1_0
    let goesOn =
      isKeepAlive && head.headers.contains(name: "content-length") && !head.headers.has("close", in: "connection")
    head.headers.replaceOrAdd(name: "connection", value: goesOn ? "keep-alive" : "close")
  }

  /// Exactly one (RFC 9112 §3.2); HTTP/1.0 had none.
  private func hasHost(_ head: HTTPRequestHead) -> Bool {
    let count = head.headers["host"].count
    return count == 1 || (count == 0 && head.version != .http1_1)
  }

  /// A 100 may not come between the parts of the answers to earlier requests.
  private func letSendWhenAnswered(_ context: ChannelHandlerContext) {
    guard isWaitingToSend, unanswered.count == 1, !isEnding else { return }
    isWaitingToSend = false
    let head = HTTPResponseHead(version: .http1_1, status: .continue)
    context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
  }

  private func refuseWhenAnswered(_ context: ChannelHandlerContext) {
    guard isRefused, unanswered.isEmpty, !isEnding else { return }
    let fault = FHIRFault(400, .invalid, "The request has no Host, or several. Send one.")
    let body = ByteBuffer(bytes: fault.outcome.bytes())
    let head = HTTPResponseHead(
      version: .http1_1, status: .badRequest,
      headers: [
        "content-type": "application/fhir+json; charset=utf-8", "content-length": String(body.readableBytes),
        "connection": "close",
      ])
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.write(Self.wrapOutboundOut(.end(nil)), promise: nil)
    end(context)
  }

  /// Ends the sending side first: whoever still sends a body would lose an answer that a reset overtakes (RFC 9112 §9.6).
  private func end(_ context: ChannelHandlerContext) {
    guard !isEnding else { return }
    isEnding = true
    context.flush()
    context.close(mode: .output, promise: nil)
    let bound = context.loopBound
    context.eventLoop.scheduleTask(in: Self.linger) { bound.value.close(promise: nil) }
  }
}

extension HTTPHeaders {
  /// Whether a word is in a list of words, in whatever case.
  fileprivate func has(_ word: String, in name: String) -> Bool {
    self[canonicalForm: name].contains { $0.lowercased() == word }
  }
}
