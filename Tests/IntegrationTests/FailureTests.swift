import CareTeamCore
import Glibc
import Testing

/// Input that is wrong: one clear line, the contract's exit status, and nothing lost.
@Suite(.clinic)
struct FailureTests {
  /// One line for people; with `--json` an object that says the same.
  private func fails(
    _ home: Home, _ arguments: [String], _ status: Int32, input: String? = nil, says word: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let plain = try await home.run(arguments, input: input).exits(status, location)
    let first = try #require(plain.errorLines.first, "\(plain)", sourceLocation: location)
    #expect(first.hasPrefix("careteam: ") && first.contains(word), "\(plain)", sourceLocation: location)
    #expect(plain.output == "", "\(plain)", sourceLocation: location)
    if status != 64 { #expect(plain.errorLines.count == 1, "\(plain)", sourceLocation: location) }
    let json = try await home.run(["--json"] + arguments, input: input).exits(status, location)
    let error = try json.error(location)
    #expect(json.errorLines.count == 1, "\(json)", sourceLocation: location)
    #expect(error["exitCode"]?.int == Int(status), "\(json)", sourceLocation: location)
    #expect(
      Set(error.object?.keys ?? []) == ["code", "exitCode", "message", "retryable", "retryAfterSeconds"],
      "\(json)", sourceLocation: location)
    #expect(error["retryable"]?.bool == (status == 75 || status == 124), "\(json)", sourceLocation: location)
  }

  @Test func `wrong usage is 64`() async throws {
    let home = try await Clinic.open().home()
    try await fails(home, ["lst"], 64, says: "did you mean ‘list’?")
    try await fails(home, ["raed", "c1"], 64, says: "‘read’")
    try await fails(home, ["--offline", "wacth"], 64, says: "‘watch’")
    try await fails(home, ["list", "--nonsense"], 64)
    try await fails(home, ["list", "--status", "sleeping"], 64)
    try await fails(home, ["reply", "c1"], 64, says: "no message")
    try await fails(home, ["reply", "c1", "-m", "x", "-F", "y"], 64)
    try await fails(home, ["reply", "c1", "-m", "x", "--client-id", "not-a-uuid"], 64)
    try await fails(home, ["reply", "c1", "--editor", "--no-input"], 64)
    try await fails(home, ["mark", "c1"], 64)
    try await fails(home, ["reply", "c1", "-m", "x", "-m", "y"], 64, says: "given twice")
    try await fails(home, ["list", "--type", "Medication"], 64, says: "test-result, appointment, medication")
    try await fails(home, ["mark", "c1", "--read", "--unread"], 64)
    try await fails(home, ["new", "--to", "lee", "-s", " ", "-m", "x"], 64)
    try await fails(home, ["login", "http://127.0.0.1:1/fhir", "--token-file", "/dev/null"], 64, says: "--account")
    try await fails(home, ["list", "--refresh", "--offline"], 64)
    try await fails(home, ["-A", "../escape", "list"], 64)
  }

  @Test func `a terminal with --no-input and no text is 64 too, and never waits`() async throws {
    let home = try await Clinic.open().home()
    let outcome = try await home.runOnTerminal(["reply", "c1", "--no-input"], seconds: 5).exits(64)
    #expect(outcome.output.contains("no message"))
  }

  @Test func `-F - on a terminal with --no-input is 64, and never waits`() async throws {
    let home = try await Clinic.open().home()
    let outcome = try await home.runOnTerminal(["reply", "c1", "-F", "-", "--no-input"], seconds: 5).exits(64)
    #expect(outcome.output.contains("--no-input forbids it"), "\(outcome)")
  }

  @Test func `help of no command names the nearest, and --version is known after a command`() async throws {
    let home = Home()
    #expect(try await home.run("help", "lst").exits(64).errors.contains("did you mean ‘list’?"))
    #expect(try await home.run("help", "list").exits().output.contains("USAGE: careteam list"))
    let version = try await home.run("--version").exits().output
    for words in [
      ["list", "--version"], ["draft", "list", "--version"], ["read", "--version"], ["serve", "--version"],
    ] {
      #expect(try await home.run(words).exits().output == version)
    }
  }

  @Test func `a message beside the limit is 65 from a file as from standard input`() async throws {
    let home = try await Clinic.open().home()
    let long = home.folder.write(Array(repeating: UInt8(ascii: "a"), count: 1 << 20 + 1), to: "long")
    try await fails(home, ["reply", "c1", "-F", long], 65, says: "1 MiB")
    try await fails(home, ["reply", "c1", "-F", "nowhere"], 66, says: "No such file")
    #expect(try await home.shell("careteam reply c1 -F - <long").exits(65).errors.contains("longer than"))
  }

