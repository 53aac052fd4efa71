import CareTeamCore
import Glibc
import Testing

/// The server gone, killed, back again: no message lost, none twice.
struct OfflineTests {
  private static let eye = "7c2e91b4d0c8e27b"

  @Test(.clinic) func `a reply with the server gone is 8, waits in the outbox, and is sent once by two syncs at once`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    await clinic.stop()
    let queued = try await home.run("reply", "c8", "-m", "is anybody there?", "--json").exits(8)
    #expect(try queued.json()["outcome"] == "queued")
    #expect(try queued.json()["message"]?["delivery"]?["state"] == "queued")
    let plain = try await home.run("reply", "c8", "-m", "second").exits(8)
    #expect(plain.errors.contains("waits behind o1 of the same conversation: "), "\(plain)")
    #expect(plain.errors.contains("Do not send it again"), "\(plain)")
    let items = try await home.run("outbox", "list", "--json").exits().json()["items"]?.array ?? []
    #expect(items.count == 2 && items.allSatisfy { ["queued", "unknown"].contains($0["state"]) }, "\(items)")
    try await home.run("sync").exits(75)
    let list = try await home.run("list", "--json").exits().json()
    #expect(list["items"]?[0]?["handle"] == "c8")
    try await clinic.restart()
    async let one = home.run("sync")
    async let two = home.run("sync")
    for outcome in await [one, two] { try outcome.exits() }
    try await home.run("sync").exits()
    #expect(try await home.run("outbox", "list").exits().output == "")
    let client = FHIRClient(clinic, as: .patient)
    for item in items { #expect(try await client.count(clientId: item["clientId"]?.string ?? "") == 1) }
    let texts = try await client.texts(in: Self.eye)
    #expect(Array(texts.suffix(2)) == ["is anybody there?", "second"], "\(texts)")
  }

  @Test(.clinic) func `a login that is no longer accepted is said with each message that waits, and is 77 for sync`()
    async throws
  {
    var home = try await Clinic.open().home()
    home.variables["CARETEAM_TOKEN_FILE"] = home.folder.write("expired\n", to: "expired", mode: 0o600)
    for (command, waits) in [(["reply", "c8", "-m", "first"], false), (["reply", "c8", "-m", "second"], true)] {
      let outcome = try await home.run(command).exits(8)
      #expect(outcome.errors.contains("log in again with ‘careteam login’"), "\(outcome)")
      #expect(outcome.errors.contains("waits behind o1") == waits, "\(outcome)")
    }
    let plain = try await home.run("sync", "--outbox-only").exits(77)
    #expect(plain.errorLines.count == 1 && plain.errors.contains("o1 was not sent"), "\(plain)")
    let json = try await home.run("sync", "--outbox-only", "--json").exits(77)
    #expect(json.errorLines.count == 1, "\(json)")
    #expect(try json.error()["code"] == "login-needed")
  }

  @Test(.clinic) func `what is stored is shown when the server is gone, with its age on standard error`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    home.folder.write("max-age = \"0s\"\n", to: "config.toml")
    await clinic.stop()
    let list = try await home.run("list", "--json", "--config", "config.toml", "-n", "1").exits()
    if try list.json()["stale"] == true { #expect(list.errors.contains("Showing what was stored")) }
    try await Task.sleep(for: .seconds(1.1))
    let later = try await home.run("list", "--json", "--config", "config.toml", "-n", "1").exits()
    #expect(try later.json()["stale"] == true)
    #expect(later.errors.contains("Showing what was stored"), "\(later)")
    try await home.run("read", "c1", "--config", "config.toml").exits()
    try await home.run("list", "--refresh").exits(75)
    let offline = try await home.run("list", "--offline").exits()
    #expect(offline.errors == "")
  }

