import CareTeamCore
import Testing

/// Handles, server ids and their prefixes.
@Suite(.clinic)
struct HandleTests {
  @Test func `an unknown handle, id or attachment is 66`() async throws {
    let home = try await Clinic.open().home()
    for arguments in [
      ["read", "c999"], ["read", "m99999"], ["reply", "c999", "-m", "x"], ["read", "ffffffffffff"],
      ["read", "Communication/ffffffffffff"], ["save", "m1.9"], ["mark", "c999", "--read"], ["outbox", "show", "o9"],
      ["draft", "send", "d9"], ["cursor", "show", "nobody"],
    ] {
      let outcome = try await home.run(arguments).exits(66)
      #expect(outcome.output == "" && outcome.errorLines.count == 1, "\(outcome)")
    }
    #expect(try await home.run("draft", "list").exits().output == "")
  }

  @Test func `what shows the handles is said of each kind`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c8", "-m", "x", "--queue-only").exits(8)
    for (words, command) in [
      (["outbox", "retry", "o99"], "outbox list --all"), (["outbox", "show", "o99"], "outbox list --all"),
      (["draft", "send", "d99"], "draft list"), (["draft", "rm", "d99"], "draft list"), (["read", "c99"], "list"),
    ] {
      let outcome = try await home.run(words).exits(66)
      #expect(outcome.errors.contains("‘careteam \(command)’") && !outcome.errors.contains("empty"), "\(outcome)")
    }
  }

  @Test func `an attachment is saved by its handle, by its file's id and by the beginning of that`() async throws {
    let home = try await Clinic.open().home()
    let files = try await home.run("read", "c1", "c2", "c11", "--json").exits().json()["items"]?.array ?? []
    let file = try #require(
      files.flatMap { $0["messages"]?.array ?? [] }.flatMap { $0["attachments"]?.array ?? [] }.first {
        $0["id"] != .null
      })
    let id = try #require(file["id"]?.string)
    for name in [id, "Binary/\(id)", String(id.prefix(8)), "Binary/\(id.prefix(8))"] {
      let saved = try await home.run("save", name, "--json").exits().json()["items"]?.array ?? []
      #expect(saved.map { $0["handle"] } == [file["handle"]])
    }
    for name in [String(id.prefix(7)), "Binary/ffffffffffff", "Communication/\(id)"] {
      try await home.run("save", name).exits(66)
    }
  }

  @Test func `an ambiguous prefix is 65 with the candidates, and never a guess`() async throws {
    let home = try await Clinic.open().home()
    for prefix in ["7c2e91b4", "7c2e91b4d0", "CommunicationRequest/7c2e91b4d0"] {
      let outcome = try await home.run("read", prefix).exits(65)
      #expect(outcome.errors.contains("c7") && outcome.errors.contains("c8"), "\(outcome)")
      #expect(outcome.errorLines.count == 1)
    }
    #expect(try await home.run("reply", "7c2e91b4d0", "-m", "no", "--json").exits(65).error()["code"] == "ambiguous")
    #expect(try await home.run("read", "7c2e91b4d05", "--json").exits().json()["items"]?[0]?["handle"] == "c7")
    #expect(
      try await home.run("read", "CommunicationRequest/7c2e91b4d0c", "--json").exits().json()["items"]?[0]?["handle"]
        == "c8")
  }

  @Test func `a prefix shorter than eight characters is not taken`() async throws {
    let home = try await Clinic.open().home()
    let outcome = await home.run("read", "4be07a9")
    #expect([65, 66].contains(outcome.status), "\(outcome)")
    try await home.run("read", "4be07a91").exits()
  }

  @Test func `the server's id names the same as the handle, for conversations and messages`() async throws {
    let home = try await Clinic.open().home()
    let whole = try await home.run("read", "c1", "--json", "--offline").exits().json()
    for id in ["4be07a91c2f86d35", "CommunicationRequest/4be07a91c2f86d35"] {
      #expect(try await home.run("read", id, "--json", "--offline").exits().json()["items"] == whole["items"])
    }
    let message = try #require(whole["items"]?[0]?["messages"]?[2])
    let id = try #require(message["id"]?.string)
    for name in [id, "Communication/\(id)", message["handle"]?.string ?? ""] {
      let shown = try await home.run("read", name, "--json", "--offline").exits().json()
      #expect(shown["items"]?[0]?["messages"]?.array == [message])
    }
  }

  @Test func `handles stay what they are after sync --full, and no new one repeats an old one`() async throws {
    let home = try await Clinic.open().home()
    func handles() async throws -> [String: String] {
      let items = try await home.run("list", "--json", "--all", "--offline").exits().json()["items"]?.array ?? []
      var handles: [String: String] = [:]
      for item in items {
        let name = item["handle"]?.string ?? ""
        handles[name] = item["id"]?.string
        let read = try await home.run("read", name, "--format", "ndjson", "--offline").exits().jsonLines()
        for message in read { handles[message["handle"]?.string ?? ""] = message["id"]?.string }
      }
      return handles
    }
    let before = try await handles()
    try await home.run("sync", "--full").exits()
    #expect(try await handles() == before)
    let sent = try await home.run("reply", "c8", "-m", "one more", "--json").exits().json()
    #expect(before[sent["message"]?["handle"]?.string ?? "m1"] == nil)
  }

  @Test func `several operands give a result each, and the first failure's status`() async throws {
    let home = try await Clinic.open().home()
    let outcome = try await home.run("read", "c1", "c999", "7c2e91b4d0", "c2", "--json", "--offline").exits(66)
    #expect(try outcome.json()["items"]?.array.map { $0["handle"] } == ["c1", "c2"])
    #expect(outcome.errorLines.count == 2)
  }
}
