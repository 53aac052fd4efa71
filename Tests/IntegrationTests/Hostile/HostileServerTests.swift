import CareTeamCore
import CareTeamTestSupport
import Testing

/// What becomes of a mailbox whose server means no good.
struct HostileServerTests {
  private static let slow = ["--timeout", "60s"]

  private func sync(_ home: Home, _ arguments: String...) async throws -> Outcome {
    await home.run(["sync"] + Self.slow + arguments, seconds: 90)
  }

  private func texts(_ home: Home) async throws -> Set<String> {
    let shown = try await home.run("read", "c1", "--offline", "--json").exits().json()
    return Set(shown["items"]?[0]?["messages"]?.array.compactMap { $0["text"]?.string } ?? [])
  }

  @Test func `resources that are wrong are named once, and the others are kept`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("bad-entries")
    #expect(try await texts(home).isSuperset(of: ["first", "text of good1", "text of good2", ""]))
    let again = try await sync(home).exits()
    #expect(again.errorLines.allSatisfy { $0.hasSuffix("a resource without an id") }, "\(again)")
    let full = try await sync(home, "--full", "--json").exits()
    let report = try full.json()
    #expect(report["unreadableCount"]?.int == 6 && report["unreadable"]?.array.count == 6, "\(report)")
    let said = report["unreadable"]?.array.compactMap(\.string).joined(separator: "\n") ?? ""
    for part in [
      "Communication/twice, whose entry is JSON with the member ‘status’ twice", "Communication/deep", "too deeply",
      "Communication/number", "Communication/escape", "malformed escape",
    ] { #expect(said.contains(part), "\(part) in \(said)") }
    #expect(full.errorLines.count == 4 && full.errors.contains("left out 3 more"), "\(full)")
    #expect(try await texts(home).isSuperset(of: ["text of good1", "text of good2"]))
  }

  @Test(
    arguments: [
      ("cut", 76, "cut off"), ("rubbish", 76, "unexpected byte 0x3c"), ("null", 76, "no FHIR Bundle"),
      ("empty", 76, "cut off"), ("deep", 76, "too deeply"), ("binary", 76, "unexpected byte"),
      ("twice", 76, "‘entry’ twice"), ("short", 75, "broke before the whole answer"), ("wrong-link", 0, nil),
      ("elsewhere-page", 76, "on another server"), ("elsewhere", 78, "another origin"),
      ("redirects", 78, "redirects again and again"), ("same-page", 76, "the same again and again"),
      ("circle", 76, "the same again and again"), ("empty-pages", 76, "have no end"), ("late", 75, "asked to be left"),
      ("headers", 75, "larger than"),
    ] as [(String, Int32, String?)])
  func `an answer that is none is said in one line, and what was there stays`(
    name: String, status: Int32, words: String?
  ) async throws {
    let server = try await HostileServer()
    let home = try await server.home(name)
    let outcome = try await sync(home).exits(status)
    #expect(outcome.errorLines.count == (words == nil ? 0 : 1) && outcome.errors.contains(words ?? ""), "\(outcome)")
    #expect(try await texts(home).contains("first"))
    if ["same-page", "circle", "elsewhere-page", "empty-pages"].contains(name) {
      #expect(try await texts(home).contains { $0.hasPrefix("text of good") })
    }
    #expect(try await server.log(name).count < 100)
  }

  @Test func `an answer without end ends with the time allowed or at a limit`() async throws {
    let server = try await HostileServer()
    let slow = try await server.home("drip")
    let late = try await slow.run("sync", "--timeout", "1s").exits(75)
    #expect(late.errors.contains("did not answer in time"), "\(late)")
    for name in ["endless", "bomb"] {
      let outcome = try await sync(try await server.home(name)).exits(76)
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains("more than 64 MiB"), "\(outcome)")
    }
  }

  @Test func `times of any year are taken, and one of the far future hides nothing`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("times")
    #expect(try await texts(home).count == 17)
    try await sync(home).exits()
    #expect(try await texts(home).contains("text of later"))
    let shown = try await home.run("read", "c1", "--offline", "--json").exits().json()
    let messages = shown["items"]?[0]?["messages"]?.array ?? []
    let times = messages.compactMap { $0["sentAt"]?.string.flatMap(Instant.init(fhir:)) }
    #expect(times.count == messages.count && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    for arguments in [["list"], ["read", "c1"], ["digest", "--since", "9999d", "--detail", "full"]] {
      let outcome = await home.runOnTerminal(arguments + ["--offline"])
      #expect(outcome.status == 0 || outcome.status == 64, "\(outcome)")
    }
  }

  @Test func `an id that is none becomes no part of an address`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("ids")
    let report = try await sync(home, "--full", "--json").exits().json()
    #expect((report["unreadableCount"]?.int ?? 0) >= 30, "\(report)")
    #expect(try await texts(home).contains("text of good1"))
    // Of what names a conversation by nothing that is an id there are messages between people still.
    let listed = try await home.run("list", "--offline", "--json").exits().json()["items"]?.array ?? []
    #expect(listed.filter { $0["reference"]?.string?.hasPrefix("Thread/") == false }.count == 1)
    _ = await home.run("mark", "c1", "--read")
    for line in try await server.log("ids") {
      #expect(
        line.contains(#/^(GET|POST|PATCH) /ids/fhir/[A-Za-z]+(/[A-Za-z0-9_.-]+)?(\?[^ ]*)? HTTP/1.1$/#), "\(line)")
      #expect(!line.contains("..") && !line.lowercased().contains("%2e") && !line.contains("admin"), "\(line)")
    }
  }

  @Test func `somebody of whom there is a name only is nobody else, and no name is a command`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("names")
    let shown = try await home.run("read", "c1", "--offline", "--json").exits().json()
    let senders = shown["items"]?[0]?["messages"]?.array.compactMap { $0["from"] } ?? []
    #expect(senders.filter { $0["id"] == "d" }.map { $0["name"]?.string } == ["Dr. D"])
    #expect(senders.contains { $0["name"]?.string == "Anna / front desk" && $0["role"] == "other" })
    #expect(senders.contains { $0["name"]?.string == "Contained" && $0["role"] == "practitioner" })
    try await home.run("list", "--offline").exits()
    let typed = """
      source "\(Checkout.path)/completions/careteam.bash"
      COMP_WORDS=(careteam new --to "") COMP_CWORD=3 COMP_LINE="careteam new --to " COMP_POINT=18
      _careteam careteam "" --to; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let offered = await home.shell(typed)
    #expect(offered.lines.contains("Practitioner/d"), "\(offered)")
    try await home.shell("test ! -e hacked").exits()
  }

  @Test func `conversations in a circle are shown, each message once`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("threads")
    let list = try await home.run("list", "--offline", "--all", "--json").exits().json()
    let ids = list["items"]?.array.compactMap { $0["handle"]?.string } ?? []
    let shown = try await home.run(["read", "--offline", "--json"] + ids).exits().json()
    let texts = shown["items"]?.array.flatMap { $0["messages"]?.array ?? [] }.compactMap { $0["text"]?.string } ?? []
    #expect(
      texts.sorted() == (["first"] + ["a", "b", "r1", "r2", "self", "x", "y", "z"].map { "text of \($0)" }).sorted())
  }

  @Test func `what a server says of its failure is short and does nothing`() async throws {
    let server = try await HostileServer()
    let outcome = try await sync(try await server.home("outcome")).exits(75)
    #expect(outcome.errors.utf8.count < 3000 && outcome.errorLines.count == 1)
    #expect(
      !outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{9B}" || $0 == "\u{202E}" })
  }
}
