import CareTeamCore
import Glibc
import Testing

/// What `careteam schema` promises, held against what the program prints.
struct SchemaTests {
  @Test(.clinic) func `what commands that look print is as their schemas say`() async throws {
    let home = try await Clinic.open().home()
    let outputs = Conformance(home)
    try await outputs.run(["list", "--all"], prints: "list", line: "conversation")
    try await outputs.run(["list", "--type", "education", "--status", "completed"], prints: "list")
    let all = (1...15).map { "c\($0)" }
    try await outputs.run(["read"] + all, prints: "read", line: "message")
    try await outputs.run(["read"] + all + ["--fhir"], prints: "fhir", line: "resource")
    try await outputs.run(["export", "--all"], prints: "export", line: "message")
    try await outputs.run(["export", "c1", "c5", "--since", "30d", "--until", "1h"], prints: "export", line: "message")
    try await outputs.run(["search", "*", "-n", "500"], prints: "search", line: "hit")
    try await outputs.run(["search", "wintermute"], prints: "search")
    try await outputs.run(["status"], prints: "status")
    try await outputs.run(["sync"], prints: "sync")
    try await outputs.run(["doctor"], prints: "doctor", line: "check")
    try await outputs.run(["doctor", "--offline"], prints: "doctor", line: "check")
    try await outputs.run(["account"], prints: "account", line: "account-item")
    try await outputs.run(["schema"], prints: "schema", line: "schema-item")
    let faults = try await outputs.faults()
    #expect(faults == [])
  }

