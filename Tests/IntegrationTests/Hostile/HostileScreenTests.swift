import CareTeamCore
import CareTeamTestSupport
import Testing

/// Every command over a mailbox made wholly of hostile text, on terminals.
@Suite(.clinic)
struct HostileScreenTests {
  /// Fills the clinic's server: a conversation for each text of the corpus, in which everything that a clinician's program
  /// can choose is that text.
  private func fill(_ clinic: Clinic) async throws {
    let client = FHIRClient(clinic, as: .practitioner)
    for (index, text) in HostileText.corpus.enumerated() where !text.isEmpty {
      let nasty = JSON.string(String(text.unicodeScalars.prefix(3000)))
      let request: JSON = [
        "resourceType": "CommunicationRequest", "status": "active", "priority": "urgent",
        "subject": ["reference": "Patient/ada-lindqvist"], "reasonCode": [["text": nasty]], "medium": [["text": nasty]],
        "sender": ["reference": "Practitioner/drlee", "display": nasty],
        "requester": ["reference": "Practitioner/drlee"],
        "recipient": [["reference": "Patient/ada-lindqvist", "display": nasty]],
        "authoredOn": .string("2026-11-01T10:\(index % 60 < 10 ? "0" : "")\(index % 60):00Z"),
        "payload": [
          ["contentString": nasty],
          ["contentAttachment": ["url": "Binary/none", "title": nasty, "contentType": nasty, "size": 12]],
        ],
      ]
      let answer = try await client.send("POST", "CommunicationRequest", request)
      try #require(answer.status == 201, "\(text.debugDescription): \(answer)")
    }
  }

  /// A mailbox with all of it, with drafts and an outbox of the same kind.
  private func home(_ clinic: Clinic) async throws -> (home: Home, ids: [String]) {
    try await fill(clinic)
    let home = try await clinic.home(variables: ["PAGER": "cat"])
    let list = try await home.run("list", "--all", "--json", "--offline").exits().json()
    let ids = list["items"]?.array.compactMap { $0["handle"]?.string } ?? []
    for text in HostileText.corpus.prefix(6) where !text.contains("\0") {
      _ = await home.run(["reply", ids[0], "-m", text, "--draft", "--offline"])
      _ = await home.run(["reply", ids[1], "-m", text, "--queue-only", "--offline"])
    }
    return (home, ids)
  }

  private static let nasty = "\u{1B}]0;owned\u{07}\u{1B}[2J\u{9B}31m\u{202E}x"

  private static let tables = [
    ["list", "--all"], ["list", "--fields", "with,subject,medium"], ["outbox", "list"], ["draft", "list"],
    ["cursor", "list"], ["account", "list"],
  ]

  /// Every other command, and its words about what it was given.
  private static func others(_ ids: [String]) -> [[String]] {
    var commands: [[String]] = [["read"] + ids, ["read", "--raw"] + ids.suffix(30), ["read", "--fhir", ids[3]]]
    commands += [["status"], ["doctor"], ["digest", "--since", "9999d", "--detail", "full"]]
    commands += [["digest", "--since", "9999d", "--detail", "subjects"], ["watch", "--since", "all", "--once"]]
    commands += [["outbox", "show", "o1"], ["draft", "list", "--header"], ["list", "--json"]]
    commands += [["list", "--format", "tsv", "--all"], ["read", ids[2], "--format", "ndjson"]]
    commands += [["list", "--all"], ["read"] + ids.prefix(20), ["outbox", "list"], ["draft", "list"]].map {
      $0 + ["--format", "records"]
    }
    commands += [
      ["save", "m\(nasty)"], ["read", nasty], ["list", "--fields", nasty], [nasty], ["list", "--\(nasty)"],
    ]
    commands += [["cursor", "show", nasty], ["-A", nasty, "list"], ["login", nasty], ["schema", nasty]]
    commands += [["mark", nasty, "--read"], ["list", "--format", nasty], ["list", "--config", nasty]]
    commands += [["reply", ids[0], "-F", nasty], ["new", "--to", nasty]]
    return commands
  }

  /// The commands whose output tmux is given, too; it is slow.
  private static func isForTmux(_ arguments: [String]) -> Bool {
    ["list", "read", "digest", "draft"].contains(arguments[0]) && !arguments.contains("records")
      && !arguments.contains("--json") && arguments.count != 3
  }

