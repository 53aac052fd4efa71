import CareTeamCore
import Synchronization
import Testing

@testable import CareTeamNetwork

@Suite struct `A WebSocket` {
  private func open(
    _ server: RawServer, silence: Duration = .seconds(120), configuration: TransportConfiguration = .init()
  ) async throws -> WebSocketConnection {
    try await WebSocketConnection.connect(
      to: "ws://127.0.0.1:\(server.port)/fhir/websocket?a=b", configuration: configuration, timeout: .seconds(60),
      silence: silence)
  }

  @Test func `it sends and receives text both ways`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      while let frame = connection.readFrame(), frame.opcode == .text {
        connection.write(text: "echo " + String(decoding: frame.payload, as: UTF8.self))
      }
    }
    let socket = try await open(server)
    for text in ["bind 1", String(repeating: "ä", count: 200), String(repeating: "z", count: 100_000)] {
      try await socket.send(text)
      #expect(try await socket.next() == "echo " + text)
    }
    let header = try #require(server.requests.first)
    #expect(header.hasPrefix("GET /fhir/websocket?a=b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"))
    #expect(!header.contains("Authorization"))
  }

  @Test func `messages behind the handshake in the same packet are not lost`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket("") != nil else { return }
      connection.write(text: "one")
      connection.write(WebSocketFrame(opcode: .text, payload: Array("tw".utf8), isFinal: false))
      connection.write(WebSocketFrame(opcode: .ping, payload: [1, 2]))
      connection.write(WebSocketFrame(opcode: .continuation, payload: Array("o".utf8)))
      guard connection.readFrame() == WebSocketFrame(opcode: .pong, payload: [1, 2]) else { return }
      connection.write(text: "three")
      connection.waitForEnd()
    }
    let socket = try await open(server)
    #expect(try await socket.next() == "one")
    #expect(try await socket.next() == "two")
    #expect(try await socket.next() == "three")
  }

  @Test func `the token goes with the handshake to its own origin only`() async throws {
    let server = try RawServer { connection in
      if connection.acceptWebSocket() != nil { connection.waitForEnd() }
    }
    let token: TokenSource = { _, _ in "secret" }
    _ = try await open(server, configuration: .init(origin: Origin(server.base), token: token))
    _ = try await open(server, configuration: .init(origin: Origin("http://127.0.0.1:1"), token: token))
    #expect(server.requests[0].contains("Authorization: Bearer secret\r\n"))
    #expect(!server.requests[1].contains("Authorization"))
  }

  @Test func `a handshake whose token is refused is made again with a newer one`() async throws {
    let server = try RawServer { connection in
      guard connection.number > 1 else {
        _ = connection.readHeader()
        return connection.answer("401 Unauthorized")
      }
      if connection.acceptWebSocket() != nil { connection.waitForEnd() }
    }
    let token: TokenSource = { _, refused in refused == "old" ? "new" : "old" }
    _ = try await open(server, configuration: .init(origin: Origin(server.base), token: token))
    #expect(server.requests.map { $0.contains("Bearer new\r\n") } == [false, true])
  }

  @Test func `a close by the server in good order ends the messages`() async throws {
    let echoed = Mutex<WebSocketFrame?>(nil)
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      connection.write(text: "last")
      connection.write(WebSocketFrame.close(1001))
      echoed.withLock { $0 = connection.readFrame() }
      end.finish()
    }
    let socket = try await open(server)
    #expect(try await socket.next() == "last")
    #expect(try await socket.next() == nil)
    #expect(try await socket.next() == nil)
    for await _ in ends {}
    #expect(echoed.withLock { $0 } == WebSocketFrame.close(1001))
    await #expect(throws: WebSocketError.ended) { try await socket.send("late") }
  }

  @Test func `a close by the server with a reason to worry is an error`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      connection.write(WebSocketFrame.close(1011))
      _ = connection.readFrame()
    }
    let socket = try await open(server)
    await #expect(throws: WebSocketError.closed(code: 1011)) { try await socket.next() }
  }

  @Test func `close waits for the server's part`() async throws {
    let seen = Mutex<WebSocketFrame?>(nil)
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      connection.write(text: "before")
      let frame = connection.readFrame()
      seen.withLock { $0 = frame }
      connection.write(WebSocketFrame.close(1000))
    }
    let socket = try await open(server)
    await socket.close()
    #expect(seen.withLock { $0 } == WebSocketFrame.close(1000))
    #expect(try await socket.next() == "before")
    #expect(try await socket.next() == nil)
  }

  @Test(
    arguments: [
      ([0x82, 0x01, 0x00], 1003), ([0x81, 0x02, 0xC3, 0x28], 1007), ([0xC1, 0x00], 1002),
      ([0x80, 0x00], 1002), ([0x81, 0x7F, 0, 0, 0, 0, 0, 0x10, 0, 1], 1009), ([0x88, 0x01, 0x03], 1002),
    ] as [([UInt8], UInt16)])
  func `a violation is answered with its code`(bytes: [UInt8], code: UInt16) async throws {
    let (answers, answer) = AsyncStream.makeStream(of: WebSocketFrame?.self)
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      connection.write(bytes)
      answer.yield(connection.readFrame())
      answer.finish()
    }
    let socket = try await open(server)
    await #expect {
      try await socket.next()
    } throws: {
      if case WebSocketError.violation = $0 { true } else { false }
    }
    for await frame in answers { #expect(frame == WebSocketFrame.close(code)) }
  }

  @Test func `a silent server is pinged, and given up when it stays silent`() async throws {
    let pinged = Mutex(false)
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      let frame = connection.readFrame()
      pinged.withLock { $0 = frame?.opcode == .ping }
      connection.waitForEnd()
    }
    let socket = try await open(server, silence: .milliseconds(200))
    await #expect(throws: WebSocketError.silent) { try await socket.next() }
    #expect(pinged.withLock { $0 })
  }

  @Test func `a server that answers pings is kept`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      for _ in 0..<4 {
        guard let ping = connection.readFrame() else { return }
        connection.write(WebSocketFrame(opcode: .pong, payload: ping.payload))
      }
      connection.write(text: "still here")
      connection.waitForEnd()
    }
    let socket = try await open(server, silence: .seconds(2))
    #expect(try await socket.next() == "still here")
  }

  @Test func `a lost connection is an error`() async throws {
    let server = try RawServer { _ = $0.acceptWebSocket() }
    let socket = try await open(server)
    await #expect(throws: WebSocketError.failed(.interrupted("the server closed the connection"))) {
      try await socket.next()
    }
  }

  @Test func `waiting for a message is cancelled at once, and the next one is still read`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil, connection.readFrame() != nil else { return }
      connection.write(text: "after")
      connection.waitForEnd()
    }
    let socket = try await open(server)
    let waiting = Task { try await socket.next() }
    waiting.cancel()
    await #expect(throws: WebSocketError.failed(.cancelled)) { try await waiting.value }
    try await socket.send("go")
    #expect(try await socket.next() == "after")
  }

  @Test func `connecting is cancelled while the server does not answer`() async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try RawServer { connection in
      _ = connection.readHeader()
      arrival.finish()
      connection.waitForEnd()
    }
    let connecting = Task { _ = try await open(server) }
    for await _ in arrivals {}
    connecting.cancel()
    await #expect(throws: WebSocketError.failed(.cancelled)) { try await connecting.value }
  }

  @Test func `a refused login, and a server that knows no WebSocket, are told apart`() async throws {
    let server = try RawServer { connection in
      _ = connection.readHeader()
      connection.answer(connection.number == 1 ? "401 Unauthorized" : "404 Not Found")
    }
    await #expect(throws: WebSocketError.rejected(status: 401)) { try await open(server) }
    await #expect(throws: WebSocketError.rejected(status: 404)) { try await open(server) }
  }

  @Test func `a handshake for another key is a violation`() async throws {
    let server = try RawServer { connection in
      _ = connection.readHeader()
      connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
      connection.write("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
      connection.waitForEnd()
    }
    await #expect(throws: WebSocketError.violation("its handshake is not one for this request")) {
      try await open(server)
    }
  }

  @Test func `a server that accepts and never answers is given up in time`() async throws {
    let server = try RawServer { $0.waitForEnd() }
    await #expect(throws: WebSocketError.failed(.timedOut(mayHaveArrived: true))) {
      try await WebSocketConnection.connect(
        to: "ws://127.0.0.1:\(server.port)/", configuration: .init(), timeout: .milliseconds(100),
        silence: .seconds(120))
    }
  }

  @Test func `ws beyond this machine is refused`() async {
    await #expect {
      try await WebSocketConnection.connect(
        to: "ws://192.0.2.1/", configuration: .init(), timeout: .seconds(60), silence: .seconds(120))
    } throws: {
      if case WebSocketError.failed(.refused) = $0 { true } else { false }
    }
  }

  @Test func `a reader that is behind makes the server wait, and gets every message`() async throws {
    let server = try RawServer { connection in
      guard connection.acceptWebSocket() != nil else { return }
      for number in 0..<1000 { connection.write(text: "\(number)") }
      connection.write(WebSocketFrame.close(1000))
      connection.waitForEnd()
    }
    let socket = try await open(server)
    for number in 0..<1000 { #expect(try await socket.next() == "\(number)") }
    #expect(try await socket.next() == nil)
  }
}
