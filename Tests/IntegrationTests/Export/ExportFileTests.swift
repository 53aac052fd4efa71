import CareTeamCore
import Glibc
import Testing

/// The files of messages in an export.
struct ExportFileTests {
  /// The content of every attachment on the server, by handle.
  private func contents(_ home: Home) async throws -> [String: String] {
    mkdir("\(home.folder.path)/saved", 0o700)
    let messages = try await home.run("export", "--all", "--format", "ndjson").exits().jsonLines()
    let handles = messages.flatMap { $0["attachments"]?.array ?? [] }.compactMap { $0["handle"]?.string }
    let saved = try await home.run(["save"] + handles + ["-d", "saved", "--json"]).exits().json()
    var contents: [String: String] = [:]
    for item in saved["items"]?.array ?? [] {
      let path = "\(home.folder.path)/\(item["path"]?.string ?? "")"
      contents[item["handle"]?.string ?? ""] = Base64.encode(FileContent.bytes(path))
    }
    #expect(contents.count >= 4)
    return contents
  }

  @Test(.clinic, arguments: ["html", "json", "csv", "ndjson"])
  func `beside the export they are what the server has, and where it says`(format: String) async throws {
    let home = try await Clinic.open().home()
    let contents = try await contents(home)
    let out = "\(home.folder.path)/out"
    mkdir(out, 0o700)
    try await home.run("export", "--all", "-d", "out", "--format", format, "--attachments").exits()
    let files = Exported.names(in: "\(out)/attachments")
    #expect(files.count == contents.count)
    for (handle, content) in contents {
      let name = try #require(files.first { $0.hasPrefix("\(handle) ") })
      #expect(Base64.encode(FileContent.bytes("\(out)/attachments/\(name)")) == content)
    }
    var told: Set<String> = []
    for name in Exported.names(in: out) where name != "attachments" {
      told.formUnion(try await paths(format, "\(out)/\(name)"))
    }
    #expect(told == Set(files.map { "attachments/\($0)" }))
  }

  @Test(.clinic) func `a text says where they are`() async throws {
    let home = try await Clinic.open().home()
    mkdir("\(home.folder.path)/out", 0o700)
    try await home.run("export", "c1", "-d", "out", "--attachments").exits()
    let name = try #require(Exported.names(in: "\(home.folder.path)/out").first { $0 != "attachments" })
    #expect(home.folder.text(of: "out/\(name)").contains(#/in\s+attachments\/m11.1\s+lab-results.pdf\n/#))
  }

  /// The files that an export names.
  private func paths(_ format: String, _ file: String) async throws -> [String] {
    switch format {
    case "csv":
      return try await Exported.read("csv", file).array.compactMap { $0["attachments"]?.string }
        .flatMap { $0.split(separator: " | ").map(String.init) }
    case "html":
      let links = try await Exported.read("html", file)["links"]?.array ?? []
      return links.compactMap { $0.string.flatMap(Self.decoded) }
    default:
      let lines = FileContent.text(file).split(separator: "\n")
      return try lines.map { try JSON(parsing: Array($0.utf8)) }.flatMap { $0["items"]?[0]?["messages"]?.array ?? [$0] }
        .flatMap { $0["attachments"]?.array ?? [] }.compactMap { $0["path"]?.string }
    }
  }

