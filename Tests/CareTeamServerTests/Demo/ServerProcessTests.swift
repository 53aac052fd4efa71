import CareTeamCore
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServerProcessTests {
  @Test func `the demo says where it is, ends with 0 while a socket is open, and keeps its tokens`() async throws {
    try await ServerProcess.inFolder { server in
      var tokens: [String] = []
      for _ in 0..<2 {
        let status = try await server.serving { ready in
          let url = try #require(ready["url"]?.string)
          let port = try #require(Int(url.split(separator: ":")[2].prefix { $0 != "/" }))
          let file = try #require(ready["tokens"]?["patient"]?.string)
          #expect(ready["tokens"]?.object?.keys == ["patient", "practitioner", "otherPatient"])
          #expect(try Self.mode(file) == 0o600)
          #expect(try Self.mode(server.ready.path) == 0o600)
          let token = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
          tokens.append(token)
          try await LiveClient.with(port: port, token: token) { socket in
            try await socket.send("bind nothing")
            #expect(try await socket.next() == "error nothing no such subscription")
          }
          let second = try await server.run("--demo", "--port", "0", "--data", server.data)
          #expect(second.status == 75)
          #expect(second.errors.contains("process \(ready["pid"]?.int ?? 0)"))
        }
        #expect(status == 0)
        #expect(!FileManager.default.fileExists(atPath: server.ready.path))
      }
      #expect(tokens.count == 2 && tokens[0] == tokens[1] && tokens[0].count == 64)
    }
  }

  @Test func `what cannot be served is refused with its status and one line`() async throws {
    try await ServerProcess.inFolder { server in
      let far = try await server.run("--host", "0.0.0.0", "--data", server.data)
      #expect(far.status == 78 && far.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: server.data))
      #expect(try await server.run("--nonsense").status == 64)
      #expect(try await server.run("--port", "70000").status == 64)
      try FileManager.default.createDirectory(atPath: server.data, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: server.data + "/letters.txt"))
      #expect(try await server.run("--demo", "--data", server.data, "--port", "0").status == 64)
      #expect(try await server.run("--data", server.data + "/letters.txt", "--port", "0").status == 73)
    }
  }

  @Test func `users are made, listed and locked out`() async throws {
    try await ServerProcess.inFolder { server in
      let file = server.folder.appending(path: "token").path
      let made = try await server.run(
        "user", "add", "Ada", "--reference", "Patient/ada", "--token-file", file, "--expires-in", "7d", "--data",
        server.data)
      #expect(made.status == 0 && made.errors.isEmpty)
      #expect(try Self.mode(file) == 0o600)
      #expect(try await server.run("user", "disable", "Ada", "--data", server.data).status == 0)
      #expect(try await server.run("user", "disable", "Eve", "--data", server.data).status == 66)
      #expect(
        try await server.run(
          "user", "add", "x", "--reference", "Group/1", "--token-file", file, "--data", server.data
        ).status == 64)
    }
  }

  private static func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }
}