  @Test func `bad input is 65`() async throws {
    let home = try await Clinic.open().home()
    try await fails(home, ["reply", "c1", "-m", ""], 65, says: "empty")
    try await fails(home, ["reply", "c1"], 65, input: " \n\n", says: "empty")
    try await fails(home, ["new", "--to", "nobody at all", "-s", "x", "-m", "x"], 66, says: "Dr. Minjung Lee")
    try await fails(home, ["new", "--to", "m", "-s", "x", "-m", "x"], 65, says: "Practitioner/")
    let binary = home.folder.write([0xFF, 0xFE, 0x00], to: "binary")
    try await fails(home, ["reply", "c1", "-F", binary], 65, says: "UTF-8")
    try await fails(
      home, ["outbox", "show", "c1"], 65, says: "c1 is a conversation, and an outbox item or a message is needed")
  }

  @Test func `a file that is missing, unreadable, a folder or empty is refused before anything is stored`() async throws
  {
    let home = try await Clinic.open().home()
    let empty = home.folder.write("", to: "empty")
    try await fails(home, ["reply", "c1", "-m", "x", "-a", "nowhere.png"], 66, says: "nowhere.png")
    try await fails(home, ["reply", "c1", "-m", "x", "-a", home.folder.path], 66)
    try await fails(home, ["attach", "c1", "nowhere.png"], 66)
    try await fails(home, ["reply", "c1", "-F", "nowhere.txt"], 66)
    try await fails(home, ["reply", "c1", "-m", "x", "-a", empty], 65, says: "empty")
    if geteuid() != 0 {
      let secret = home.folder.write("x", to: "secret", mode: 0o000)
      try await fails(home, ["reply", "c1", "-m", "x", "-a", secret], 66)
    }
    #expect(try await home.run("outbox", "list").exits().output == "")
  }

