import CareTeamCore
import Testing

/// `--fields`, of every command and in every format.
@Suite(.clinic)
struct FieldsTests {
  @Test func `every column can be asked for by the name that --header prints, in any order`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("watch", "--once", "--cursor", "n").exits()
    try await home.run("reply", "c14", "-m", "x", "--draft").exits()
    try await home.run("reply", "c14", "-m", "x", "--queue-only").exits(8)
    for command in [
      ["list"], ["read", "c1"], ["search", "water"], ["status", "--offline"], ["outbox"], ["draft"], ["cursor"],
      ["account"], ["schema"],
      ["doctor", "--offline"],
    ] {
      let rows = try await home.run(command + ["--header"]).exits().rows
      let columns = try #require(rows.first)
      #expect(rows.count > 1)
      let chosen = columns.reversed().joined(separator: ",")
      let reversed = try await home.run(command + ["--fields", chosen, "--header"]).exits().rows
      #expect(reversed == rows.map { $0.reversed() }, "\(command)")
      for format in ["table", "records"] {
        let text = try await home.run(command + ["--fields", columns[0], "--format", format]).exits().lines
        #expect(text.count >= rows.count - 1, "\(command) as \(format)")
      }
    }
  }

  @Test func `JSON and NDJSON have the fields asked for and no others`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("watch", "--once", "--cursor", "n").exits()
    try await home.run("reply", "c14", "-m", "x", "--draft").exits()
    try await home.run("reply", "c14", "-m", "x", "--queue-only").exits(8)
    for (command, list, fields) in [
      (["list"], "items", ["handle", "waitingOn"]), (["outbox"], "items", ["attempts", "state"]),
      (["draft"], "items", ["handle", "text"]), (["cursor"], "items", ["name", "pending"]),
      (["account"], "items", ["inUse", "name"]), (["doctor", "--offline"], "checks", ["name", "status"]),
      (["mark", "c1", "--unread"], "items", ["handle", "messages"]), (["schema"], "items", ["name", "title"]),
    ] {
      let asked = ["--fields", fields.reversed().joined(separator: ",")]
      let object = try await home.run(command + asked + ["--json"]).exits().json()
      let lines = try await home.run(command + asked + ["--format", "ndjson"]).exits().jsonLines()
      let items = object[list]?.array ?? []
      #expect(!items.isEmpty && items.allSatisfy { $0.object?.keys == fields }, "\(command): \(object)")
      #expect(!lines.isEmpty && lines.allSatisfy { $0.object?.keys == fields }, "\(command): \(lines)")
    }
    let conversation = try await home.run("read", "c1", "--fields", "subject", "--json").exits().json()["items"]?[0]
    #expect(conversation?.object?.keys == ["subject"])
    let messages = try await home.run("read", "c1", "--fields", "text", "--format", "ndjson").exits().jsonLines()
    #expect(messages.count > 1 && messages.allSatisfy { $0.object?.keys == ["text"] })
  }

  @Test func `an object without a list keeps its schema and the members asked for`() async throws {
    let home = try await Clinic.open().home()
    for format in ["json", "ndjson"] {
      let status = try await home.run("status", "--fields", "unreadCount", "--format", format).exits().json()
      #expect(status.object?.keys == ["schema", "unreadCount"])
    }
    let sent = try await home.run("reply", "c14", "-m", "x", "--fields", "outcome", "--json").exits().json()
    #expect(sent == ["outcome": "sent", "schema": "careteam.send/1"])
    #expect(try await home.run("reply", "c14", "-m", "x", "--fields", "outcome").exits().output == "sent\n")
    let sync = try await home.run("sync", "--fields", "newMessages", "--json").exits().json()
    #expect(sync.object?.keys == ["newMessages", "schema"])
  }

  @Test func `the lines of a watch have the fields asked for, and null where they have none`() async throws {
    let home = try await Clinic.open().home()
    let arguments = ["watch", "--once", "--since", "all", "--fields", "type,eventId"]
    let lines = try await home.run(arguments + ["--format", "ndjson"]).exits().jsonLines()
    #expect(lines.first == ["type": "hello", "eventId": .null])
    #expect(lines.contains { $0["type"] == "messageReceived" && $0["eventId"]?.string != nil })
    #expect(lines.allSatisfy { $0.object?.keys == ["eventId", "type"] })
    let rows = try await home.run(arguments).exits().rows
    #expect(rows.count > 100 && rows.allSatisfy { $0.count == 2 && $0[1].hasPrefix("e") })
  }

  @Test func `an unknown field is 64 with the nearest, before anything is done, and for an empty list, too`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let id = "0b9d4f5e-6c1a-4f7e-8a53-5a7d0f9b1c2e"
    for format in ["table", "records", "tsv", "json", "ndjson"] {
      for command in [
        ["list"], ["list", "--type", "education", "--status", "active"], ["outbox"], ["read", "c1"], ["status"],
        ["doctor"], ["sync"], ["watch", "--once"], ["reply", "c14", "-m", "sent by mistake", "--client-id", id],
        ["mark", "c12", "--read"], ["cursor", "rm", "nothing"], ["logout"],
      ] {
        let outcome = try await home.run(command + ["--fields", "nonsense", "--format", format]).exits(64)
        #expect(outcome.output == "" && outcome.errors.contains("field"), "\(outcome)")
      }
    }
    let near = try await home.run("list", "--fields", "handle,unreadCuont").exits(64)
    #expect(near.errors.contains("did you mean ‘unreadCount’?"), "\(near)")
    try await home.run("list", "--fields", "").exits(64)
    try await home.run("read", "c1", "--raw", "--fields", "text").exits(64)
    #expect(try await FHIRClient(clinic, as: .patient).count(clientId: id) == 0)
    #expect(try await home.run("outbox", "--all").exits().output == "")
    #expect(try await home.run("account").exits().rows.count == 1)
  }
}
