import CareTeamCore
import Testing

/// `careteam search`, as it is typed.
@Suite(.clinic)
struct SearchTests {
  @Test func `every format has the same messages, the newest first`() async throws {
    let home = try await Clinic.open().home()
    let json = try await home.run("search", "water", "--json").exits().json()
    let items = json["items"]?.array ?? []
    #expect(json["schema"] == "careteam.search/1" && json["query"] == "water" && json["more"] == false)
    #expect(items.count > 2)
    let handles = items.map { $0["handle"]?.string ?? "" }
    let times = items.compactMap { $0["sentAt"]?.string.flatMap(Instant.init(fhir:)) }
    #expect(times.count == items.count && zip(times, times.dropFirst()).allSatisfy { $0 >= $1 })
    for item in items {
      let text = (item["text"]?.string ?? "") + (item["subject"]?.string ?? "")
      #expect(text.lowercased().contains("water") && item["conversation"]?["handle"]?.string?.first == "c")
    }
    #expect(try await home.run("search", "water").exits().rows.map { $0[0] } == handles)
    let lines = try await home.run("search", "water", "--format", "ndjson").exits().jsonLines()
    #expect(lines.map { $0["handle"]?.string ?? "" } == handles)
    let table = try await home.run("search", "water", "--format", "table").exits().lines
    #expect(table.dropFirst().map { $0.split(separator: " ").first.map(String.init) ?? "" } == handles)
    #expect(table.first?.split(separator: " ").map(String.init) == ["ID", "DATE", "FROM", "SUBJECT", "SNIPPET"])
    #expect(table.dropFirst().allSatisfy { $0.contains("*water*") || $0.contains("*Water*") }, "\(table)")
    let records = try await home.run("search", "water", "--format", "records").exits().lines
    #expect(records.filter { $0.hasPrefix("Id: ") }.map { String($0.dropFirst(4)) } == handles)
  }

  @Test func `what a match is can be cut out of the snippet with jq`() async throws {
    let home = try await Clinic.open().home()
    let jq = try #require(Binaries.find("jq"))
    for word in ["metformin", "お腹", "blutdruck", "grüße", "السلامة"] {
      let script =
        #"careteam search '\#(word)' --json | \#(jq) -r '.items[] | .snippet as $s | .snippetMatches[] | $s[.start:.end]'"#
      for line in try await home.shell(script).exits().lines {
        #expect(SearchWord.folded(line) == SearchWord.folded(word))
      }
    }
    let found = try await home.shell("careteam search お腹 --json | \(jq) '[.items[].snippetMatches[]] | length'").exits()
    #expect(found.lines.first.flatMap { Int($0) } ?? 0 > 0)
  }

  @Test func `conditions are those of list, and a word with a minus must not be there`() async throws {
    let home = try await Clinic.open().home()
    func handles(_ arguments: String...) async throws -> [String] {
      try await home.run(["search"] + arguments).exits().rows.map { $0[0] }
    }
    let all = try await handles("*", "-n", "1000")
    #expect(all.count > 60)
    #expect(try await handles("-n", "3", "*") == Array(all.prefix(3)))
    let with = try await handles("metformin")
    let without = try await handles("metformin", "-breakfast", "--offline")
    #expect(!without.isEmpty && without.count < with.count && Set(without).isSubset(of: with))
    #expect(try await handles("metformin NOT breakfast") == without)
    #expect(try await handles("--", "-breakfast", "metformin") == without)
    let unread = try await home.run("list", "--fields", "unreadCount").exits().rows.compactMap { Int($0[0]) }
    #expect(try await handles("is:unread", "-n", "100").count == unread.reduce(0, +))
    let medication = try await home.run("list", "--type", "medication", "--fields", "handle").exits().lines
    let conversations = try await home.run("search", "type:medication", "--fields", "conversation", "-n", "500").exits()
      .lines
    #expect(Set(conversations) == Set(medication))
    let withLee = try await home.run("list", "--with", "lee", "--fields", "handle").exits().lines
    let found = try await home.run("search", "with:lee", "--fields", "conversation", "-n", "500").exits().lines
    #expect(Set(found) == Set(withLee))
    #expect(try await handles("in:c12", "-n", "100").count == home.run("read", "c12").exits().rows.count)
  }

  @Test func `nothing found is 0, and 1 with -e; a mistake is 64 and says where`() async throws {
    let home = try await Clinic.open().home()
    let nothing = try await home.run("search", "wintermute").exits()
    #expect(nothing.output == "" && nothing.errors.contains("nothing was found"))
    try await home.run("search", "wintermute", "-e").exits(1)
    try await home.run("search", "-e", "water").exits()
    #expect(try await home.run("search", "wintermute", "--json").exits().json()["items"]?.array == [])
    let wrong = try await home.run("search", "water", "form:lee", "--json").exits(64)
    #expect(wrong.errors.contains("at character 7") && wrong.errors.contains("from:"), "\(wrong)")
    for query in [["("], ["a OR"], ["date:soon"], ["\"a"], [], ["water", "-n", "0"], ["water", "--nonsense"]] {
      try await home.run(["search"] + query).exits(64)
    }
    try await Home().run("search", "water").exits(77)
  }

  @Test(arguments: [40, 80, 120]) func `no line is wider than the terminal`(columns: UInt16) async throws {
    let home = try await Clinic.open().home()
    let table = try await home.runOnTerminal(["search", "*", "--color", "never"], columns: columns).exits()
    #expect(table.lines.count > 40)
    for line in table.lines where !line.hasPrefix("careteam: ") {
      #expect(DisplayWidth.cells(of: line) <= Int(columns), "\(line)")
    }
  }
}

/// `careteam search` where the clinic does not stay as it is.
struct SearchedChangeTests {
  @Test(.clinic) func `a search on a terminal marks nothing as read and asks the server nothing`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let before = try await home.run("status", "--json").exits().json()["unreadCount"]
    await clinic.stop(by: 15)
    let shown = try await home.runOnTerminal(["search", "is:unread", "--color", "never"], columns: 100).exits()
    #expect(shown.lines.count > 3 && !shown.output.contains("marked"))
    #expect(try await home.run("status", "--offline", "--json").exits().json()["unreadCount"] == before)
  }

  @Test(.clinic) func `what arrives, what is queued and what was planted is found, whatever its script`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    try await home.run("search", "anything").exits()
    let phrases = [
      "purple elephant 7.5 mg", "Zauberflöte Überweisung", "紫色的大象在跳舞", "фиолетовый слон", "보라색 코끼리", "ช้างสีม่วง",
    ]
    for phrase in phrases {
      try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "Note: \(phrase). End.").exits()
    }
    try await home.run("sync").exits()
    for phrase in phrases {
      let found = try await home.run("search", "\"\(phrase)\"", "--format", "ndjson").exits().jsonLines()
      #expect(found.count == 1 && found.first?["snippet"]?.string?.contains(phrase) == true, "\(phrase)")
    }
    try await home.run("reply", "c5", "-m", "An unsent giraffe", "--queue-only").exits(8)
    #expect(try await home.run("search", "giraffe", "--offline").exits().rows.map { $0[6] } == ["queued"])
  }
}
