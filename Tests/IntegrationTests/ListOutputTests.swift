import CareTeamCore
import Testing

/// What `list` and its formats promise; nothing here changes the clinic.
@Suite(.clinic)
struct ListOutputTests {
  @Test func `the JSON names exactly the conversations that have a badge in the table`() async throws {
    let home = try await Clinic.open().home()
    let items = try await home.run("list", "--json").exits().json()["items"]?.array ?? []
    let json = items.filter { ($0["unreadCount"]?.int ?? 0) > 0 }.map { $0["handle"]?.string ?? "" }
    let table = try await home.runOnTerminal(["list", "--color", "never"], columns: 80).exits()
    let header = try #require(table.lines.first)
    #expect(header.split(separator: " ") == ["ID", "UNREAD", "STATUS", "PRIORITY", "FROM", "SUBJECT", "UPDATED"])
    let badges = table.lines.dropFirst().filter { line in
      line.split(separator: " ").dropFirst().first.map { Int($0) != nil } ?? false
    }
    #expect(badges.map { $0.split(separator: " ").first.map(String.init) ?? "" } == json)
    #expect(!json.isEmpty && json.count < items.count)
    if let jq = Binaries.find("jq") {
      let script = home.folder.script(
        "\(Binaries.careteam) list --json | \(jq) -r '.items[] | select(.unreadCount>0) | .handle'\n", named: "filter")
      let output = await Shell.run([script], environment: home.environment)
      #expect(output.split(separator: "\n").map(String.init) == json)
    }
  }

  @Test func `a list that is cut says so`() async throws {
    let home = try await Clinic.open().home()
    let cut = try await home.run("list", "-n", "14", "--json").exits()
    #expect(try cut.json()["more"] == true && cut.json()["items"]?.array.count == 14 && cut.errors == "")
    #expect(try await home.run("list", "-n", "14").exits().errors == "", "fourteen were asked for")
    for options in [["-n", "15"], ["--all"], []] {
      let whole = try await home.run(["list", "--json"] + options).exits()
      #expect(try whole.json()["more"] == false && whole.json()["items"]?.array.count == 15)
      #expect(try await home.run(["list"] + options).exits().errors == "")
    }
    for number in 1...36 {
      try await home.run("new", "--to", "lee", "-s", "Question \(number)", "-m", "x", "--queue-only", "--offline")
        .exits(8)
    }
    let first = try await home.run("list", "--offline").exits()
    #expect(first.rows.count == 50 && first.errors.contains("there are more than these 50; ‘--all’"), "\(first)")
    #expect(try await home.run("list", "--offline", "--json").exits().json()["more"] == true)
    #expect(try await home.run("list", "--offline", "--all").exits().errors == "")
  }