  private static func decoded(_ address: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(address.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(.clinic) func `inside mails and a Bundle they are what the server has`() async throws {
    let home = try await Clinic.open().home()
    let contents = try await contents(home)
    try await home.run("export", "--all", "--attachments", "-o", "all.mbox").exits()
    let mails = try await Exported.read("mbox", "\(home.folder.path)/all.mbox").array
    #expect(mails.allSatisfy { $0["defects"] == [] })
    let files = mails.flatMap { $0["files"]?.array ?? [] }
    let messages = try await home.run("export", "--all", "--format", "ndjson").exits().jsonLines()
    let attachments = messages.flatMap { $0["attachments"]?.array ?? [] }
    #expect(files.map { $0["name"] } == attachments.map { $0["safeFilename"] })
    for (file, attachment) in zip(files, attachments) {
      let content = Base64.decode(contents[attachment["handle"]?.string ?? ""] ?? "") ?? []
      home.folder.write(content, to: "one")
      let sum = try await home.shell("sha256sum one").exits().output.prefix(64)
      #expect(file["sha256"]?.string == String(sum))
    }
    let bundle = try await home.run("export", "--all", "--attachments", "--format", "fhir").exits().json()
    let binaries = (bundle["entry"]?.array ?? []).compactMap { $0["resource"] }.filter {
      $0["resourceType"] == "Binary"
    }
    #expect(Set(binaries.compactMap { $0["data"]?.string }) == Set(contents.values))
    #expect(binaries.compactMap { $0["id"] }.count == contents.count)
  }

  @Test(.clinic) func `those that cannot be had are named, the rest is exported, and the status says it`() async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("save", "m11.1", "-o", "x").exits()
    let offline = await home.run("export", "--all", "--attachments", "--offline", "-o", "all.mbox")
    #expect(
      offline.status == 75 && offline.errorLines.contains { $0.hasPrefix("careteam: m11.1 is not in the export") })
    let mails = try await Exported.read("mbox", "\(home.folder.path)/all.mbox").array
    #expect(mails.count > 100 && mails.allSatisfy { $0["files"] == [] && $0["defects"] == [] })
    let told = mails.first { $0["handle"] == "m11" }?["texts"]?.array.compactMap(\.string) ?? []
    #expect(told.last?.contains("not in this mail: m11.1") == true)
    mkdir("\(home.folder.path)/out", 0o700)
    let beside = await home.run("export", "c1", "--attachments", "--offline", "-d", "out", "--format", "html")
    #expect(beside.status == 75 && Exported.names(in: "\(home.folder.path)/out").count == 2)
    try await home.run("export", "c1", "--attachments", "-o", "one.mbox").exits()
    await clinic.stop()
    let one = try await home.run("export", "c1", "--attachments", "--offline", "-o", "two.mbox").exits()
    #expect(!one.errors.contains("is not in the export"), "what was fetched is here")
  }

  @Test(.clinic) func `a hostile name stays inside the folder, and what can run is not linked`() async throws {
    let clinic = try Clinic.open()
    let client = FHIRClient(clinic, as: .practitioner)
    let upload = try await client.send(
      "POST", "Binary",
      [
        "resourceType": "Binary", "contentType": "text/html",
        "data": .string(Base64.encode(Array("<script>x</script>".utf8))),
        "securityContext": ["reference": "CommunicationRequest/e70d41c8935fa2b6"],
      ])
    let binary = try #require(upload.json["id"]?.string, "\(upload)")
    let names = ["../../escape.html", "a\u{1B}[2J\"><script>.html", "javascript:alert(1).html"]
    let message: JSON = [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/ada-lindqvist"],
      "sender": ["reference": "Practitioner/drlee"], "recipient": [["reference": "Patient/ada-lindqvist"]],
      "basedOn": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]],
      "partOf": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]], "sent": "2026-11-02T10:00:00Z",
      "payload": .array(
        names.map {
          ["contentAttachment": ["url": .string("Binary/\(binary)"), "contentType": "text/html", "title": .string($0)]]
        }),
    ]
    try #require(try await client.send("POST", "Communication", message).status == 201)
    let home = try await clinic.home()
    let before = Exported.names(in: home.folder.path)
    mkdir("\(home.folder.path)/out", 0o700)
    let export = try await home.run("export", "c5", "-d", "out", "--format", "html", "--attachments").exits()
    #expect(export.errors.ranges(of: "opening it can run what is inside").count == 3, "\(export)")
    #expect(Exported.names(in: home.folder.path) == before.union(["out"]))
    let files = Exported.names(in: "\(home.folder.path)/out/attachments")
    #expect(files.count == 3 && files.allSatisfy { $0.hasPrefix("m") && $0.hasSuffix(".html") })
    let name = try #require(Exported.names(in: "\(home.folder.path)/out").first { $0 != "attachments" })
    let page = try await Exported.read("html", "\(home.folder.path)/out/\(name)")
    #expect(page["links"] == [] && page["faults"] == [])
    let bundle = try await home.run("export", "c5", "--format", "fhir", "--attachments", "-q").exits().json()
    let addresses = (bundle["entry"]?.array ?? []).compactMap { $0["fullUrl"]?.string }
    #expect(Set(addresses).count == addresses.count && addresses.contains { $0.hasSuffix("/Binary/\(binary)") })
  }

  @Test(.clinic) func `a scanner sees each file, and what it refuses is not in the export`() async throws {
    let home = try await Clinic.open().home()
    let scanner = home.folder.script("cat | grep -q PDF && exit 1; exit 0\n", named: "scanner")
    let export = await home.run("export", "--all", "--attachments", "-o", "all.mbox", "--scan-cmd", scanner)
    #expect(export.status == 65 && export.errors.contains("m11.1 is not in the export"), "\(export)")
    let mails = try await Exported.read("mbox", "\(home.folder.path)/all.mbox").array
    #expect(mails.flatMap { $0["files"]?.array ?? [] }.count == 3)
  }
}
