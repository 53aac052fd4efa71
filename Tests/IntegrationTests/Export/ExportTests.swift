import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// Every format has all that `read` has, as other programs read it.
struct ExportTests {
  /// A mailbox with messages in every state, and what `read --json` says of all of it, in the order of the list.
  private func home() async throws -> (home: Home, read: [JSON], messages: [JSON]) {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("reply", "c5", "-m", "Not sent yet, =1+1", "--queue-only").exits(8)
    try await home.run("reply", "c3", "-m", "a draft", "--draft").exits()
    let handles = try await home.run("list", "--all", "--offline", "--fields", "handle").exits().lines
    let read = try await home.run(["read"] + handles + ["--json", "--offline"]).exits().json()["items"]?.array ?? []
    return (home, read, read.flatMap { $0["messages"]?.array ?? [] })
  }

  private func texts(_ messages: [JSON]) -> [String] { messages.compactMap { $0["text"]?.string } }

  @Test(.clinic) func `JSON and NDJSON are what read prints, and nothing is marked as read`() async throws {
    let (home, read, messages) = try await home()
    let status = try await home.run("status", "--offline").exits().output
    let export = try await home.run("export", "--all", "--json", "--offline").exits().json()
    #expect(export["items"]?.array == read && read.count == 15 && messages.count > 100)
    #expect(export["schema"] == "careteam.export/1" && export["user"] == "Patient/ada-lindqvist")
    let lines = try await home.run("export", "--all", "--format", "ndjson", "--offline").exits().jsonLines()
    #expect(lines == messages)
    #expect(messages.contains { $0["delivery"]?["state"] == "queued" })
    let some = try await home.run("export", "c5", "e70d41c8935fa2b6", "c12", "--json").exits().json()
    #expect(some["items"]?.array.compactMap { $0["handle"]?.string } == ["c5", "c12"])
    let shown = await home.runOnTerminal("export", "--all", "--offline")
    #expect(shown.status == 0 && shown.output.contains("Messages with your care team"))
    #expect(try await home.run("status", "--offline").exits().output == status)
    let fields = try await home.run("export", "c5", "--format", "ndjson", "--fields", "handle,text").exits().jsonLines()
    #expect(fields.count == 2 && fields.allSatisfy { $0.object?.keys == ["handle", "text"] })
  }

