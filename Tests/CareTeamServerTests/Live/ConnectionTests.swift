import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import CareTeamServer

/// What a peer sees that speaks HTTP by hand.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
  /// Connects and runs the body with a way to send and one to read on until a text has come, or the end.
  private static func talk(
    _ body:
      @escaping @Sendable (
        _ send: (String) async throws -> Void, _ heard: (_ end: String?) async throws -> String
      ) async throws -> Void
  ) async throws {
    try await LiveFixture.run { clinic in
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: clinic.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      try await channel.executeThenClose { inbound, outbound in
        var iterator = inbound.makeAsyncIterator()
        var text = ""
        try await body({ try await outbound.write(ByteBuffer(string: $0)) }) { end in
          while end.map({ !text.contains($0) }) ?? true, let bytes = try await iterator.next() {
            text += String(buffer: bytes)
          }
          let all = text
          text = ""
          return all
        }
      }
    }
  }

  private static let post = """
    POST /fhir/Binary HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-ada\r\nContent-Type: text/plain\r\n\
    Content-Length: 5\r\n
    """
  private static let get = "GET /.well-known/smart-configuration HTTP/1.1\r\nHost: x\r\n\r\n"

  @Test func `a request that waits for leave to send its body gets it at once`() async throws {
    try await Self.talk { send, heard in
      try await send(Self.post + "Expect: 100-Continue\r\n\r\n")
      #expect(try await heard("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try await send("hello")
      #expect(try await heard("\r\n\r\n").hasPrefix("HTTP/1.1 201"))
    }
  }

  @Test func `leave to send never comes between the parts of another answer`() async throws {
    try await Self.talk { send, heard in
      try await send(Self.get + Self.get + Self.post + "Expect: 100-continue\r\n\r\n")
      let text = try await heard("100 Continue\r\n\r\n")
      #expect(text.hasSuffix("}HTTP/1.1 100 Continue\r\n\r\n"))
      #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
      try await send("hello" + Self.post + "\r\nhello" + Self.get)
      #expect(try await !heard("HTTP/1.1 200").contains("100 Continue"))
    }
  }

  @Test func `a connection of HTTP 1·0 ends with its answer, unless it is to be kept`() async throws {
    try await Self.talk { send, heard in
      try await send("GET /fhir/metadata HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(try await heard("\r\n\r\n").lowercased().contains("connection: keep-alive"))
      try await send("GET /fhir/metadata HTTP/1.0\r\n\r\n")
      let text = try await heard(nil)
      #expect(text.contains("HTTP/1.0 200 OK") && text.lowercased().contains("connection: close"))
    }
  }

  @Test(arguments: ["", "Host: x\r\nHost: y\r\n"])
  func `a request without a Host, or with two, is refused and nothing more is read`(hosts: String) async throws {
    try await Self.talk { send, heard in
      try await send(Self.get + "GET /fhir/metadata HTTP/1.1\r\n\(hosts)\r\n" + Self.get)
      let answers = try await heard(nil).components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
      #expect(answers == ["200", "400"])
    }
  }

  @Test func `a connection ends after an answer that says so, though the body has not come`() async throws {
    try await Self.talk { send, heard in
      try await send(Self.post.replacing("Content-Length: 5", with: "Content-Length: 999999999999") + "\r\n")
      let text = try await heard(nil)
      #expect(text.hasPrefix("HTTP/1.1 413") && text.lowercased().contains("connection: close"))
    }
  }
}
