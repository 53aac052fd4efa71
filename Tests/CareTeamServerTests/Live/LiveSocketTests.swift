import CareTeamCore
import Logging
import NIOCore
import NIOPosix
import NIOWebSocket
import Testing

@testable import CareTeamServer

@Suite(.timeLimit(.minutes(1))) struct LiveSocketTests {
  @Test func `a bound socket is pinged for each subscription that matches, until it is unbound`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("messages", "Patient/ada", criteria: "Communication?status=completed")
      try await clinic.subscribe("tasks", "Patient/ada", criteria: "Task?")
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send("bind messages")
        #expect(try await socket.next() == "bound messages")
        try await socket.send("bind tasks")
        #expect(try await socket.next() == "bound tasks")
        try await clinic.message("m1", about: "ada")
        #expect(try await socket.next() == "ping messages")
        try await clinic.message("m2", about: "ada", status: "preparation")
        try await clinic.store.put(LiveFixture.task)
        #expect(try await socket.next() == "ping tasks")
      }
    }
  }

  @Test func `another patient's message gives no ping, but the doctor of both hears of it`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("of-ada", "Patient/ada", criteria: "Communication?")
      try await clinic.subscribe("of-lee", "Practitioner/lee", criteria: "Communication?")
      try await clinic.subscribe("tasks", "Patient/ada", criteria: "Task?")
      try await LiveClient.with(port: clinic.port, token: "token-ada") { ada in
        for id in ["of-ada", "tasks"] {
          try await ada.send("bind \(id)")
          #expect(try await ada.next() == "bound \(id)")
        }
        try await LiveClient.with(port: clinic.port, token: "token-lee") { lee in
          try await lee.send("bind of-lee")
          #expect(try await lee.next() == "bound of-lee")
          try await clinic.message("m1", about: "yusuf")
          #expect(try await lee.next() == "ping of-lee")
        }
        try await clinic.store.put(LiveFixture.task)
        #expect(try await ada.next() == "ping tasks")
      }
    }
  }

  @Test func `someone else's subscription, one that is over and a wrong token are refused`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("of-yusuf", "Patient/yusuf", criteria: "Communication?")
      try await clinic.subscribe("over", "Patient/ada", criteria: "Communication?", end: "2020-01-01T00:00:00Z")
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send("bind of-yusuf")
        #expect(try await socket.next() == "error of-yusuf no such subscription")
        try await socket.send("bind over")
        #expect(try await socket.next() == "error over the subscription is off")
      }
      await #expect(throws: (any Error).self) {
        try await LiveClient.with(port: clinic.port, token: "wrong") { _ = try await $0.next() }
      }
    }
  }

  @Test func `a binding token stands in for a login, once it is known`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("topic", "Patient/ada", criteria: LiveCriteria.messagesTopic)
      let hub = LiveHub(
        store: clinic.store, configuration: FHIRServerConfiguration(origin: "http://127.0.0.1"),
        logger: Logger(label: "test"))
      let operation = FHIROperation.webSocketBindingToken(hub: hub, liveURL: "ws://127.0.0.1/fhir/websocket")
      let ada = try #require(try await clinic.store.principal(forUser: "Patient/ada"))
      let subscription = try #require(try await clinic.store.resource("Subscription", "topic", as: ada))
      let parameters = try await operation.handler(subscription, ada)["parameter"]?.array ?? []
      let token = try #require(parameters.first { $0["name"] == "token" }?["valueString"]?.string)
      let outbox = LiveOutbox(now: .now)
      await hub.handle(.bindWithToken(token), from: .anonymous, outbox: outbox)
      guard case .text(let text)? = outbox.take(now: .now).first else { Issue.record("no handshake"); return }
      #expect(text.contains(#""valueCode":"handshake""#))
      await hub.handle(.bindWithToken("guessed"), from: .anonymous, outbox: outbox)
      guard case .close(let close)? = outbox.take(now: .now).first else { Issue.record("no close"); return }
      #expect(close.code == 1008)
    }
  }

  @Test func `a socket without a login may not bind, and is closed when no token comes`() async throws {
    var timing = LiveTiming()
    timing.greeting = .milliseconds(100)
    try await LiveFixture.run(timing: timing) { clinic in
      try await clinic.subscribe("s", "Patient/ada", criteria: "Communication?")
      try await LiveClient.with(port: clinic.port, token: nil) { socket in
        try await socket.send("bind s")
        #expect(try await socket.next()?.hasPrefix("error s log in") == true)
        #expect(try await socket.next() == "close 1008")
      }
    }
  }

  @Test func `a subscription that is deleted ends its socket`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("s", "Patient/ada", criteria: "Communication?")
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send("bind s")
        #expect(try await socket.next() == "bound s")
        try await clinic.store.write(as: .system) { writer in
          _ = try writer.delete(writer.reader.current("Subscription", "s"))
        }
        #expect(try await socket.next() == "close 1000")
      }
    }
  }

  @Test func `an unmasked frame, and one that is too long, end the socket`() async throws {
    try await LiveFixture.run { clinic in
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: "bind s")))
        #expect(try await socket.next() == "close 1002")
      }
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send(String(repeating: "a", count: LiveAssembler.limit + 1))
        #expect(try await socket.next() == "close 1009")
      }
    }
  }

  @Test func `the server pings, answers pings, and closes a socket whose user is locked out`() async throws {
    var timing = LiveTiming()
    timing.heartbeat = .milliseconds(100)
    try await LiveFixture.run(timing: timing) { clinic in
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        try await socket.send(
          WebSocketFrame(fin: true, opcode: .ping, maskKey: .random(), data: ByteBuffer(string: "x")))
        #expect(try await socket.next() == "pong")
        #expect(try await socket.nextPing())
        try await clinic.store.setUser("Patient/ada", disabled: true)
        #expect(try await socket.next() == "close 1008")
      }
    }
  }

  @Test func `a peer that says nothing is dropped`() async throws {
    var timing = LiveTiming()
    timing.heartbeat = .milliseconds(50)
    timing.patience = .milliseconds(120)
    try await LiveFixture.run(timing: timing) { clinic in
      try await LiveClient.with(port: clinic.port, token: "token-ada") { socket in
        let end = try await socket.next()
        #expect(end == nil)
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a connection that asks for nothing is closed`() async throws {
    var timing = LiveTiming()
    timing.firstLine = .milliseconds(100)
    try await LiveFixture.run(timing: timing) { clinic in
      let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
        host: "127.0.0.1", port: clinic.port
      ).get()
      try await connection.closeFuture.get()
    }
  }
}
