import CareTeamCore
import Glibc
import Testing

/// What `watch` tells, and how it goes on.
struct WatchTests {
  @Test(.clinic) func `a message is printed within a second of its being sent, and what becomes of one's own`()
    async throws
  {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let watch = home.start("watch", "--format", "ndjson")
    let hello = try await watch.event("hello")
    #expect(hello["schema"] == "careteam.watch/1" && hello["cursor"]?.string != nil)
    #expect(try await watch.event("connection")["state"] == "up")
    let before = ContinuousClock.now
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "In the evening, please.").exits()
    let event = try await watch.event("messageReceived")
    #expect(before.duration(to: .now) < .seconds(4), "with the start of the client that sent it")
    #expect(event["message"]?["text"] == "In the evening, please.")
    for key in ["eventId", "at", "cursor"] { #expect(event[key]?.string != nil) }
    try await home.run("reply", "c5", "-m", "Thank you!").exits()
    #expect(try await watch.event("messageSent")["message"]?["text"] == "Thank you!")
    try await clinician.run("sync").exits()
    #expect(try await watch.event("messageDelivered")["message"]?["text"] == "Thank you!")
    try await clinician.run("mark", "e70d41c8935fa2b6", "--read").exits()
    #expect(try await watch.event("messageRead")["message"]?["text"] == "Thank you!")
    try await clinician.run("mark", "e70d41c8935fa2b6", "--done").exits()
    let closed = try await watch.event {
      $0["type"] == "conversationUpdated" && $0["conversation"]?["serverStatus"] == "completed"
    }
    #expect(closed["conversation"]?["handle"] == "c5" && closed["message"] == .null)
    #expect(await watch.end(by: SIGINT) == 128 + SIGINT)
    let bye = try await watch.event("bye")
    #expect(bye["reason"] == "signal" && bye["exitCode"]?.int == Int(128 + SIGINT))
  }

