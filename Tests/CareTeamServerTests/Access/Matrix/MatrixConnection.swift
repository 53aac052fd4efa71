import CareTeamCore
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// One kept connection to a server, for a request at a time.
struct MatrixConnection {
  struct Reply: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]

    var json: JSON { (try? JSON(parsing: body)) ?? .null }
  }

  private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

  /// Connects and runs the body.
  static func with<Value: Sendable>(
    port: Int, _ body: @Sendable (inout MatrixConnection) async throws -> Value
  ) async throws -> Value {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
            wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var connection = MatrixConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
      return try await body(&connection)
    }
  }

  mutating func send(_ request: MatrixRequest, authorization: String?) async throws -> Reply {
    var headers = HTTPHeaders([("host", "127.0.0.1"), ("content-length", String(request.body.count))])
    if let authorization { headers.add(name: "authorization", value: authorization) }
    for (name, value) in request.headers { headers.add(name: name, value: value) }
    let head = HTTPRequestHead(
      version: .http1_1, method: .init(rawValue: request.method), uri: "/fhir/" + request.path, headers: headers)
    try await outbound.write(.head(head))
    if !request.body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: request.body)))) }
    try await outbound.write(.end(nil))
    return try await reply()
  }

  private mutating func reply() async throws -> Reply {
    var reply = Reply(status: 0, headers: [:], body: [])
    while let part = try await inbound.next() {
      switch part {
      case .head(let head): (reply.status, reply.headers) = (Int(head.status.code), head.headers)
      case .body(let buffer): reply.body += buffer.readableBytesView
      case .end: return reply
      }
    }
    throw ChannelError.eof
  }
}