  @Test func `the order is the newest activity first, and the same in every format`() async throws {
    let home = try await Clinic.open().home()
    let items = try await home.run("list", "--json").exits().json()["items"]?.array ?? []
    let order = items.map { $0["handle"]?.string ?? "" }
    let times = items.compactMap { $0["updatedAt"]?.string.flatMap(Instant.init(fhir:)) }
    #expect(times.count == items.count && items.count == 15)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(try await home.run("list").exits().rows.map { $0[0] } == order)
    #expect(
      try await home.run("list", "--format", "ndjson").exits().jsonLines().map { $0["handle"]?.string ?? "" } == order)
    let table = try await home.run("list", "--format", "table").exits().lines.dropFirst()
    #expect(table.map { $0.split(separator: " ").first.map(String.init) ?? "" } == order)
    let records = try await home.run("list", "--format", "records").exits().lines.filter {
      $0.hasPrefix("Id: ") || $0.hasPrefix("ID: ")
    }
    #expect(records.map { String($0.dropFirst(4)) } == order)
  }

  @Test(arguments: [80, 120, 60, 40]) func `no line of the table is wider than the terminal`(columns: UInt16)
    async throws
  {
    let home = try await Clinic.open().home()
    for arguments in [["list"], ["status"], ["outbox", "list"], ["account", "list"], ["doctor"]] {
      let table = try await home.runOnTerminal(arguments + ["--color", "never"], columns: columns).exits()
      for line in table.lines where arguments != ["status"] {
        #expect(DisplayWidth.cells(of: line) <= Int(columns), "\(arguments): \(line)")
      }
    }
    let read = try await home.runOnTerminal(["read", "c3", "--peek", "--color", "never"], columns: columns).exits()
    for line in read.lines where line.hasPrefix("  ") {
      #expect(DisplayWidth.cells(of: line) <= Int(columns), "\(line)")
    }
  }

  @Test func `120 columns add the type and the method`() async throws {
    let home = try await Clinic.open().home()
    let header = try await home.runOnTerminal(["list", "--color", "never"], columns: 120).exits().lines.first
    #expect(
      header?.split(separator: " ")
        == ["ID", "UNREAD", "STATUS", "PRIORITY", "FROM", "TYPE", "VIA", "SUBJECT", "UPDATED"])
  }

  @Test func `COLUMNS goes before the terminal's own width, and NO_COLOR before the terminal`() async throws {
    var home = try await Clinic.open().home()
    let coloured = try await home.runOnTerminal("list").exits()
    #expect(coloured.output.contains("\u{1B}["))
    home.variables = ["COLUMNS": "120", "NO_COLOR": "1"]
    let plain = try await home.runOnTerminal("list").exits()
    #expect(plain.lines.first?.contains("TYPE") ?? false)
    #expect(!plain.output.contains("\u{1B}"))
    #expect(try await home.runOnTerminal("list", "--color", "always").exits().output.contains("\u{1B}["))
  }

  @Test func `TSV has the frozen columns, a header only when asked for, and no raw tab or line feed in a field`()
    async throws
  {
    let home = try await Clinic.open().home()
    let rows = try await home.run("list", "--header").exits().rows
    #expect(
      rows.first == [
        "handle", "id", "status", "priority", "unreadCount", "type", "with", "medium", "subject", "attachmentCount",
        "updatedAt",
      ])
    #expect(rows.allSatisfy { $0.count == 11 })
    let plain = try await home.run("list").exits().rows
    #expect(plain == Array(rows.dropFirst()))
    #expect(plain.allSatisfy { Instant(fhir: $0[10]) != nil && $0[10].hasSuffix("Z") })
    let read = try await home.run("read", "c1").exits().rows
    #expect(read.count == 4)
    #expect(read.first?.last?.contains("Good morning Ada,\\n\\nyour results are back") ?? false)
  }

  @Test func `NDJSON is the bare items, a message a line for read`() async throws {
    let home = try await Clinic.open().home()
    let lines = try await home.run("list", "--format", "ndjson").exits().jsonLines()
    let items = try await home.run("list", "--format", "json").exits().json()["items"]?.array
    #expect(lines == items)
    let messages = try await home.run("read", "c3", "--format", "ndjson").exits().jsonLines()
    #expect(messages.count == 5)
    #expect(messages.allSatisfy { $0["conversation"]?["handle"] == "c3" && $0["text"]?.string != nil })
  }

  @Test func `--fields chooses fields in every format, and names those there are`() async throws {
    let home = try await Clinic.open().home()
    #expect(try await home.run("list", "-n", "1", "--fields", "subject,handle").exits().rows.first?.count == 2)
    let json = try await home.run("list", "-n", "1", "--json", "--fields", "handle,unreadCount").exits().json()
    #expect(json["items"]?[0]?.object?.keys == ["handle", "unreadCount"])
    #expect(json["schema"] == "careteam.list/1")
    let wrong = try await home.run("list", "--fields", "colour").exits(64)
    #expect(wrong.errors.contains("updatedAt"))
  }

  @Test func `list filters by status, priority, type, person, age and debt, and limits`() async throws {
    let home = try await Clinic.open().home()
    func rows(_ arguments: String...) async throws -> [[String]] {
      try await home.run(["list"] + arguments).exits().rows
    }
    #expect(try await rows("--status", "completed").allSatisfy { $0[2] == "completed" })
    #expect(try await rows("--status", "completed").count == 2)
    #expect(try await rows("--priority", "high").map { $0[0] } == ["c3", "c4"])
    #expect(try await Set(rows("--type", "appointment").map { $0[0] }) == ["c7", "c8", "c9"])
    #expect(try await rows("--with", "शर्मा").map { $0[0] } == ["c11"])
    #expect(try await rows("--since", "7d").allSatisfy { $0[10] > "2000" })
    #expect(try await rows("-n", "3").count == 3)
    #expect(try await rows("--all").count == 15)
    let waiting = try await home.run("list", "--waiting", "--json").exits().json()["items"]?.array ?? []
    #expect(!waiting.isEmpty && waiting.allSatisfy { $0["waitingOn"]?["who"] != nil })
    #expect(try await rows("-u").allSatisfy { $0[4] != "0" })
    try await home.run("list", "-n", "0").exits(64)
    try await home.run("list", "--since", "yesterdayish").exits(64)
  }

  @Test func `global options may stand before and after the subcommand`() async throws {
    let home = try await Clinic.open().home()
    let before = try await home.run("--format", "json", "--offline", "list").exits()
    let after = try await home.run("list", "--offline", "--json").exits()
    #expect(try before.json()["items"] == after.json()["items"])
    try await home.run("-A", "default", "status", "--json").exits()
    #expect(try await home.run("--json", "cursor", "list").exits().json()["items"]?.array == [])
    #expect(try await home.run("outbox", "--json", "list").exits().json()["items"]?.array == [])
  }
}