  @Test func `only text reaches the screen, and columns stand straight`() async throws {
    let clinic = try Clinic.open()
    let (home, ids) = try await home(clinic)
    let tables = Self.tables
    let others = Self.others(ids)
    var recordings: [JSON] = []
    for columns: UInt16 in [80, 120] {
      for (arguments, isTable) in tables.map({ ($0, true) }) + others.map({ ($0, false) }) {
        let offline = ["doctor", "login"].contains(arguments[0]) ? [] : ["--offline"]
        // What is said beside a table has no columns.
        let options = offline + (isTable ? ["-q"] : [])
        let shown = await home.runOnTerminal(arguments + options, columns: columns, seconds: 60)
        try #require(shown.status != 70 && shown.status < 128, "\(shown)")
        let file = home.folder.write(shown.output, to: "screen\(recordings.count)")
        recordings.append([
          "name": .string("\(arguments.prefix(4).joined(separator: " ").debugDescription) at \(columns)"),
          "file": .string(file), "columns": JSON(Int(columns)),
          "table": .bool(isTable && shown.status == 0 && shown.output.contains("\n")),
          "tmux": .bool(columns == 80 && Self.isForTmux(arguments)),
        ])
      }
    }
    let faults = try await Screens.faults(recordings, in: home.folder)
    #expect(faults.isEmpty, "\(faults.prefix(30).joined(separator: "\n"))")
  }

  @Test func `what is looked for would be seen`() async throws {
    let folder = TemporaryFolder()
    let raw = "\u{1B}]0;title\u{07}\u{1B}]52;c;cm0gLXJmIC8=\u{07}\u{1B}[?25l\u{1B}[6n\u{1B}(0\u{0E}text\n"
    let faults = try await Screens.faults(
      [
        ["name": "raw", "file": .string(folder.write(raw, to: "raw")), "columns": 80, "tmux": true],
        [
          "name": "crooked", "file": .string(folder.write("ID  NAME\nc1  x\nc123  y\n", to: "crooked")), "columns": 80,
          "table": true,
        ],
        [
          "name": "wide", "table": true,
          "file": .string(folder.write(String(repeating: "日", count: 41) + "\n", to: "wide")),
          "columns": 80,
        ],
      ], in: folder)
    for words in [
      "raw: title became", "raw: hidden became", "raw: answered became", "crooked: row 2 has",
      "wide: 1 lines took 2 rows",
      "tmux: the clipboard holds",
      "tmux: the terminal is",
    ] { #expect(faults.contains { $0.contains(words) }, "\(words) in \(faults)") }
  }

  @Test func `--safe-text keeps the shape of JSON and the columns of TSV, and nothing in them acts`() async throws {
    let clinic = try Clinic.open()
    let (home, ids) = try await home(clinic)
    for arguments in [
      ["list", "--all"], ["read"] + ids, ["outbox", "list"], ["draft", "list"], ["watch", "--since", "all", "--once"],
    ] {
      for format in ["json", "ndjson", "tsv"] {
        let words = arguments + ["--format", format, "--offline"]
        let exact = try await home.run(words).exits()
        let safe = try await home.run(words + ["--safe-text"]).exits()
        #expect(exact.lines.count == safe.lines.count, "\(words)")
        guard format != "tsv" else {
          #expect(exact.rows.map(\.count) == safe.rows.map(\.count))
          expectHarmless(safe.rows.joined().joined(), words)
          continue
        }
        for (before, after) in zip(try exact.jsonLines(), try safe.jsonLines()) {
          #expect(shape(before) == shape(after), "\(words)")
          for text in strings(after) { expectHarmless(text, words) }
        }
      }
    }
    let error = try await home.run("read", "\u{1B}[2J", "--json", "--safe-text").exits(66).error()
    expectHarmless(error["message"]?.string ?? "\u{1B}", ["read"])
  }

  private func expectHarmless(_ text: String, _ words: [String]) {
    let isHarmless = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && !$0.properties.isBidiControl
    }
    #expect(isHarmless, "\(words.prefix(2)): \(text.debugDescription)")
  }

  private func strings(_ json: JSON) -> [String] {
    switch json {
    case .string(let text): [text]
    case .array(let values): values.flatMap(strings)
    case .object(let object): object.members.flatMap { strings($0.value) }
    default: []
    }
  }

  /// The value with its texts left out.
  private func shape(_ json: JSON) -> JSON {
    switch json {
    case .string: "text"
    case .array(let values): .array(values.map(shape))
    case .object(let object): .object(JSONObject(object.members.map { ($0.key, shape($0.value)) }))
    default: json
    }
  }
}

/// Recorded output on terminal emulators.
enum Screens {
  /// What the recordings did to a terminal but show text, a line each.
  static func faults(_ recordings: [JSON], in folder: TemporaryFolder) async throws -> [String] {
    let file = folder.write(JSON.array(recordings).text(.output), to: "recordings.json")
    let program = "\(Checkout.path)/Tests/IntegrationTests/Support/screens.py"
    let said = await Shell.run(
      ["/usr/bin/python3", program, file],
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "xterm-256color"], seconds: 240)
    let lines = said.split(separator: "\n").map(String.init)
    try #require(lines.last == "looked at \(recordings.count)", "screens.py said: \(said.suffix(2000))")
    return Array(lines.dropLast())
  }
}