  @Test(.clinic) func `--count, --for and --once end with 0, and say why`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let counted = try await home.run("watch", "--since", "all", "--count", "2", "--format", "ndjson").exits()
      .jsonLines()
    #expect(counted.filter { $0["eventId"] != nil }.count == 2)
    #expect(counted.last?["reason"] == "count" && counted.last?["exitCode"] == 0)
    let timed = try await home.run("watch", "--for", "1s", "--format", "ndjson").exits().jsonLines()
    #expect(timed.first?["type"] == "hello" && timed.last?["reason"] == "for")
    let once = try await home.run("watch", "--once", "--format", "ndjson").exits().jsonLines()
    #expect(once.map { $0["type"] } == ["hello", "connection", "bookmark", "bye"], "\(once)")
    await clinic.stop()
    try await home.run("watch", "--once").exits(75)
  }

  @Test(.clinic) func `records have labelled lines for each event, and --header names the columns once`() async throws {
    var home = try await Clinic.open().home()
    home.variables["TZ"] = "Asia/Tokyo"
    let records = try await home.run("watch", "--once", "--since", "all", "--format", "records").exits()
    let received = try #require(
      records.output.split(separator: "\n\n").first { $0.hasPrefix("Event: message received\n") })
    let labels = received.split(separator: "\n").filter { !$0.hasPrefix("  ") }.map { $0.prefix { $0 != ":" } }
    #expect(labels.prefix(5) == ["Event", "At", "Conversation", "Subject", "Message"], "\(received)")
    #expect(received.contains("\nFrom: ") && received.contains("\nText: "), "\(received)")
    #expect(!received.contains("Z\n"), "times are the user's: \(received)")
    let lines = try await home.run("watch", "--once", "--since", "all", "--header").exits().lines
    #expect(lines.first == "type\teventId\tat\tconversation\tmessage\tfrom\ttext")
    #expect(lines.filter { $0.hasPrefix("type\t") }.count == 1 && lines.count > 10)
    let fields = try await home.run("watch", "--once", "--since", "all", "--header", "--fields", "type,message").exits()
    #expect(fields.lines.first == "type\tmessage", "\(fields)")
  }

  @Test(.clinic) func `a named cursor begins now, stays until committed, and goes on where it stopped`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    func once(_ arguments: String...) async throws -> [JSON] {
      try await home.run(["watch", "--once", "--cursor", "c", "--format", "ndjson"] + arguments).exits().jsonLines()
        .filter { $0["eventId"] != nil }
    }
    #expect(try await once().isEmpty)
    for text in ["one", "two"] { try await clinician.run("reply", "e70d41c8935fa2b6", "-m", text).exits() }
    let first = try await once()
    #expect(first.filter { $0["type"] == "messageReceived" }.map { $0["message"]?["text"] } == ["one", "two"])
    #expect(try await once().map { $0["eventId"] } == first.map { $0["eventId"] })
    try await home.run("cursor", "commit", "c", first.first?["cursor"]?.string ?? "").exits()
    #expect(try await once().map { $0["eventId"] } == first.dropFirst().map { $0["eventId"] })
    #expect(try await once("--commit-on-print").count == first.count - 1)
    #expect(try await once().isEmpty)
    try await home.run("watch", "--cursor", "c", "--since", "all", "--once").exits(64)
    #expect(try await home.run("cursor", "list", "--json").exits().json()["items"]?[0]?["pending"] == 0)
  }

  @Test(.clinic) func `--exec gets the event as JSON, ids in its environment and nothing else of it`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let handler = home.folder.script(
      "env | grep -v ^PWD= >> \"$1\"/env; printf '%s\\n' \"$2\" >> \"$1\"/words; cat >> \"$1\"/events\n",
      named: "handler")
    let command = "\(handler) '\(home.folder.path)' '$HOME; \"two words\"'"
    let watch = home.start("watch", "--cursor", "h", "--exec", command, "--count", "2")
    try await home.waitForCursor("h")
    for text in ["secret one", "secret two"] {
      try await clinician.run("reply", "e70d41c8935fa2b6", "-m", text).exits()
    }
    #expect(await watch.exit() == 0, "\(watch.errors)")
    let events = home.folder.text(of: "events").split(separator: "\n").compactMap { try? JSON(parsing: Array($0.utf8)) }
    #expect(events.map { $0["message"]?["text"] } == ["secret one", "secret two"])
    #expect(home.folder.text(of: "words") == "$HOME; \"two words\"\n$HOME; \"two words\"\n")
    let environment = home.folder.text(of: "env")
    #expect(!environment.contains("secret") && !environment.contains("Lisinopril") && !environment.contains("Lee"))
    for name in ["ID", "TYPE", "CURSOR", "CONVERSATION", "MESSAGE"] {
      #expect(environment.contains("CARETEAM_EVENT_\(name)="))
    }
    #expect(
      environment.contains("CARETEAM_EVENT_TYPE=messageReceived")
        && environment.contains("CARETEAM_EVENT_CONVERSATION=c5"))
    #expect(try await home.run("cursor", "show", "h", "--json").exits().json()["items"]?[0]?["pending"] == 0)
  }

  @Test(.clinic) func `a handler's 75 is tried again, and another status ends the watch with it`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    try await home.run("watch", "--once", "--cursor", "h").exits()
    for text in ["one", "two"] { try await clinician.run("reply", "e70d41c8935fa2b6", "-m", text).exits() }
    let busy = home.folder.script(
      "n=$(cat \"$0.n\" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > \"$0.n\"\n"
        + "[ $n -eq 1 ] && exit 75\n[ $n -eq 3 ] && exit 42\nexit 0\n", named: "busy")
    let outcome = await home.run(["watch", "--once", "--cursor", "h", "--exec", busy, "-q"])
    #expect(outcome.status == 42, "\(outcome)")
    #expect(outcome.errorLines.count == 1)
    #expect(home.folder.text(of: "busy.n") == "3\n")
    let rest = try await home.run("watch", "--once", "--cursor", "h", "--format", "ndjson").exits().jsonLines()
    #expect(rest.filter { $0["type"] == "messageReceived" }.map { $0["message"]?["text"] } == ["two"])
    try await home.run("watch", "--exec", "/nowhere/handler", "--once", "--since", "all").exits(66)
  }

  @Test(.clinic) func `a restart of the server is a pause: lost, up, and nothing missed`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let watch = home.start("watch", "--format", "ndjson")
    #expect(try await watch.event("connection")["state"] == "up")
    await clinic.stop(by: SIGKILL)
    let lost = try await watch.event("connection")
    #expect(lost["state"] == "lost" && lost["retryInSeconds"]?.int != nil)
    try await home.run("reply", "c5", "-m", "into the dark").exits(8)
    try await clinic.restart()
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "after the restart").exits()
    #expect(try await watch.event("connection", within: 40)["state"] == "up")
    // It may be up again before the message is there.
    let end = ContinuousClock.now + .seconds(30)
    while try await !home.run("read", "c5", "--offline").exits().output.contains("after the restart"),
      ContinuousClock.now < end
    { try await Task.sleep(for: .milliseconds(100)) }
    await clinic.stop()
    #expect(try await watch.event("connection")["state"] == "lost")
    #expect(await watch.end() == 128 + SIGTERM)
    let events = await home.run("watch", "--once", "--since", "10m", "--offline", "--format", "ndjson")
    #expect(events.output.contains("after the restart") && events.output.contains("into the dark"), "\(events)")
    try await clinic.restart()
    #expect(
      try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6").filter { $0 == "into the dark" }.count
        == 1)
  }

  @Test(.clinic) func `another process's sync shows up, and a reader that hangs up ends the watch silently`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    await clinic.stop()
    let watch = home.start("watch")
    try await home.run("reply", "c14", "-m", "noticed", "--client-id", "aaaaaaaa-0000-4000-8000-000000000002").exits(8)
    try await clinic.restart()
    try await home.run("sync").exits()
    let line = await watch.line()
    #expect(line?.hasPrefix("messageSent\t") ?? false, "\(line ?? "nothing")")
    await watch.hangUp()
    try await home.run("reply", "c14", "-m", "into a closed pipe").exits()
    #expect([128 + SIGPIPE, 0].contains(await watch.exit()))
    #expect(!watch.errors.contains("pipe"), "\(watch.errors)")
  }

  @Test(.clinic) func `a signal ends a watch by the signal, after bye, whenever it comes`() async throws {
    let home = try await Clinic.open().home()
    for round in 0..<12 {
      let signal = [SIGTERM, SIGHUP, SIGINT][round % 3]
      let watch = home.start("watch", "--format", "ndjson")
      _ = try await watch.event(round % 2 == 0 ? "hello" : "connection")
      #expect(await watch.end(by: signal) == 128 + signal)
      let bye = try await watch.event("bye")
      #expect(bye["reason"] == "signal" && bye["exitCode"]?.int == Int(128 + signal))
    }
  }

  @Test(.clinic) func `watch marks nothing as read`() async throws {
    let home = try await Clinic.open().home()
    let before = try await home.run("status", "--json").exits().json()["unreadCount"]
    _ = await home.runOnTerminal("watch", "--since", "all", "--for", "1s")
    #expect(try await home.run("status", "--json", "--refresh").exits().json()["unreadCount"] == before)
  }
}

extension Home {
  /// Waits until a consumer's cursor is there.
  func waitForCursor(_ name: String) async throws {
    for _ in 0..<200 where await run("cursor", "show", name).status != 0 {
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
