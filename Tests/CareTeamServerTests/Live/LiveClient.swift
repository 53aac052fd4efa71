import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Testing

/// A WebSocket client with no more than the tests need.
final class LiveClient {
  struct Refused: Error {}

  private var inbound: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>

  private init(
    _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator,
    _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
  ) {
    self.inbound = inbound
    self.outbound = outbound
  }

  /// Connects, upgrades and runs the body.
  static func with<Value: Sendable>(
    port: Int, token: String?, _ body: (LiveClient) async throws -> Value
  ) async throws -> Value {
    let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture { try Self.pipeline(channel, token: token) }
      }
    guard let channel = try await upgrade.get() else { throw Refused() }
    return try await channel.executeThenClose { inbound, outbound in
      try await body(LiveClient(inbound.makeAsyncIterator(), outbound))
    }
  }

  private typealias Upgraded = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>?

  private static func pipeline(_ channel: any Channel, token: String?) throws -> EventLoopFuture<Upgraded> {
    let upgrader = NIOTypedWebSocketClientUpgrader<Upgraded>(upgradePipelineHandler: { channel, _ in
      channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
    })
    var headers = HTTPHeaders([("host", "127.0.0.1"), ("content-length", "0")])
    if let token { headers.add(name: "authorization", value: "Bearer \(token)") }
    let configuration = NIOTypedHTTPClientUpgradeConfiguration(
      upgradeRequestHead: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/fhir/websocket", headers: headers),
      upgraders: [upgrader],
      notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(nil) })
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration))
  }

  /// Sends a masked text message.
  func send(_ text: String) async throws {
    try await outbound.write(
      WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: text)))
  }

  /// Sends a frame as it is.
  func send(_ frame: WebSocketFrame) async throws { try await outbound.write(frame) }

  /// The next text, `close CODE` for a close, or nil at the end; pings are passed over.
  func next() async throws -> String? {
    while let frame = try await inbound.next() {
      #expect(frame.maskKey == nil)
      switch frame.opcode {
      case .text: return String(buffer: frame.unmaskedData)
      case .pong: return "pong"
      case .connectionClose:
        var data = frame.unmaskedData
        return "close \(data.readInteger(as: UInt16.self) ?? 0)"
      default: continue
      }
    }
    return nil
  }

  /// Waits for the server's own ping.
  func nextPing() async throws -> Bool {
    while let frame = try await inbound.next() {
      if frame.opcode == .ping { return true }
      if frame.opcode == .connectionClose { return false }
    }
    return false
  }
}
