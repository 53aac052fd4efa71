import CareTeamCore
import Testing

/// The contract's JSON: every key present, null said out loud, keys sorted, ids as strings, times in UTC.
@Suite(.clinic)
struct JSONShapeTests {
  private static let conversation: Set = [
    "attachmentCount", "category", "createdAt", "handle", "id", "lastMessage", "medium", "messageCount", "participants",
    "patient", "priority", "reason", "reference", "serverStatus", "status", "subject", "type", "unreadCount",
    "updatedAt", "waitingOn",
  ]
  private static let message: Set = [
    "attachments", "clientId", "conversation", "delivery", "direction", "from", "handle", "id", "inReplyTo", "priority",
    "read", "readAt", "receivedAt", "sentAt", "text", "to",
  ]
  private static let attachment: Set = [
    "contentType", "filename", "handle", "id", "path", "safeFilename", "sha256", "size", "state",
  ]

  private func expect(
    _ json: JSON?, has keys: Set<String>, _ location: SourceLocation = #_sourceLocation
  ) {
    let found = Set(json?.object?.keys ?? [])
    #expect(found.isSuperset(of: keys), "missing: \(keys.subtracting(found))", sourceLocation: location)
  }

  /// What holds for every value of every output.
  private func expectHouseRules(_ json: JSON, _ path: String = "", _ location: SourceLocation = #_sourceLocation) {
    switch json {
    case .object(let object):
      #expect(object.keys == object.keys.sorted(), "\(path)", sourceLocation: location)
      for (key, value) in object.members {
        #expect(
          key.allSatisfy { $0.isLetter || $0.isNumber } && key.first?.isLowercase == true, "\(path).\(key)",
          sourceLocation: location)
        if key == "id" || key == "handle" || key == "name" {
          #expect(value == .null || value.string != nil, "\(path).\(key)", sourceLocation: location)
        }
        if key.hasSuffix("At") || key == "at" || key == "since", value != .null {
          let text = value.string ?? ""
          #expect(
            text.hasSuffix("Z") && Instant(fhir: text) != nil, "\(path).\(key): \(text)", sourceLocation: location)
        }
        expectHouseRules(value, "\(path).\(key)", location)
      }
    case .array(let values): for value in values { expectHouseRules(value, path + "[]", location) }
    default: break
    }
  }

  @Test func `list is careteam.list/1`() async throws {
    let home = try await Clinic.open().home()
    let json = try await home.run("list", "--json").exits().json()
    expectHouseRules(json)
    #expect(json["schema"] == "careteam.list/1" && json["stale"] == false)
    #expect(json.object?.keys == ["account", "cursor", "items", "more", "schema", "stale", "syncedAt"])
    for item in json["items"]?.array ?? [] {
      expect(item, has: Self.conversation)
      expect(item["lastMessage"], has: ["direction", "from", "handle", "id", "preview", "sentAt"])
      #expect((item["lastMessage"]?["preview"]?.string?.count ?? 0) <= 121)
      for person in item["participants"]?.array ?? [] { expect(person, has: ["id", "name", "role", "self"]) }
      #expect(item["participants"]?.array.filter { $0["self"] == true }.count == 1)
      #expect(["active", "completed", "needs-attention"].contains(item["status"]))
      #expect(["routine", "urgent", "high"].contains(item["priority"]))
      #expect(item["waitingOn"] == .null || ["me", "careTeam"].contains(item["waitingOn"]?["who"]))
    }
    let types = Set((json["items"]?.array ?? []).compactMap { $0["type"]?.string })
    #expect(
      types == [
        "test-result", "appointment", "medication", "care-instruction", "education", "check-in", "administrative",
        "other",
      ])
    #expect(
      try await home.run("list", "--status", "completed", "--type", "education", "--json").exits().json()["items"]
        == .array([]))
  }

  @Test func `read is careteam.read/1`() async throws {
    let home = try await Clinic.open().home()
    for conversation in ["c1", "c4", "c10", "c13"] {
      let json = try await home.run("read", conversation, "--json").exits().json()
      expectHouseRules(json)
      #expect(json["schema"] == "careteam.read/1")
      let item = json["items"]?[0]
      expect(item, has: Self.conversation.union(["messages"]))
      let messages = item?["messages"]?.array ?? []
      #expect(messages.count == item?["messageCount"]?.int)
      #expect(messages.flatMap { $0["attachments"]?.array ?? [] }.count == item?["attachmentCount"]?.int)
      for message in messages {
        expect(message, has: Self.message)
        expect(message["delivery"], has: ["state", "attempts", "lastError", "nextAttemptAt"])
        for attachment in message["attachments"]?.array ?? [] { expect(attachment, has: Self.attachment) }
        #expect(["in", "out"].contains(message["direction"]))
      }
      let sent = messages.compactMap { $0["sentAt"]?.string.flatMap(Instant.init(fhir:)) }
      #expect(zip(sent, sent.dropFirst()).allSatisfy { $0 <= $1 })
    }
    let office = try await home.run("read", "c13", "--json").exits().json()["items"]?[0]?["messages"]?.array ?? []
    #expect(office.filter { $0["delivery"]?["state"] == "retracted" }.count == 1)
  }

  @Test func `reply, outbox, draft, cursor, status, doctor, account, sync and mark have their members`() async throws {
    let home = try await Clinic.open().home()
    func json(_ arguments: String..., status: Int32 = 0) async throws -> JSON {
      let json = try await home.run(arguments + ["--json"]).exits(status).json()
      expectHouseRules(json)
      return json
    }
    let sent = try await json("reply", "c14", "-m", "x")
    #expect(sent["schema"] == "careteam.send/1")
    expect(sent, has: ["outcome", "message", "duplicate"])
    expect(sent["message"], has: Self.message)
    #expect(sent["message"]?["delivery"]?["lastError"] == .null)
    let queued = try await json("reply", "c14", "-m", "y", "--queue-only", status: 8)
    #expect(queued["outcome"] == "queued" && queued["message"]?["id"] == .null)
    let outbox = try await json("outbox", "list")["items"]?[0]
    expect(
      outbox,
      has: [
        "handle", "clientId", "state", "conversation", "message", "attempts", "lastError", "nextAttemptAt", "createdAt",
      ])
    expect(outbox?["conversation"], has: ["handle", "id"])
    #expect(outbox?["message"]?["handle"] == queued["message"]?["handle"])
    expect(try await json("outbox", "show", outbox?["handle"]?.string ?? ""), has: ["schema"])
    _ = try await json("outbox", "cancel", outbox?["handle"]?.string ?? "")
    expect(
      try await json("draft", "list")["items"]?[0], has: ["handle", "conversation", "text", "attachments", "updatedAt"])
    _ = try await home.run("watch", "--once", "--cursor", "n").exits()
    expect(try await json("cursor", "list")["items"]?[0], has: ["name", "cursor", "pending", "updatedAt"])
    let status = try await json("status")
    #expect(status["schema"] == "careteam.status/1")
    expect(status, has: ["unreadCount", "unreadConversations", "needsAttention", "waitingOnMe", "queued", "failed"])
    for check in try await json("doctor")["checks"]?.array ?? [] {
      expect(check, has: ["name", "status", "detail", "fix"])
      #expect(check["status"] == "ok")
    }
    expect(try await json("account", "list")["items"]?[0], has: ["name", "server", "user"])
    #expect(try await json("sync")["schema"] == "careteam.sync/1")
    #expect(try await json("mark", "c14", "--read")["items"]?[0]?["handle"] == "c14")
  }

  @Test func `watch is careteam.watch/1, a line each`() async throws {
    let home = try await Clinic.open().home()
    let lines = try await home.run("watch", "--once", "--since", "all", "--format", "ndjson").exits().jsonLines()
    #expect(lines.count > 100)
    for line in lines {
      expectHouseRules(line)
      #expect(line["schema"] == "careteam.watch/1" && line["type"]?.string != nil)
      if line["eventId"] != nil {
        expect(line, has: ["at", "conversation", "cursor", "message"])
        expect(line["conversation"], has: Self.conversation)
        if line["type"] == "messageReceived" { expect(line["message"], has: Self.message) }
      }
    }
    #expect(Set(lines.compactMap { $0["eventId"]?.string }).count == lines.filter { $0["eventId"] != nil }.count)
  }

  @Test func `--fhir is the server's own resource, with what careteam does not know`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let shown = try await home.run("read", "c8", "--fhir").exits().jsonLines()
    let server = try await FHIRClient(clinic, as: .patient).send("GET", "CommunicationRequest/7c2e91b4d0c8e27b").json
    #expect(shown.first == server)
    #expect(
      try await home.run("read", "c8", "--last", "1", "--raw").exits().output
        == "Noted, my sister will fetch me. Zoë, thank you!\n")
  }
}