  @Test(.clinic) func `tables have a row a message, with its exact text`() async throws {
    let (home, _, messages) = try await home()
    try await home.run("export", "--all", "-o", "all.csv", "--offline").exits()
    let rows = try await Exported.read("csv", "\(home.folder.path)/all.csv").array
    #expect(rows.compactMap { $0["handle"] } == messages.compactMap { $0["handle"] })
    #expect(
      rows.compactMap { $0["text"]?.string }
        == texts(messages).map { $0.first.map("=+-@\t\r".contains) == true ? "'" + $0 : $0 })
    #expect(rows.map { $0["state"] } == messages.map { $0["delivery"]?["state"] })
    #expect(rows.map { $0["sentAt"] } == messages.map { $0["sentAt"] })
    let piped = try await home.run("export", "--all", "--offline").exits()
    #expect(piped.rows.count == messages.count && piped.rows.allSatisfy { $0.count == 18 })
    let header = try await home.run("export", "--all", "--offline", "--header").exits().rows
    #expect(header.first?.first == "conversation" && header.count == messages.count + 1)
    let chosen = try await home.run("export", "c5", "--format", "csv", "--fields", "handle,sentAt").exits().output
    #expect(chosen.hasPrefix("handle,sentAt\r\n") && chosen.split(separator: "\r\n").count == 3)
  }

  @Test(.clinic) func `mails are read without a defect, in threads, with the texts`() async throws {
    let (home, read, messages) = try await home()
    try await home.run("export", "--all", "-o", "all.mbox", "--offline").exits()
    let mails = try await Exported.read("mbox", "\(home.folder.path)/all.mbox").array
    #expect(mails.compactMap { $0["handle"] } == messages.compactMap { $0["handle"] })
    #expect(mails.allSatisfy { $0["defects"]?.array.isEmpty == true })
    #expect(mails.compactMap { $0["texts"]?[0]?.string }.map(Self.trimmed) == texts(messages).map(Self.trimmed))
    let ids = mails.compactMap { $0["id"]?.string }
    #expect(Set(ids).count == mails.count)
    #expect(mails.filter { $0["inReplyTo"] == "" }.count == read.count, "each conversation is one thread")
    for (place, mail) in mails.enumerated() {
      let references = mail["references"]?.array.compactMap(\.string) ?? []
      #expect(references.allSatisfy { ids[..<place].contains($0) }, "what a mail refers to stands before it")
    }
    let queued = mails.first { $0["state"] == "queued" }
    #expect(queued?["texts"]?.array.count == 2 && queued?["texts"]?[1]?.string?.contains("not sent yet") == true)
    // The identifiers are the same the next time, and of a part.
    try await home.run("export", "c12", "--since", "1d", "-o", "some.mbox", "--offline").exits()
    let some = try await Exported.read("mbox", "\(home.folder.path)/some.mbox").array
    #expect(!some.isEmpty && some.allSatisfy { mails.contains($0) })
  }

  private static func trimmed(_ text: String) -> String {
    var text = text.replacing("\r\n", with: "\n")
    while text.last == "\n" { text.removeLast() }
    return text
  }

  @Test(.clinic) func `a Bundle has the resources as read --fhir does`() async throws {
    let (home, _, _) = try await home()
    let handles = try await home.run("list", "--all", "--offline", "--fields", "handle").exits().lines
    let read = try await home.run(["read"] + handles + ["--fhir", "--format", "ndjson", "--offline"]).exits()
      .jsonLines()
    let export = try await home.run("export", "--all", "--format", "fhir", "--offline").exits()
    let bundle = try export.json()
    #expect(bundle["type"] == "collection" && bundle["resourceType"] == "Bundle")
    #expect(bundle["entry"]?.array.compactMap { $0["resource"] } == read && read.count > 100)
    let url = try Clinic.open().url
    #expect(bundle["entry"]?[0]?["fullUrl"]?.string?.hasPrefix("\(url)/CommunicationRequest/") == true)
    #expect(export.errors.contains("1 message that the server does not have is not in it"), "\(export)")
  }

  @Test(.clinic) func `a page and a text name every message and show its text`() async throws {
    let (home, _, messages) = try await home()
    try await home.run("export", "--all", "-o", "all.html", "--offline").exits()
    let page = try await Exported.read("html", "\(home.folder.path)/all.html")
    #expect(page["faults"] == [] && page["links"] == [])
    #expect(page["handles"]?.array == messages.compactMap { $0["handle"] })
    let shown = texts(messages).filter { !$0.isEmpty }.map { HTMLText.looksLikeHTML($0) ? HTMLText.text(of: $0) : $0 }
    #expect(page["texts"]?.array.compactMap(\.string) == shown.map { SafeText.render($0, .body) })
    let tidy = await home.shell("tidy -q -e all.html")
    #expect(tidy.status == 0 && tidy.errors == "", "\(tidy)")
    let text = try await home.run("export", "--all", "--format", "text", "--offline").exits()
    for message in messages { #expect(text.output.contains("\n\(message["handle"]?.string ?? "?")  ")) }
    #expect(text.lines.allSatisfy { DisplayWidth.cells(of: $0) <= 80 })
    #expect(text.output.contains("(not sent yet: it waits in the outbox)"))
    #expect(!text.output.contains("a draft"))
  }

  @Test(.clinic) func `hostile texts are exact in data, inert in tables, and text everywhere else`() async throws {
    let clinic = try Clinic.open()
    let client = FHIRClient(clinic, as: .practitioner)
    for (number, text) in HostileText.corpus.enumerated() {
      let nasty = JSON.string(text.shortened(to: 3000))
      let message: JSON = [
        "resourceType": "CommunicationRequest", "status": "active", "subject": ["reference": "Patient/ada-lindqvist"],
        "reasonCode": [["text": nasty]], "sender": ["reference": "Practitioner/drlee", "display": nasty],
        "requester": ["reference": "Practitioner/drlee"], "recipient": [["reference": "Patient/ada-lindqvist"]],
        "authoredOn": .string("2026-11-01T10:00:\(number % 60 < 10 ? "0" : "")\(number % 60)Z"),
        "payload": [["contentString": nasty]],
      ]
      let answer = try await client.send("POST", "CommunicationRequest", message)
      try #require(answer.status == 201, "\(answer)")
    }
    let home = try await clinic.home()
    let lines = try await home.run("export", "--all", "--format", "ndjson").exits().jsonLines()
    let found = Set(texts(lines))
    for text in HostileText.corpus where !text.contains("\0") {
      #expect(found.contains(text.shortened(to: 3000)), "\(text.debugDescription)")
    }
    for format in ["csv", "mbox", "html"] {
      try await home.run("export", "--all", "--offline", "-o", "all.\(format)").exits()
    }
    let rows = try await Exported.read("csv", "\(home.folder.path)/all.csv").array
    #expect(rows.compactMap { $0["text"]?.string } == texts(lines).map(CSV.inert))
    let mails = try await Exported.read("mbox", "\(home.folder.path)/all.mbox").array
    #expect(mails.count == lines.count && mails.allSatisfy { $0["defects"] == [] })
    let page = try await Exported.read("html", "\(home.folder.path)/all.html")
    #expect(page["faults"] == [] && page["handles"]?.array.count == lines.count)
    mkdir("\(home.folder.path)/each", 0o700)
    try await home.run("export", "--all", "--offline", "-d", "each").exits()
    let names = Exported.names(in: "\(home.folder.path)/each")
    #expect(names.count == 15 + HostileText.corpus.count)
    for name in names { #expect(name.hasSuffix(".txt") && name.utf8.count <= 150 && name.first == "c") }
    for format in ["text", "html", "csv", "tsv", "json", "mbox", "fhir"] {
      let shown = await home.runOnTerminal("export", "--all", "--offline", "--format", format)
      #expect(
        shown.status == 0
          && !shown.output.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}"
          }, "\(format)")
    }
  }

  @Test(.clinic) func `a period limits the messages, and an empty one is nothing to export`() async throws {
    let (home, _, messages) = try await home()
    let cut = "2026-11-20"
    func handles(_ arguments: String...) async throws -> [JSON] {
      try await home.run(["export", "--all", "--offline", "--format", "ndjson"] + arguments).exits().jsonLines()
        .compactMap { $0["handle"] }
    }
    let newer = messages.filter { ($0["sentAt"]?.string ?? "") >= cut }.compactMap { $0["handle"] }
    let older = messages.filter { ($0["sentAt"]?.string ?? "") < cut }.compactMap { $0["handle"] }
    #expect(!newer.isEmpty && !older.isEmpty)
    #expect(try await handles("--since", cut) == newer)
    #expect(try await handles("--until", "2026-11-19") == older)
    let nothing = try await home.run("export", "--all", "--until", "1999", "--json").exits()
    #expect(try nothing.json()["items"] == [] && nothing.errors.contains("there is nothing to export"))
    try await home.run("export", "--all", "--since", "soon").exits(64)
  }
}
