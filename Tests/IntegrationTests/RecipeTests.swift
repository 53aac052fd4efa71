import CareTeamCore
import Glibc
import Testing

/// careteam-recipes(7), each recipe run as it is printed.
struct RecipeTests {
  private static let page = ManualPage("careteam-recipes.7")

  private func recipe(_ heading: String, _ location: SourceLocation = #_sourceLocation) throws -> String {
    let found = Self.page.displays(under: heading)
    try #require(found.count == 1, "\(heading)", sourceLocation: location)
    return found[0].commands
  }

  @Test func `every recipe has a test`() {
    let tests =
      Checkout.text("Tests/IntegrationTests/RecipeTests.swift")
      + Checkout.text("Tests/IntegrationTests/SystemdUnitTests.swift")
    let headings = Set(Self.page.displays.map(\.heading))
    #expect(headings.count >= 14)
    for heading in headings {
      #expect(tests.contains("(\"\(heading)\")") || tests.contains("(under: \"\(heading)\")"), "\(heading)")
    }
  }

  @Test(.clinic) func `the prompt says that there is mail, and then that there is none`() async throws {
    let home = try await Clinic.open().home()
    let prompt = try recipe("Mail in the prompt") + "printf %s \"${PS1@P}\""
    // What \$ stands for: # for root.
    let sign = geteuid() == 0 ? "#" : "$"
    #expect(try await home.shell(prompt).exits().output == "[mail] \(sign) ")
    try await home.run(["mark"] + (1...15).map { "c\($0)" } + ["--read"]).exits()
    #expect(try await home.shell(prompt).exits().output == "\(sign) ")
  }

  @Test(.clinic) func `everything about a medicine is one text, the oldest first`() async throws {
    let home = try await Clinic.open().home()
    let text = try await home.shell(try recipe("Everything about a medicine, as one text")).exits()
    let handles = try await home.run("search", "metformin").exits().rows.map { $0[5].prefix(10) + " " + $0[4] }
    let heads = text.lines.filter { $0.contains(#/^[0-9]{4}-[0-9]{2}-[0-9]{2} /#) }
    #expect(!heads.isEmpty && heads == handles.reversed().map { String($0) }, "\(text)")
  }

  @Test(.clinic) func `fzf finds a conversation, and it is read`() async throws {
    let home = try await Clinic.open().home(variables: ["FZF_DEFAULT_OPTS": "--filter=Lisinopril"])
    let shown = try await home.shell(try recipe("Choosing a conversation with fzf")).exits()
    #expect(!shown.rows.isEmpty && shown.rows.allSatisfy { $0[2] == "c5" }, "\(shown)")
  }

  @Test(.clinic) func `what waits for the user comes with what has waited longest first`() async throws {
    let home = try await Clinic.open().home()
    let rows = try await home.shell(try recipe("What waits for me, the longest first")).exits().rows
    let waiting = try await home.run("status", "--json").exits().json()["waitingOnMe"]?.int
    #expect(rows.count == waiting && rows.count > 1)
    #expect(rows.map { $0[1] } == rows.map { $0[1] }.sorted())
  }

  @Test(.clinic) func `the status bar, all accounts and every attachment`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("-A", "drlee", "login", clinic.url, "--token-file", clinic.tokenFile(.practitioner)).exits()
    try await home.run("account", "use", "default").exits()
    let unread = try await home.run("status", "--json").exits().json()["unreadCount"]?.int
    let number = try await home.shell(try recipe("A number for a status bar")).exits().output
    #expect(Int(number.dropLast()) == unread)
    let accounts = try await home.shell(try recipe("All accounts at once")).exits().rows
    #expect(accounts.map { $0[0] } == ["default", "drlee"] && accounts.allSatisfy { Int($0[1]) != nil })
    let saved = try await home.shell(try recipe("Every attachment of a conversation")).exits().rows
    let count = try await home.run("read", "c1", "--json").exits().json()["items"]?[0]?["attachmentCount"]?.int
    #expect(saved.count == count && saved.allSatisfy { $0[1].hasPrefix("files/") })
    #expect(saved.allSatisfy { !FileContent.bytes("\(home.folder.path)/\($0[1])").isEmpty })
  }

  @Test(.clinic) func `an export becomes a PDF, is read as mails, and is counted`() async throws {
    let home = try await Clinic.open().home()
    mkdir("\(home.folder.path)/bin", 0o700)
    let browser = try #require(Binaries.find("chromium"), "chromium is not installed")
    _ = home.folder.script("exec \(browser) --no-sandbox --disable-gpu \"$@\"\n", named: "bin/chromium")
    try await home.shell("set -e\n" + (try recipe("On paper, or as a PDF")), seconds: 60).exits()
    #expect(FileContent.bytes("\(home.folder.path)/visit.pdf").starts(with: Array("%PDF-".utf8)))
    let reader = "\(Checkout.path)/Tests/IntegrationTests/Support/exported.py"
    _ = home.folder.script("[ \"$1\" = -f ] && exec python3 \(reader) mbox \"$2\"\n", named: "bin/mutt")
    let mails = try await home.shell("set -e\n" + (try recipe("In a mail program"))).exits().json().array
    let messages = try await home.run("export", "--all", "--format", "ndjson").exits().jsonLines()
    #expect(mails.count == messages.count && mails.contains { $0["files"]?.array.isEmpty == false })
    let counted = try await home.shell("set -e\n" + (try recipe("Counting in SQLite"))).exits().lines
    let numbers = counted.compactMap { $0.split(separator: "|").last.flatMap { Int($0) } }
    #expect(numbers.reduce(0, +) == messages.count && counted.allSatisfy { $0.hasPrefix("20") })
  }

  @Test(.clinic) func `a script that runs again sends its reply once, with the server gone in between`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    home.folder.write("As agreed.\n", to: "note.txt")
    let script = try recipe("A reply that is sent once")
    await clinic.stop()
    #expect(try await home.shell(script).exits().output.contains("in the outbox: it is sent later"))
    try await clinic.restart()
    #expect(try await home.shell(script).exits().output.hasSuffix("sent\n"))
    #expect(try await home.shell(script).exits().output.hasSuffix("sent\n"))
    let id = String(home.folder.text(of: "note.id").dropLast())
    #expect(try await FHIRClient(clinic, as: .patient).count(clientId: id) == 1)
    home.folder.write("Something else.\n", to: "note.txt")
    #expect(try await home.shell(script).exits().output.hasSuffix("not sent: a person must look\n"))
  }

