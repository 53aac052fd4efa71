import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// `chat`, as a person at a terminal has it.
struct ChatTests {
  /// The server's id of c5, by which the practitioner knows it.
  private static let metformin = "e70d41c8935fa2b6"

  private func texts(_ home: Home, _ id: String = "c5") async throws -> [String] {
    try await home.run("read", id, "--offline", "--format", "ndjson").exits().jsonLines()
      .compactMap { $0["text"]?.string }
  }

  @Test(.clinic) func `an answer arrives above the line that is being typed, which stays as it is`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let chat = TypedTerminal(home, ["chat", "c5", "--last", "2"])
    let begun = try await chat.shows("connected")
    #expect(begun.text.contains("emergencies call your emergency number"), "\(begun)")
    chat.type("May I take it with tea?\r")
    try await chat.shows("is sent")
    chat.type("And héllo 日本 half")
    try await chat.awaits("half")
    try await clinician.run("reply", Self.metformin, "-m", "Yes, with tea.").exits()
    let answered = try await chat.screen {
      $0.text.contains("Yes, with tea.") && $0.beforeCursor == "c5> And héllo 日本 half"
    }
    #expect(answered.lines(from: "May I take it with tea?").contains { $0.contains("Dr. Minjung Lee") })
    #expect(answered.lines.filter { $0.contains("half") }.count == 1, "\(answered)")
    chat.type(" a line\r")
    try await chat.screen { $0.cursorLine == "c5>" }
    try await chat.shows("And héllo 日本 half a line")
    chat.type("/quit\r")
    #expect(await chat.exit() == 0)
    #expect(chat.isSane)
    #expect(try await texts(home).suffix(3).contains("And héllo 日本 half a line"))
    try await clinician.run("sync").exits()
    #expect(try await texts(clinician, Self.metformin).contains("May I take it with tea?"))
  }

  @Test(.clinic) func `what is shown is read by the one at the terminal, and with --peek by nobody`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    func unread() async throws -> Int? {
      try await home.run("list", "--offline", "--format", "ndjson").exits().jsonLines()
        .first { $0["handle"] == "c5" }?["unreadCount"]?.int
    }
    try await clinician.run("reply", Self.metformin, "-m", "Please call us.").exits()
    let peek = TypedTerminal(home, ["chat", "c5", "--peek", "--refresh"])
    try await peek.shows("Please call us.")
    try await clinician.run("reply", Self.metformin, "-m", "Today, if you can.").exits()
    try await peek.shows("Today, if you can.")
    peek.type("\u{04}")
    #expect(await peek.exit() == 0)
    #expect(try await unread() == 2)
    let chat = TypedTerminal(home, ["chat", "c5"])
    try await chat.shows("marked 2 messages as read, which the care team can see")
    try await clinician.run("reply", Self.metformin, "-m", "Before noon.").exits()
    try await chat.shows("Before noon.")
    let newest = try await clinician.run("read", Self.metformin, "--last", "1", "--offline", "--json").exits().json()
    let handle = newest["items"]?[0]?["messages"]?[0]?["handle"]?.string ?? ""
    var state: JSON?
    for _ in 0..<100 where state != "read" {
      try await clinician.run("sync").exits()
      let read = try await clinician.run("read", handle, "--offline", "--json").exits().json()
      state = read["items"]?[0]?["messages"]?[0]?["delivery"]?["state"]
    }
    #expect(state == "read")
    chat.type("/unread\r")
    try await chat.shows("is unread again")
    chat.type("\u{03}\u{03}")
    #expect(await chat.exit() == 0)
    #expect(try await unread() == 1)
  }

  @Test(.clinic) func `a pasted block is one message, and so are lines that a backslash or Alt-Enter joins`()
    async throws
  {
    let home = try await Clinic.open().home()
    let chat = TypedTerminal(home, ["chat", "c5", "--offline"])
    try await chat.awaits("c5 (offline)> ")
    chat.paste("one\ntwo\u{1B}[2J\nthree")
    try await chat.awaits("three")
    chat.type("\r")
    try await chat.screen { $0.beforeCursor == "c5 (offline)> " }
    chat.type("four\\\rfive\u{1B}\rsix\r")
    try await chat.screen { $0.beforeCursor == "c5 (offline)> " && $0.text.contains("  six") }
    chat.type("//no command\r")
    try await chat.shows("  /no command")
    chat.type("\r  \r\u{04}")
    #expect(await chat.exit() == 0)
    #expect(try await texts(home).suffix(3) == ["one\ntwo[2J\nthree", "four\nfive\nsix", "/no command"])
  }

  @Test(.clinic) func `a file is found with Tab and sent, and saved again`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    home.folder.write("the values", to: "blood values.txt")
    let chat = TypedTerminal(home, ["chat", "c5"])
    try await chat.shows("connected")
    chat.type("/at\tblo\t")
    try await chat.awaits("/attach blood\\ values.txt ")
    chat.type("as you asked\r")
    let sent = try await chat.shows("is sent")
    #expect(sent.text.contains("blood values.txt (text/plain") && sent.text.contains("  as you asked"), "\(sent)")
    chat.type("/attach missing.txt\r")
    let missing = try await chat.awaits("/attach missing.txt")
    #expect(missing.text.contains("missing.txt"), "\(missing)")
    chat.type("\u{15}")
    mkdir("\(home.folder.path)/saved", 0o700)
    let handle = try #require(sent.lines.last { $0.contains("blood values.txt (") }?.split(separator: " ").first)
    chat.type("/save \(handle) saved\r")
    try await chat.shows("Saved \(handle) as saved/blood values.txt")
    chat.type("\u{04}")
    #expect(await chat.exit() == 0)
    #expect(home.folder.text(of: "saved/blood values.txt") == "the values")
  }

  @Test(.clinic) func `a completed conversation keeps the text in the line, and is opened again`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let chat = TypedTerminal(home, ["chat", "c5"])
    try await chat.shows("connected")
    chat.type("/clsoe\r")
    try await chat.screen { $0.text.contains("did you mean ‘/close’?") && $0.beforeCursor == "c5> /clsoe" }
    chat.type("\u{03}/close\r")
    try await chat.awaits("c5 (completed)> ")
    chat.type("one more\r")
    try await chat.screen {
      $0.text.contains("opens it again. Nothing was") && $0.beforeCursor == "c5 (completed)> one more"
    }
    chat.type("\u{03}/open\r")
    try await chat.awaits("c5> ")
    chat.type("\u{1B}[A\u{1B}[A")
    try await chat.awaits("c5> one more")
    chat.type("\r")
    try await chat.shows("is sent")
    chat.type("and the last\r/close\r/quit\r")
    #expect(await chat.exit() == 0)
    try await home.run("sync").exits()
    let now = try await home.run("read", "c5", "--offline", "--json").exits().json()
    #expect(now["items"]?[0]?["status"] == "completed")
    #expect(now["items"]?[0]?["messages"]?.array.last?["delivery"]?["state"] != "queued")
    #expect(try await home.run("outbox", "list", "--json").exits().json()["items"]?.array.isEmpty == true)
    let texts = try await texts(home)
    #expect(texts.contains("and the last"))
    #expect(texts.contains("one more") && !texts.contains("/clsoe"))
  }

  @Test(.clinic, arguments: [SIGTERM, SIGHUP]) func `a signal keeps the line as a draft, and the terminal as it was`(
    signal: Int32
  ) async throws {
    let home = try await Clinic.open().home()
    let chat = TypedTerminal(home, ["chat", "c5", "--offline"])
    try await chat.awaits("c5 (offline)> ")
    #expect(!chat.isSane && !chat.isCanonical)
    chat.type("a thought\\\rnot finished")
    try await chat.awaits("not finished")
    chat.program.signal(signal)
    // A shell passes on what the terminal has told already.
    if signal == SIGHUP { chat.program.signal(signal) }
    #expect(await chat.exit() == 128 + signal)
    #expect(chat.isSane)
    try await chat.shows("kept as draft d1")
    #expect(chat.output.contains("\u{1B}[?2004h") && chat.output.hasSuffix("’\n"))
    let draft = try #require(try await home.run("draft", "list", "--json").exits().json()["items"]?[0])
    #expect(draft["text"] == "a thought\nnot finished" && draft["conversation"]?["handle"] == "c5")
    let again = TypedTerminal(home, ["chat", "c5", "--offline"])
    try await again.screen {
      $0.text.contains("your draft d1 is in the line") && $0.beforeCursor.hasSuffix("not finished")
    }
    again.type(", now it is\r")
    try await again.awaits("c5 (offline)> ")
    again.type("\u{04}")
    #expect(await again.exit() == 0)
    #expect(try await texts(home).last == "a thought\nnot finished, now it is")
    #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?.array.isEmpty == true)
  }

  @Test(.clinic) func `another text than the draft's leaves the draft where it is`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c5", "-m", "the draft", "--draft").exits()
    func drafts() async throws -> [JSON?] {
      try await home.run("draft", "list", "--json").exits().json()["items"]?.array.map { $0["text"] } ?? []
    }
    for keys in ["\u{03}the line", "\u{15}the line", "\u{03}the line\r\u{1B}[A"] {
      let chat = TypedTerminal(home, ["chat", "c5", "--offline"])
      try await chat.awaits("the draft")
      chat.type(keys)
      try await chat.awaits("c5 (offline)> the line")
      chat.type("\u{04}")
      #expect(await chat.exit() == 0)
      let kept = try await drafts()
      #expect(kept == ["the line", "the draft"])
      let newest = try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["handle"]?.string ?? ""
      try await home.run("draft", "rm", newest).exits()
    }
  }

  @Test(.clinic) func `a stopped chat gives the terminal back, and comes back as it was`() async throws {
    let home = try await Clinic.open().home()
    let chat = TypedTerminal(home, ["chat", "c5", "--offline"])
    try await chat.awaits("c5 (offline)> ")
    chat.type("typed before")
    try await chat.awaits("typed before")
    chat.program.signal(SIGTSTP)
    try await chat.isGivenBack(true)
    #expect(chat.isSane)
    chat.program.signal(SIGCONT)
    try await chat.isGivenBack(false)
    chat.type(", and after")
    let back = try await chat.awaits("c5 (offline)> typed before, and after")
    #expect(back.lines.filter { $0.contains("typed before") }.count == 1, "\(back)")
    chat.type("\u{03}\u{03}\u{03}")
    #expect(await chat.exit() == 0)
    #expect(chat.isSane)
  }

  @Test(.clinic) func `what is sent without the server waits in the outbox, and goes when it is back`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let chat = TypedTerminal(home, ["chat", "c5"])
    try await chat.shows("connected")
    let port = clinic.port
    await clinic.stop()
    try await chat.shows("no connection to the server")
    chat.type("Is anybody there?\r")
    try await chat.shows("is safe in the outbox")
    try await clinic.start(port: port)
    try await chat.screen(within: 60) { $0.lines(from: "safe in the outbox").contains { $0.hasSuffix("is sent") } }
    chat.type("\u{04}")
    #expect(await chat.exit() == 0)
    #expect(try await home.run("outbox", "list", "--json").exits().json()["items"]?.array.isEmpty == true)
  }

  @Test(.clinic) func `hostile text is only text, also above a line that is being typed`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let chat = TypedTerminal(home, ["chat", "c5"])
    let before = try await chat.shows("connected")
    chat.type("in between")
    try await chat.awaits("in between")
    for text in HostileText.corpus where !text.allSatisfy(\.isWhitespace) && !text.contains("\0") {
      _ = await clinician.run(["reply", Self.metformin, "-m", String(text.prefix(500)), "--queue-only"])
    }
    try await clinician.run("reply", Self.metformin, "-m", "the last of them").exits()
    let after = try await chat.screen {
      $0.text.contains("the last of them") && $0.beforeCursor == "c5> in between"
    }
    #expect(after.changes == before.changes, "\(after)")
    #expect(chat.output.matches(of: /\x1B(?!\[[0-9;]*[ABCDJm]|\[\?2004h)/).isEmpty)
    chat.type("\u{15}\u{04}")
    #expect(await chat.exit() == 0)
  }

  @Test(.clinic) func `a terminal that only writes on gets lines, and nothing else`() async throws {
    var home = try await Clinic.open().home()
    home.variables["TERM"] = "dumb"
    let chat = TypedTerminal(home, ["chat", "c5", "--offline"])
    try await chat.awaits("c5 (offline)> ")
    #expect(chat.isSane)
    chat.type("one \\\ntwo\n")
    try await chat.screen { $0.text.contains("is safe in the outbox") }
    chat.type("/quit\n")
    #expect(await chat.exit() == 0)
    #expect(!chat.output.contains("\u{1B}"))
    #expect(try await texts(home).last == "one \ntwo")
  }

  @Test(.clinic) func `without a terminal, a login or the conversation it ends at once and says why`() async throws {
    let home = try await Clinic.open().home()
    let piped = try await home.run("chat", "c5").exits(64)
    #expect(piped.errorLines.count == 1 && piped.errors.contains("‘read’, ‘watch’ and ‘reply’"), "\(piped)")
    try await home.run("chat", "c5", "--json").exits(64)
    try await home.runOnTerminal("chat", "c5", "--no-input").exits(64)
    try await home.runOnTerminal("chat", "c5", "--last", "0").exits(64)
    try await home.runOnTerminal("chat", "c999").exits(66)
    try await Home().runOnTerminal("chat", "c5").exits(77)
  }
}
