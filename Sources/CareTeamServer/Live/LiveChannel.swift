package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Serves a connection as HTTP/1.1, or as the live socket when that is what its first request asks for.
package struct LiveChannel: ServerChildChannel {
  /// What a connection turned out to be.
  enum Negotiated: Sendable {
    case http(HTTP1Channel.Value)
    case live(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, LiveAdmission)
    case refused
  }

  /// A connection and, once its first bytes have come, what it is.
  package struct Value: ServerChildChannelValue {
    package let channel: any Channel
    let negotiated: EventLoopFuture<Negotiated>
  }

  private let http: HTTP1Channel
  private let path: String
  private let sessions: LiveSessions

  /// A channel that hands every path but one to HTTP.
  package init(http: HTTP1Channel, path: String, sessions: LiveSessions) {
    self.http = http
    self.path = path
    self.sessions = sessions
  }

  package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      let promise = channel.eventLoop.makePromise(of: Negotiated.self)
      let handler = FirstLineHandler(
        path: path, patience: sessions.timing.firstLine,
        setUp: { isLive in
          if isLive { return setUpLive(channel, promise) }
          return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            try ConnectionHandler.join(channel)
            promise.succeed(.http(value))
          }
        },
        onClose: { promise.fail(ChannelError.inputClosed) })
      try channel.pipeline.syncOperations.addHandler(handler)
      return Value(channel: channel, negotiated: promise.futureResult)
    }
  }

  package func handle(value: Value, logger: Logger) async {
    guard let negotiated = try? await value.negotiated.get() else { return }
    switch negotiated {
    case .http(let channel): await http.handle(value: channel, logger: logger)
    case .live(let channel, let admission): await sessions.serve(channel, admission: admission)
    case .refused: try? await value.channel.closeFuture.get()
    }
  }
}

extension LiveChannel {
  /// The upgrade's pipeline; the promise is kept when the upgrade has been answered.
  private func setUpLive(
    _ channel: any Channel, _ promise: EventLoopPromise<Negotiated>
  ) -> EventLoopFuture<Void> {
    let admission = NIOLoopBoundBox<LiveAdmission>(
      .refused(status: 426, message: "This address takes a WebSocket upgrade."), eventLoop: channel.eventLoop)
    do {
      let configuration = NIOTypedHTTPServerUpgradeConfiguration(
        upgraders: [upgrader(admission)],
        notUpgradingCompletionHandler: { channel in Self.refuse(channel, admission.value) })
      var pipeline = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: configuration)
      pipeline.enablePipelining = false
      try channel.pipeline.syncOperations.addHandler(LiveWaitingHandler())
      try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(configuration: pipeline)
        .cascade(to: promise)
      return channel.eventLoop.makeSucceededVoidFuture()
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
  }

  private func upgrader(_ admission: NIOLoopBoundBox<LiveAdmission>) -> NIOTypedWebSocketServerUpgrader<Negotiated> {
    NIOTypedWebSocketServerUpgrader(
      maxFrameSize: LiveAssembler.limit,
      shouldUpgrade: { channel, head in
        let authorization = head.headers.first(name: "authorization")
        let promise = channel.eventLoop.makePromise(of: LiveAdmission.self)
        promise.completeWithTask { await sessions.admit(authorization: authorization) }
        return promise.futureResult.map { result in
          admission.value = result
          if case .refused = result { return nil }
          return HTTPHeaders()
        }
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          let waiting = try channel.pipeline.syncOperations.context(handlerType: LiveWaitingHandler.self)
          channel.pipeline.syncOperations.removeHandler(context: waiting, promise: nil)
          try channel.pipeline.syncOperations.addHandler(LiveQuiesceHandler())
          return .live(try NIOAsyncChannel(wrappingChannelSynchronously: channel), admission.value)
        }
      })
  }

  private static func refuse(_ channel: any Channel, _ admission: LiveAdmission) -> EventLoopFuture<Negotiated> {
    channel.eventLoop.makeCompletedFuture {
      let handler =
        switch admission {
        case .refused(let status, let message): LiveRefusalHandler(status: status, message: message)
        case .user, .anonymous: LiveRefusalHandler(status: 400, message: "The WebSocket upgrade is malformed.")
        }
      try channel.pipeline.syncOperations.addHandler(handler)
      return .refused
    }
  }
}