  @Test(.clinic) func `--no-queue keeps a draft and stores nothing in the outbox`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    await clinic.stop()
    for extra in [[], ["--offline"]] {
      let outcome = try await home.run(["reply", "c8", "-m", "now or never", "--no-queue", "--json"] + extra).exits(75)
      #expect(try outcome.error()["message"]?.string?.contains("draft d") ?? false, "\(outcome)")
    }
    #expect(try await home.run("outbox", "list", "--all").exits().output == "")
    #expect(try await home.run("draft", "list").exits().rows.count == 2)
    try await clinic.restart()
    try await home.run("draft", "send", "d1").exits()
    #expect(try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0 == "now or never" }.count == 1)
  }

  @Test(.clinic) func `--queue-only and --offline store; cancel gives a draft back; retry sends`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("reply", "c8", "-m", "first", "--queue-only").exits(8)
    try await home.run("reply", "c8", "-m", "changed my mind", "--offline").exits(8)
    let items = try await home.run("outbox", "list", "--json").exits().json()["items"]?.array ?? []
    #expect(items.map { $0["state"] } == ["queued", "queued"])
    try await home.run("outbox", "cancel", items.last?["handle"]?.string ?? "").exits()
    #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["text"] == "changed my mind")
    try await home.run("outbox", "retry", items.first?["handle"]?.string ?? "").exits()
    #expect(try await home.run("outbox", "list").exits().output == "")
    #expect(try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).last == "first")
  }

  @Test(.clinic) func `a killed server in the middle of replies loses nothing and doubles nothing`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let count = 12
    async let replies = Self.replies(count, from: home)
    try await Task.sleep(for: .milliseconds(500))
    await clinic.stop(by: SIGKILL)
    let outcomes = await replies
    for outcome in outcomes { #expect([0, 8].contains(outcome.status), "\(outcome)") }
    #expect(outcomes.contains { $0.status == 8 }, "the server was killed too late to matter")
    try await clinic.restart()
    try await home.run("sync").exits()
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0.hasPrefix("reply ") }
    #expect(texts == (0..<count).map { "reply \($0)" })
    #expect(try await home.run("outbox", "list").exits().output == "")
  }

  private static func replies(_ count: Int, from home: Home) async -> [Outcome] {
    var outcomes: [Outcome] = []
    for number in 0..<count {
      outcomes.append(await home.run("reply", "c8", "-m", "reply \(number)", "--timeout", "5s"))
    }
    return outcomes
  }

  @Test(.clinic) func `a token that is not accepted: reply stores and says log in, sync is 77, and a new token sends`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = Home()
    let token = clinic.token(.patient)
    let file = home.folder.write(token, to: "token")
    try await home.run("login", clinic.url, "--token-file", file).exits()
    try await home.run("sync").exits()
    home.folder.write("expired-\(token)", to: "token")
    let queued = try await home.run("reply", "c8", "-m", "who am I?").exits(8)
    #expect(queued.errors.contains("careteam login"), "\(queued)")
    let refused = try await home.run("sync", "--json").exits(77)
    #expect(try refused.error()["code"] == "login-needed")
    #expect(try await home.run("list").exits().rows.count == 15)
    #expect(
      try await home.run("watch", "--for", "5s", "--format", "ndjson").exits(77).jsonLines().last?["reason"] == "login")
    home.folder.write(token, to: "token")
    try await home.run("sync").exits()
    #expect(try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0 == "who am I?" }.count == 1)
    unlink(file)
    try await home.run("reply", "c8", "-m", "no token file").exits(8)
    #expect(await home.run("sync").status == 77)
  }

  @Test(.clinic) func `an attachment waits with its message, even when the file is gone by then`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    await clinic.stop()
    let file = home.folder.write(Array(repeating: 0x41, count: 300_000), to: "a.bin")
    let queued = try await home.run("attach", "c8", file, "--json").exits(8).json()
    unlink(file)
    try await clinic.restart()
    try await home.run("sync").exits()
    let handle = try #require(queued["message"]?["handle"]?.string)
    let other = try await clinic.home(.practitioner)
    let shown = try await home.run("read", handle, "--json").exits().json()["items"]?[0]?["messages"]?[0]
    let id = try #require(shown?["id"]?.string)
    try await other.run("save", id, "-o", "a.bin").exits()
    #expect(FileContent.bytes("\(other.folder.path)/a.bin").count == 300_000)
  }
}