  @Test func `a reply to a completed conversation is 65, its text is kept, and can be sent once it is open`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let outcome = try await home.run("reply", "c10", "-m", "One more thing").exits(65)
    #expect(outcome.errors.contains("mark c10 --active") && outcome.errors.contains("draft d"), "\(outcome)")
    #expect(outcome.errorLines.count == 1)
    let draft = try #require(try await home.run("draft", "list", "--json").exits().json()["items"]?[0])
    #expect(draft["text"] == "One more thing")
    #expect(draft["conversation"]?["handle"] == "c10")
    let handle = try #require(draft["handle"]?.string)
    try await home.run("draft", "send", handle).exits(65)
    try await home.run("mark", "c10", "--active").exits()
    try await home.run("draft", "send", handle).exits()
    #expect(try await home.run("draft", "list").exits().output == "")
    #expect(
      try await FHIRClient(clinic, as: .patient).texts(in: "f15a8c3de0924b76").filter { $0 == "One more thing" }.count
        == 1)
  }

  @Test func `--if-latest sends to a conversation that has not moved, and keeps a draft when it has`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let other = try await clinic.home()
    let messages = try await home.run("read", "c6", "--json").exits().json()["items"]?[0]?["messages"]?.array
    let latest = try #require(messages?.last?["handle"]?.string)
    try await home.run("reply", "c6", "-m", "still the newest", "--if-latest", latest).exits()
    try await other.run("reply", "c6", "-m", "from elsewhere").exits()
    let newest = try #require(
      try await home.run("read", "c6", "--json", "--offline").exits().json()["items"]?[0]?["messages"]?.array.last)
    #expect(newest["text"] == "still the newest")
    let moved = try await home.run("reply", "c6", "-m", "too late", "--if-latest", newest["handle"]?.string ?? "")
      .exits(65)
    #expect(moved.errors.contains("draft d"), "\(moved)")
    try await home.run("reply", "c6", "-m", "unknown", "--if-latest", "m99999").exits(66)
    let elsewhere = try await home.run("reply", "c6", "-m", "mixed up", "--if-latest", "m1").exits(65)
    #expect(elsewhere.errors.contains("m1 is not in c6 but in c"), "\(elsewhere)")
    try await home.run("reply", "c6", "-m", "blind", "--if-latest", latest, "--offline").exits(75)
    let drafts = try await home.run("draft", "list", "--json").exits().json()["items"]?.array ?? []
    #expect(drafts.map { $0["text"] } == ["blind", "mixed up", "unknown", "too late"])
  }

  @Test func `the same client id again is the same message; with another text it is 65`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let id = "0b9d4f5e-6c1a-4f7e-8a53-5a7d0f9b1c2d"
    let first = try await home.run("reply", "c8", "-m", "once", "--client-id", id, "--json").exits().json()
    let second = try await home.run("reply", "c8", "-m", "once", "--client-id", id.uppercased(), "--json").exits()
      .json()
    #expect(first["duplicate"] == false)
    #expect(second["duplicate"] == true)
    #expect(first["message"]?["handle"] == second["message"]?["handle"])
    #expect(second["message"]?["clientId"]?.string == id)
    try await home.run("reply", "c8", "-m", "twice", "--client-id", id).exits(65)
    #expect(try await FHIRClient(clinic, as: .patient).count(clientId: id) == 1)
  }

  @Test func `with no account it is 77, with a login nobody accepts 77, and with a wrong server 76`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    for command in [
      ["list"], ["read", "c1"], ["reply", "c1", "-m", "x"], ["sync"], ["status"], ["watch"], ["outbox", "list"],
    ] {
      try await fails(home, command, 77, says: "login")
    }
    let wrong = home.folder.write("not-a-token\n", to: "wrong")
    try await fails(home, ["login", clinic.url, "--token-file", wrong], 77)
    try await fails(home, ["login", clinic.url + "/Patient", "--token-file", clinic.tokenFile(.patient)], 76)
    try await fails(home, ["login", clinic.url, "--token-file", "nowhere"], 66)
    try await fails(home, ["login", clinic.url], 64, says: "--token-file")
    try await fails(home, ["login", clinic.url + "/Patient", "--device"], 69)
    try await fails(home, ["login", "http://192.0.2.1/fhir", "--token-file", wrong], 78)
    try await fails(home, ["login", "http://127.0.0.1:1/fhir", "--token-file", wrong], 75)
  }

  @Test func `a mistake in the configuration is 78, with its line and the nearest key`() async throws {
    let home = try await Clinic.open().home()
    let file = home.folder.write("# mine\naccount = \"default\"\ntimeuot = \"5s\"\n", to: "config.toml")
    try await fails(
      home, ["list", "--config", file], 78, says: "config.toml:3: unknown key ‘timeuot’; did you mean ‘timeout’?")
    home.folder.write("account = \n", to: "config.toml")
    try await fails(home, ["list", "--config", file], 78, says: "config.toml:1")
    home.folder.write("max-age = \"soon\"\n", to: "config.toml")
    try await fails(home, ["list", "--config", file], 78, says: "max-age")
    try await fails(home, ["list", "--config", "nowhere.toml"], 78)
  }

  @Test func `another user's account is not written over`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await fails(
      home, ["login", clinic.url, "--token-file", clinic.tokenFile(.otherPatient)], 64, says: "--account")
  }

  @Test func `waiting for what does not come is 124`() async throws {
    let home = try await Clinic.open().home()
    let read = try await home.run("reply", "c15", "-m", "Seen?", "--wait-for", "read", "--json").exits().json()
    #expect(read["message"]?["delivery"]?["state"] == "read")
    let alone = try await home.run(
      "new", "--to", "drlee", "-s", "Quiet", "-m", "x", "--wait-for", "read", "--timeout", "8s", "--json"
    )
    .exits(124)
    #expect(try alone.json()["outcome"] == "sent")
    #expect(try alone.error()["code"] == "timed-out")
  }

  @Test func `an editor that fails is 75 and the draft is kept`() async throws {
    var home = try await Clinic.open().home()
    home.variables["EDITOR"] = home.folder.script("echo half a thought > \"$1\"; exit 3\n", named: "bad-editor")
    let outcome = try await home.runOnTerminal("reply", "c1").exits(75)
    #expect(outcome.output.contains("draft d"))
    #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["text"] == "half a thought")
    home.variables["EDITOR"] = home.folder.script("echo a whole one > \"$1\"\n", named: "editor")
    try await home.runOnTerminal("reply", "c14").exits()
    home.variables["VISUAL"] = "\(home.folder.path)/none"
    try await home.runOnTerminal("reply", "c1", "--editor", "-m", "kept").exits(75)
    #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["text"] == "kept")
  }

  @Test func `a cursor of another mailbox is 76, and rubbish is 65`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let other = try await clinic.home()
    let cursor = try #require(try await other.run("list", "--json").exits().json()["cursor"]?.string)
    let own = try #require(try await home.run("list", "--json").exits().json()["cursor"]?.string)
    try await fails(home, ["cursor", "commit", "mine", cursor], 76)
    try await fails(home, ["cursor", "commit", "mine", "rubbish"], 65)
    try await fails(home, ["cursor", "commit", "mine", own], 66, says: "there is no cursor ‘mine’")
    try await home.run("watch", "--cursor", "mine", "--since", "all", "--once", "--offline").exits()
    try await home.run("cursor", "commit", "mine", own).exits()
    #expect(try await home.run("cursor", "show", "mine", "--json").exits().json()["items"]?[0]?["pending"] == 0)
    try await home.run("cursor", "rm", "mine").exits()
    try await home.run("cursor", "show", "mine").exits(66)
  }

  @Test func `a damaged mailbox is 74 and doctor finds it, and so is an output that cannot be written`() async throws {
    let home = try await Clinic.open().home()
    let script = home.folder.script(
      "\(Binaries.careteam) list --offline > /dev/full 2> \(home.folder.path)/said; echo $?\n", named: "full")
    #expect(await Shell.run([script], environment: home.environment) == "74\n")
    #expect(home.folder.text(of: "said").contains("disk is full"))
    let mailbox = "home/data/default/mailbox.sqlite3"
    for suffix in ["-wal", "-shm"] { unlink("\(home.folder.path)/\(mailbox)\(suffix)") }
    home.folder.write(Array(repeating: 0x5A, count: 65_536), to: mailbox)
    try await fails(home, ["list", "--offline"], 74, says: "doctor")
    try await fails(home, ["reply", "c1", "-m", "x"], 74)
    let checks = try await home.run("doctor", "--offline", "--json").exits(1).json()["checks"]?.array ?? []
    #expect(checks.contains { $0["name"] == "mailbox" && $0["status"] == "failed" }, "\(checks)")
  }
}
