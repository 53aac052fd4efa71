import CareTeamCore
import Testing

@testable import CareTeamServer

/// What a socket tells is limited by the token that bound it.
@Suite(.timeLimit(.minutes(1))) struct LiveScopeTests {
  private static func token(_ name: String, _ scopes: String, patient: String?, in clinic: LiveFixture) async throws {
    try await clinic.store.addToken(
      name, for: "Practitioner/lee", expires: nil, scopes: Scopes(scopes), patient: patient)
  }

  @Test func `a doctor launched for one patient hears of that one only`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("all", "Practitioner/lee", criteria: LiveCriteria.messagesTopic)
      try await Self.token("launched", "patient/*.rs", patient: "ada", in: clinic)
      try await LiveClient.with(port: clinic.port, token: "launched") { socket in
        try await socket.send("bind all")
        #expect(try await socket.next()?.contains("handshake") == true)
        try await clinic.message("m1", about: "yusuf")
        try await clinic.message("m2", about: "ada")
        let told = try #require(try await socket.next())
        #expect(told.contains("Communication/m2"))
        #expect(!told.contains("Communication/m1"))
      }
    }
  }

  @Test func `a token hears of the types it has scopes for, and of none without`() async throws {
    try await LiveFixture.run { clinic in
      try await clinic.subscribe("all", "Practitioner/lee", criteria: LiveCriteria.messagesTopic)
      try await Self.token("tasks", "user/Subscription.r user/Task.r", patient: nil, in: clinic)
      try await Self.token("none", "user/Subscription.r user/Patient.rs", patient: nil, in: clinic)
      try await Self.token("blind", "user/*.c", patient: nil, in: clinic)
      try await LiveClient.with(port: clinic.port, token: "tasks") { socket in
        try await socket.send("bind all")
        #expect(try await socket.next()?.contains("handshake") == true)
        try await clinic.message("m1", about: "ada")
        try await clinic.store.put(LiveFixture.task)
        let told = try #require(try await socket.next())
        #expect(told.contains("Task/t"))
        #expect(!told.contains("Communication/m1"))
      }
      for (token, answer) in [("none", "lacks the scopes"), ("blind", "no such subscription")] {
        try await LiveClient.with(port: clinic.port, token: token) { socket in
          try await socket.send("bind all")
          #expect(try await socket.next()?.contains(answer) == true, "\(token)")
        }
      }
    }
  }

  @Test func `what a revoked token bound by a ticket ends`() async throws {
    var timing = LiveTiming()
    timing.heartbeat = .milliseconds(50)
    try await LiveFixture.run(timing: timing) { clinic in
      try await clinic.subscribe("all", "Practitioner/lee", criteria: "Communication?")
      try await Self.token("short", "user/*.rs", patient: nil, in: clinic)
      try await LiveClient.with(port: clinic.port, token: "short") { socket in
        try await socket.send("bind all")
        #expect(try await socket.next() == "bound all")
        try await clinic.store.revokeToken("short")
        #expect(try await socket.next() == "close 1008")
      }
    }
  }
}
