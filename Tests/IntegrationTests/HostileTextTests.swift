import CareTeamCore
import Testing

/// Text from outside never acts on the terminal, the file system or the reader's eye.
@Suite(.clinic)
struct HostileTextTests {
  /// ESC sequences, an OSC that sets the clipboard, C1, bidirectional overrides, a line feed and a carriage return.
  static let nasty = "a\u{1B}[2Jb\u{1B}]52;c;aGk=\u{07}c\u{9B}31md\u{202E}e\u{2066}f\r\ng"

  /// A conversation that a clinician's hostile program began.
  private func conversation(_ clinic: Clinic) async throws -> String {
    let client = FHIRClient(clinic, as: .practitioner)
    let nasty = Self.nasty
    let request: JSON = [
      "resourceType": "CommunicationRequest", "status": "active", "subject": ["reference": "Patient/ada-lindqvist"],
      "reasonCode": [["text": .string("subject \(nasty)")]], "medium": [["text": .string(nasty)]],
      "sender": ["reference": "Practitioner/drlee", "display": .string("Dr. \(nasty)")],
      "requester": ["reference": "Practitioner/drlee"],
      "recipient": [["reference": "Patient/ada-lindqvist", "display": "Ada"]],
      "authoredOn": "2026-11-01T10:00:00Z", "payload": [["contentString": .string("body \(nasty)")]],
    ]
    let answer = try await client.send("POST", "CommunicationRequest", request)
    try #require(answer.status == 201, "\(answer)")
    return try #require(answer.json["id"]?.string)
  }

  @Test func `no escape byte but colours reaches the terminal, and no format is broken`() async throws {
    let clinic = try Clinic.open()
    let id = try await conversation(clinic)
    let home = try await clinic.home()
    for arguments in [
      ["list"], ["read", id], ["search", "body"], ["search", "subject", "--format", "records"],
      ["search", "\u{1B}[31m("], ["read", id, "--format", "records"], ["list", "--format", "records"],
      ["watch", "--since", "all", "--for", "1s"],
      ["read", "\u{1B}[31mnothing"], ["list", "--fields", "\u{1B}[31m"], ["mark", id, "--read"],
    ] {
      let shown = await home.runOnTerminal(arguments, columns: 100)
      let text = shown.output.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
      for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(
          scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
            && !(0x2066...0x2069).contains(scalar.value),
          "\(arguments): U+\(String(scalar.value, radix: 16)) in \(text.debugDescription)")
      }
    }
    let colours = await home.runOnTerminal("list").output.matches(of: #/\u{1B}\[([0-9;]*)m/#).map {
      String($0.output.1)
    }
    #expect(
      Set(colours).isSubset(of: ["0", "1", "2", "31", "32", "33", "36", "1;31", "1;33", "1;36", "1;32"]),
      "\(Set(colours))")
  }

  @Test func `JSON holds the text exactly, TSV keeps its columns, and neither has a raw control byte`() async throws {
    let clinic = try Clinic.open()
    let id = try await conversation(clinic)
    let home = try await clinic.home()
    let json = try await home.run("read", id, "--json").exits()
    #expect(
      !json.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" || $0 == "\u{9B}" })
    #expect(try json.json()["items"]?[0]?["messages"]?[0]?["text"]?.string == "body " + Self.nasty)
    let rows = try await home.run("list").exits().rows
    #expect(rows.allSatisfy { $0.count == 11 })
    #expect(!rows.joined().joined().unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test func `an attachment's name cannot leave the folder it is saved into`() async throws {
    let clinic = try Clinic.open()
    let client = FHIRClient(clinic, as: .practitioner)
    let upload = try await client.send(
      "POST", "Binary",
      [
        "resourceType": "Binary", "contentType": "text/plain", "data": "aGVsbG8=",
        "securityContext": ["reference": "CommunicationRequest/e70d41c8935fa2b6"],
      ])
    try #require(upload.status == 201, "\(upload)")
    let binary = try #require(upload.json["id"]?.string)
    let names = ["../../escape", "/etc/passwd", "..", "-rf", "a/b\u{1B}[31m", ".bashrc", "con\u{202E}fdp.exe"]
    let message: JSON = [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/ada-lindqvist"],
      "sender": ["reference": "Practitioner/drlee"], "recipient": [["reference": "Patient/ada-lindqvist"]],
      "basedOn": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]],
      "partOf": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]], "sent": "2026-11-02T10:00:00Z",
      "payload": .array(
        names.map {
          [
            "contentAttachment": [
              "url": .string("Binary/\(binary)"), "contentType": "text/plain", "title": .string($0),
            ]
          ]
        }),
    ]
    let answer = try await client.send("POST", "Communication", message)
    try #require(answer.status == 201, "\(answer)")
    let home = try await clinic.home()
    let saved = try await home.run("save", answer.json["id"]?.string ?? "", "-d", ".", "--json").exits().json()
    let paths = saved["items"]?.array.compactMap { $0["path"]?.string } ?? []
    #expect(paths.count == names.count && Set(paths).count == names.count)
    for path in paths {
      let name = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
      #expect(!name.contains("/") && !name.hasPrefix(".") && !name.hasPrefix("-"), "\(path)")
      #expect(name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
      #expect(FileContent.text("\(home.folder.path)/\(path)") == "hello")
    }
  }
}