  @Test(.clinic) func `the archive has each event once, over several runs`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner)
    let script = try recipe("Every message in a file, as it comes")
    try await home.shell(script).exits()
    for text in ["one", "two"] {
      try await clinician.run("reply", "e70d41c8935fa2b6", "-m", text).exits()
      try await home.shell(script).exits()
    }
    let events = home.folder.text(of: "archive.ndjson").split(separator: "\n")
      .compactMap { try? JSON(parsing: Array($0.utf8)) }.filter { $0["type"] == "messageReceived" }
    #expect(events.map { $0["message"]?["text"] } == ["one", "two"])
  }

  @Test(.clinic) func `an answer goes to what was read`() async throws {
    let home = try await Clinic.open().home()
    let sent = try await home.shell(try recipe("Only an answer to what was read")).exits()
    #expect(sent.output.hasPrefix("sent\t"))
  }

  @Test(.clinic) func `a desktop is shown the handle of a new message, and nothing of what it says`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner)
    let program = try #require(Self.page.displays(under: "On the desktop").first)
    let watch = try #require(Self.page.displays(under: "On the desktop").last)
    try await home.shell("mkdir -p .config/careteam").exits()
    home.folder.write(program.text, to: ".config/careteam/on-event", mode: 0o700)
    try await home.run("watch", "--cursor", "on-event", "--once").exits()
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "very private").exits()
    try await home.run("sync").exits()
    let script = home.folder.write(watch.commands.dropLast() + " --once\n", to: "watch.sh")
    let desktop = "\(Checkout.path)/Tests/IntegrationTests/Support/notifications.py"
    try await home.shell("dbus-run-session -- /usr/bin/python3 \(desktop) shown bash \(script)").exits()
    let shown = home.folder.text(of: "shown").split(separator: "\n")
    #expect(shown.count == 1)
    let notification = try JSON(parsing: Array((shown.first ?? "").utf8))
    #expect(
      notification == ["application": "careteam", "summary": "Care team", "body": "A new message in c5"],
      "\(notification)")
  }

  @Test(.clinic) func `a mail has the number, and there is none when nothing is unread`() async throws {
    let home = try await Clinic.open().home()
    try await home.shell("mkdir bin").exits()
    _ = home.folder.script("cat >> \(home.folder.path)/mails\n", named: "bin/sendmail")
    let script = try recipe("By mail, with a number in it")
    let unread = try await home.run("status", "--fields", "unreadCount").exits().lines[0]
    try await home.shell(script).exits()
    let mail = "To: me@example.org\nSubject: \(unread) unread messages\n\n"
    #expect(home.folder.text(of: "mails") == mail)
    try await home.run(["mark"] + (1...15).map { "c\($0)" } + ["--read"]).exits()
    try await home.shell(script).exits()
    #expect(home.folder.text(of: "mails") == mail)
  }

  @Test(.clinic) func `cron is told what is new, and then nothing`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner)
    // Five fields of time, then what cron gives to sh -c.
    let lines = try recipe("A crontab").split(separator: "\n").map { line in
      line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    }
    try #require(lines.count == 2 && lines.allSatisfy { $0.count == 6 })
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "one").exits()
    let news = try await home.shell(String(lines[0][5])).exits()
    #expect(news.output == "1 new message\n" && news.errors == "")
    let nothing = try await home.shell(String(lines[0][5])).exits()
    #expect(nothing.output == "" && nothing.errors == "")
    let morning = try await home.shell(String(lines[1][5])).exits()
    #expect(morning.lines.contains("c5") && morning.lines.allSatisfy { $0.hasPrefix("c") } && morning.errors == "")
    try await home.run(["mark"] + (1...15).map { "c\($0)" } + ["--read"]).exits()
    let quiet = try await home.shell(String(lines[1][5])).exits()
    #expect(quiet.output == "" && quiet.errors == "")
  }

  @Test(.clinic) func `the digest of the crontab is a mail when something is new, and none when nothing is`()
    async throws
  {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let server = try MailServer()
    mkdir("\(home.folder.path)/home/config", 0o700)
    home.folder.write(
      "[mail]\nserver = \"smtp://127.0.0.1:\(server.port)\"\nfrom = \"careteam@example.org\"\n",
      to: "home/config/config.toml")
    let line = try recipe("A digest in the morning").split(separator: " ", maxSplits: 5)
    try #require(line.count == 6)
    try await home.shell(String(line[5])).exits()
    #expect(server.mails.isEmpty, "a new cursor begins now")
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "one").exits()
    try await home.run("sync").exits()
    for _ in 0..<2 {
      let morning = try await home.shell(String(line[5])).exits()
      #expect(morning.output == "" && morning.errors == "")
    }
    #expect(server.mails.count == 1 && server.mails[0].contains("To: me@example.org"), "\(server.mails)")
  }
}