  @Test(.clinic) func `what commands that change something print is as their schemas say`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let outputs = Conformance(home)
    let photo = home.folder.write([0x89, 0x50, 0x4E, 0x47], to: "wrist.png")
    try await outputs.run(["reply", "c14", "-m", "x", "-a", photo], prints: "send")
    try await outputs.run(["new", "--to", "drlee", "-s", "Quiet", "-m", "x"], prints: "send")
    try await outputs.run(["attach", "c8", photo, "--queue-only"], prints: "send", status: 8)
    let waiting = try await outputs.run(["outbox"], prints: "outbox", line: "outbox-item")["items"]?.array ?? []
    let handles = waiting.compactMap { $0["handle"]?.string }
    try #require(handles.count == 2)
    try await outputs.run(["outbox", "show", handles[0]], prints: "outbox", line: "outbox-item")
    await outputs.take(
      try await home.run("outbox", "retry", handles[0], "--json").exits().json(), as: "outbox", from: "outbox retry")
    try await outputs.run(["outbox", "list", "--all"], prints: "outbox", line: "outbox-item")
    try await home.run("reply", "c8", "-m", "not now", "--queue-only").exits(8)
    let last = try #require(try await home.run("outbox", "--fields", "handle").exits().lines.last)
    await outputs.take(
      try await home.run("outbox", "cancel", last, "--json").exits().json(), as: "draft", from: "outbox cancel")
    try await outputs.run(
      ["new", "--to", "drlee", "-s", "s", "-m", "later", "--draft"], prints: "draft", line: "draft-item")
    try await outputs.run(["reply", "c14", "-m", "later", "--draft"], prints: "draft", line: "draft-item")
    try await outputs.run(["draft"], prints: "draft", line: "draft-item")
    try await outputs.run(["mark", "c1", "m9", "--read"], prints: "mark", line: "marked")
    try await outputs.run(["mark", "c10", "--active"], prints: "mark", line: "marked")
    let messages = try await home.run("read", "c1", "c4", "--format", "ndjson").exits().jsonLines()
    let files = messages.flatMap { $0["attachments"]?.array ?? [] }.compactMap { $0["handle"]?.string }
    try await outputs.run(["save", try #require(files.first)], prints: "save", line: "attachment")
    try await outputs.run(
      ["login", clinic.url, "--token-file", clinic.tokenFile(.patient)], prints: "login", line: "account-item")
    try await outputs.run(["logout"], prints: "logout")
    let faults = try await outputs.faults()
    #expect(faults == [])
  }

  @Test(.clinic) func `every line of a watch, and every event for a program, is as its schema says`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let outputs = Conformance(home)
    let handler = home.folder.script("exec cat >> \"$0.events\"\n", named: "handler")
    try await home.run("watch", "--once", "--cursor", "all").exits()
    let watch = home.start("watch", "--since", "all", "--format", "ndjson")
    _ = try await watch.event("connection")
    try await home.run("reply", "c5", "-m", "Thank you!").exits()
    try await clinician.run("sync").exits()
    try await clinician.run("mark", "e70d41c8935fa2b6", "--read").exits()
    _ = try await watch.event("messageRead")
    try await clinician.run("mark", "e70d41c8935fa2b6", "--done").exits()
    _ = try await watch.event { $0["conversation"]?["serverStatus"] == "completed" && $0["message"] == .null }
    await clinic.stop(by: SIGKILL)
    await outputs.take(try await watch.event("connection"), as: "watch", from: "watch")
    _ = await watch.end()
    for line in await watch.rest() {
      await outputs.take(try JSON(parsing: Array(line.utf8)), as: "watch", from: "watch")
    }
    let late = try await home.run("reply", "c12", "-m", "too late", "--json").exits(8).json()
    try await clinic.restart()
    try await clinician.run("mark", late["conversation"]?["id"]?.string ?? "", "--done").exits()
    try await home.run("sync").exits()
    let told = try await home.run("watch", "--once", "--since", "all", "--format", "ndjson").exits().jsonLines()
    for line in told { await outputs.take(line, as: "watch", from: "watch --once") }
    try await home.run("watch", "--once", "--cursor", "all", "--exec", handler).exits()
    let events = home.folder.text(of: "handler.events").split(separator: "\n")
    for event in events { await outputs.take(try JSON(parsing: Array(event.utf8)), as: "event", from: "watch --exec") }
    let types = Set(told.compactMap { $0["type"]?.string })
    #expect(
      types.isSuperset(of: [
        "hello", "connection", "bookmark", "bye", "messageReceived", "messageSent", "messageDelivered", "messageRead",
        "messageFailed", "conversationUpdated",
      ]))
    #expect(events.count >= 4)
    let faults = try await outputs.faults()
    #expect(faults == [])
  }

  @Test(.clinic) func `errors of every kind of command are as careteam.error says`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let outputs = Conformance(home)
    try await outputs.fails(["lst"], 64)
    try await outputs.fails(["reply", "c1", "-m", ""], 65)
    try await outputs.fails(["read", "c99"], 66)
    try await outputs.fails(["-A", "new", "login", clinic.url + "/Patient", "--device"], 69)
    try await outputs.fails(["save", "m11.1", "-d", "nowhere"], 73)
    try await outputs.fails(["list", "--schema", "2"], 76)
    try await outputs.fails(["-A", "nobody", "list"], 77)
    try await outputs.fails(["list", "--config", "nowhere.toml"], 78)
    await clinic.stop()
    try await outputs.fails(["sync"], 75)
    let faults = try await outputs.faults()
    #expect(faults == [])
  }

  @Test(.clinic) func `a member that is missing, undeclared or of another kind is noticed`() async throws {
    let home = try await Clinic.open().home()
    let list = try await home.run("list", "-n", "1", "--json").exits().json()
    let conversation = try #require(list["items"]?[0])
    func faults(_ change: (inout JSON) -> Void) async throws -> [String] {
      var changed = conversation
      change(&changed)
      let outputs = Conformance(home)
      await outputs.take(changed, as: "conversation", from: "a change")
      return try await outputs.faults()
    }
    #expect(try await faults { _ in }.isEmpty)
    let changes: [@Sendable (inout JSON) -> Void] = [
      { $0["handle"] = nil }, { $0["colour"] = "red" }, { $0["status"] = "sleeping" }, { $0["unreadCount"] = "3" },
      { $0["unreadCount"] = -1 }, { $0["updatedAt"] = "2026-11-23T21:51:30+01:00" }, { $0["handle"] = "m1" },
      { $0["participants"] = .null }, { $0["lastMessage"]?["colour"] = "red" },
      { $0["participants"] = [["id": "x", "reference": "x", "name": "x", "role": "friend", "self": true]] },
    ]
    for (number, change) in changes.enumerated() { #expect(try await faults(change).count == 1, "change \(number)") }
  }

  @Test func `every schema is sound by the rules of JSON Schema, and its name is taken in each form`() async throws {
    let home = Home()
    let outputs = Conformance(home)
    let names = try await home.run("schema", "--fields", "name").exits().lines
    #expect(names.count >= 30)
    for name in names { await outputs.expect(name) }
    let faults = try await outputs.faults()
    #expect(faults == [])
    let forms = ["list", "careteam.list", "careteam.list/1", "list/1"]
    for form in forms {
      #expect(try await home.run("schema", form).exits().json()["title"] == "careteam.list/1", "\(form)")
    }
    #expect(try await home.run("schema", "lits").exits(66).errors.contains("did you mean ‘list’?"))
    try await home.run("schema", "list/2").exits(76)
    #expect(try await home.run("schema", "list", "--format", "ndjson").exits().lines.count == 1)
  }

  @Test func `--schema takes the version there is, of every command and in every format`() async throws {
    let home = Home()
    for format in ["table", "records", "tsv", "json", "ndjson"] {
      try await home.run("schema", "--schema", "1", "--format", format).exits()
      let refused = try await home.run("--schema", "2", "schema", "--format", format).exits(76)
      #expect(refused.output == "" && refused.errors.contains("it knows version 1"), "\(refused)")
    }
    try await home.run("schema", "--schema", "one").exits(64)
  }
}
