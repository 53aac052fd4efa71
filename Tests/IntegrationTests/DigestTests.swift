import CareTeamCore
import Glibc
import Testing

/// What `digest` prints.
struct DigestTests {
  /// A clinic's patient whose cursor ‘d’ stands at the end of what there is, and a clinician who writes to them.
  private func people() async throws -> (patient: Home, clinician: Home) {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let patient = try await clinic.home()
    #expect(try await patient.run("digest", "--cursor", "d").exits().output == "")
    return (patient, clinician)
  }

  private static let talk = "e70d41c8935fa2b6"

  @Test(.clinic) func `nothing is printed when nothing is new, and each message once`() async throws {
    let (patient, clinician) = try await people()
    for format in ["text", "html", "json"] {
      #expect(try await patient.run("digest", "--cursor", "d", "--format", format).exits().output == "")
    }
    let unread = try await patient.run("status", "--json").exits().json()["unreadCount"]
    try await clinician.run("reply", Self.talk, "-m", "How is the cough?").exits()
    let first = try await patient.run("digest", "--cursor", "d", "--refresh").exits()
    #expect(first.lines.first == "1 new message in 1 conversation.", "\(first)")
    #expect(first.errors == "")
    #expect(try await patient.run("digest", "--cursor", "d", "--refresh").exits().output == "")
    let forced = try await patient.run("digest", "--cursor", "d", "--send-empty").exits()
    #expect(forced.lines.first == "Nothing new.")
    #expect(try await patient.run("cursor", "list", "--json").exits().json()["items"]?.array.count == 1)
    // Nothing was marked as read by it.
    #expect(
      try await patient.run("status", "--json", "--refresh").exits().json()["unreadCount"]?.int == (unread?.int ?? 0)
        + 1)
    try await patient.run("digest", "--cursor", "d", "--since", "all").exits(64)
  }

  @Test(.clinic) func `counts say no name, no subject and no type; the other details say more`() async throws {
    let (patient, _) = try await people()
    let names = ["Lee", "Martínez", "Lisinopril", "biopsy", "HbA1c", "Test result", "test-result", "Medication", "Ada"]
    for format in ["text", "html", "json"] {
      let outcome = try await patient.run("digest", "--since", "all", "--format", format).exits()
      #expect(!outcome.output.isEmpty)
      for name in names { #expect(!outcome.output.contains(name), "\(format) says \(name)") }
    }
    let subjects = try await patient.run("digest", "--since", "all", "--detail", "subjects").exits().output
    #expect(subjects.contains("Lee") && subjects.contains("HbA1c") && !subjects.contains("Please sit or lie down"))
    let full = try await patient.run("digest", "--since", "all", "--detail", "full").exits().output
    #expect(full.contains("Please sit or lie down"))
  }

  @Test(.clinic) func `the JSON has the numbers, and what the detail adds, with the most pressing first`() async throws
  {
    let (patient, _) = try await people()
    let counts = try await patient.run("digest", "--since", "all", "--json").exits().json()
    #expect(counts["schema"] == "careteam.digest/1" && counts["detail"] == "counts" && counts["mail"] == .null)
    let account = try #require(counts["accounts"]?[0])
    #expect(account["account"] == "default" && account["items"] == [] && account["waitingOnMe"]?["items"] == [])
    #expect(account["newMessages"] == counts["newMessages"] && (account["urgent"]?.int ?? 0) > 0)
    #expect(account["waitingOnMe"]?["conversations"] == 3 && account["waitingOnCareTeam"]?["late"] == 0)
    let full = try await patient.run("digest", "--since", "all", "--json", "--detail", "full").exits().json()
    let items = full["accounts"]?[0]?["items"]?.array ?? []
    let ranks = items.compactMap { $0["priority"]?.string.flatMap(Priority.init(rawValue:)) }
    #expect(ranks.count == account["conversations"]?.int && ranks == ranks.sorted(by: >))
    let messages = items.flatMap { $0["messages"]?.array ?? [] }
    #expect(messages.count == counts["newMessages"]?.int && messages.allSatisfy { $0["text"]?.string != nil })
    let listed = try await patient.run("read", "c1", "--json", "--peek").exits().json()["items"]?[0]?["messages"]
    let told = items.first { $0["handle"] == "c1" }?["messages"]?.array ?? []
    #expect(told == listed?.array.filter { $0["direction"] == "in" })
  }

  @Test(.clinic) func `an answer that is owed for longer than it may take is called late`() async throws {
    let (patient, _) = try await people()
    patient.folder.write("answer-within = \"1 business day\"\n", to: "late.toml")
    let words = [
      "--config", "\(patient.folder.path)/late.toml", "digest", "--since", "all", "--json", "--detail", "subjects",
    ]
    let json = try await patient.run(words).exits().json()
    let waiting = try #require(json["accounts"]?[0]?["waitingOnCareTeam"])
    let items = waiting["items"]?.array ?? []
    #expect((waiting["late"]?.int ?? 0) > 0 && waiting["late"]?.int == items.count { $0["late"] == true })
    #expect(
      items.allSatisfy { $0["dueOn"]?.string != nil && ($0["late"] == true) == (($0["businessDays"]?.int ?? 0) > 1) })
    patient.folder.write("answer-within = \"soon\"\n", to: "late.toml")
    let error = try await patient.run(words).exits(78).error()
    #expect(error["message"]?.string?.contains("late.toml:1") ?? false)
  }

  @Test(.clinic) func `without the server what is stored is digested, and said to be old`() async throws {
    let (patient, clinician) = try await people()
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    try await Clinic.open().stop()
    patient.folder.write("max-age = \"0s\"\n", to: "now.toml")
    let config = "\(patient.folder.path)/now.toml"
    try await Task.sleep(for: .seconds(1.1))
    let outcome = try await patient.run("digest", "--cursor", "d", "--json", "--config", config).exits()
    #expect(try outcome.json()["accounts"]?[0]?["stale"] == true && outcome.json()["newMessages"] == 1)
    #expect(outcome.errors.contains("stored"))
    try await patient.run("digest", "--cursor", "d", "--refresh").exits(75)
  }

  @Test(.clinic) func `the cursor moves only when everything was written`() async throws {
    let (patient, clinician) = try await people()
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    let script = patient.folder.script(
      "exec \(Binaries.careteam) digest --cursor d --offline >/dev/full\n", named: "full")
    _ = await Shell.run([script], environment: patient.environment)
    #expect(try await patient.run("cursor", "show", "d", "--json").exits().json()["items"]?[0]?["pending"] != 0)
    #expect(try await patient.run("digest", "--cursor", "d", "--offline").exits().output.hasPrefix("1 new message"))
    #expect(try await patient.run("cursor", "show", "d", "--json").exits().json()["items"]?[0]?["pending"] == 0)
  }

  @Test(.clinic) func `every account is in one digest, each with its own cursor`() async throws {
    let clinic = try Clinic.open()
    let (patient, _) = try await people()
    try await patient.run("login", clinic.url, "--account", "ward", "--token-file", clinic.tokenFile(.practitioner))
      .exits()
    try await patient.run("-A", "ward", "sync").exits()
    let both = try await patient.run("digest", "--all-accounts", "--cursor", "d", "--send-empty", "--json").exits()
      .json()
    #expect(both["accounts"]?.array.map { $0["account"] } == ["default", "ward"])
    try await patient.run("reply", "c5", "-m", "hello").exits()
    let text = try await patient.run("digest", "--all-accounts", "--cursor", "d", "--refresh").exits()
    #expect(text.lines.contains("ward") && text.lines.contains("default"), "\(text)")
    #expect(try await patient.run("digest", "--all-accounts", "--cursor", "d", "--refresh").exits().output == "")
    try await patient.run("digest", "--all-accounts", "-A", "ward").exits(64)
  }

  @Test(.clinic) func `a template replaces what is said, cannot leave the escaping out, and is refused with its line`()
    async throws
  {
    let (patient, _) = try await people()
    let folder = "\(patient.folder.path)/templates"
    mkdir(folder, 0o700)
    patient.folder.write(
      "{{newMessages}} new\n{{#accounts}}{{#items}}{{{subject}}}\n{{/items}}{{/accounts}}",
      to: "templates/html.mustache")
    patient.folder.write("only {{urgent}} & \"{{detail}}\"\n", to: "templates/text.mustache")
    let words = ["digest", "--since", "all", "--detail", "subjects", "--template", folder]
    #expect(try await patient.run(words).exits().output.hasSuffix("& \"subjects\"\n"))
    let html = try await patient.run(words + ["--format", "html"]).exits().output
    #expect(html.contains("Moving Thursday&#39;s cardiology"))
    for (text, line) in [("a\n{{#accounts}}\nb\n", 4), ("{{ x\n", 2), ("a\n{{#a}}{{/b}}", 2), ("a\n\n{{> b}}", 3)] {
      patient.folder.write(text, to: "templates/text.mustache")
      let error = try await patient.run(words + ["--json"]).exits(78).error()
      let message = error["message"]?.string ?? ""
      #expect(message.contains("templates/text.mustache:\(line): "), "\(message)")
    }
    try await patient.run("digest", "--template", "/nowhere").exits(78)
  }

  @Test(.clinic) func `what does not go together is refused before anything is done`() async throws {
    let (patient, _) = try await people()
    for words in [
      ["--format", "table"], ["--format", "tsv"], ["--detail", "some"], ["--mail", "--mail-to", "a@example.org"],
      ["--mail-to", "a@example.org", "--format", "text"], ["--cursor", ""], ["--since", "soon"],
    ] {
      let outcome = await patient.run(["digest"] + words)
      #expect(outcome.status == 64 && outcome.output == "", "\(outcome)")
    }
    for format in ["mime", "html", "text"] { try await patient.run("list", "--format", format).exits(64) }
  }

  @Test(.clinic) func `a week of mornings is a week of digests`() async throws {
    let (patient, clinician) = try await people()
    let library = try #require(Binaries.faketime, "Debian's package faketime is not there")
    var told = 0
    for day in 1...7 {
      let count = day % 3
      for number in 0..<count { try await clinician.run("reply", Self.talk, "-m", "\(day)-\(number)").exits() }
      var morning = patient
      morning.variables = ["LD_PRELOAD": library, "FAKETIME": "+\(day)d"]
      let outcome = try await morning.run("digest", "--cursor", "d", "--detail", "full", "--json").exits()
      guard count > 0 else {
        #expect(outcome.output == "")
        continue
      }
      let json = try outcome.json()
      let texts = (json["accounts"]?[0]?["items"]?[0]?["messages"]?.array ?? []).compactMap { $0["text"]?.string }
      #expect(texts == (0..<count).map { "\(day)-\($0)" })
      told += texts.count
    }
    #expect(told == 7)
  }
}

extension Binaries {
  /// The library that gives a program another time.
  fileprivate static var faketime: String? {
    ["x86_64-linux-gnu", "aarch64-linux-gnu"].map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
      .first { access($0, R_OK) == 0 }
  }
}
