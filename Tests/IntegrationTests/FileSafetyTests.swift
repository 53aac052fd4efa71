import CareTeamCore
import Glibc
import Testing

/// Files are looked at before they are sent and after they were fetched: by what is in them, and by the user's scanner.
@Suite(.clinic)
struct FileSafetyTests {
  private static let conversation = "e70d41c8935fa2b6"

  @Test func `a program is not sent unless asked for, whatever it is called`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let folder = TemporaryFolder()
    for (name, text) in [("photo.jpg", "\u{7F}ELF\u{2}\u{1}"), ("run.bat", "echo"), ("note.txt", "#!/bin/sh\n")] {
      let file = folder.write(text, to: name)
      let refused = try await home.run("attach", Self.conversation, file, "--json").exits(65)
      #expect(try refused.error()["code"] == "unsafe-file")
      #expect(try refused.error()["message"]?.string?.contains("--allow-programs") == true)
    }
    let sent = try await home.run("attach", Self.conversation, "\(folder.path)/note.txt", "--allow-programs", "--json")
      .exits()
    #expect(try sent.json()["files"]?[0]?["remarks"] == ["program"])
  }

  @Test func `a file that is not what its name says is sent with a word about it`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let folder = TemporaryFolder()
    let file = folder.write("%PDF-1.7\n", to: "scan.png")
    let sent = try await home.run("attach", Self.conversation, file, "--json").exits()
    #expect(try sent.json()["files"]?[0]?["remarks"] == ["name-differs"])
    #expect(try sent.json()["files"]?[0]?["contentType"] == "application/pdf")
    #expect(sent.errors.contains("scan.png is named .png, but looks like a PDF document"), "\(sent)")
  }

  @Test func `a type that is a lie is told when it is saved`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let id = try await message(clinic, "<html><script>x</script></html>", named: "photo.png", type: "image/png")
    try await home.run("sync").exits()
    let saved = try await home.run("save", id, "--json").exits()
    let item = try #require(try saved.json()["items"]?[0])
    #expect(item["contentType"] == "image/png" && item["looksLike"] == "text/html")
    #expect(saved.errors.contains("is declared as image/png, but looks like a web page"), "\(saved)")
    #expect(saved.errors.contains("opening it can run what is inside"))
    #expect(FileContent.text("\(home.folder.path)/photo.png").contains("script"))
  }

  @Test func `what the scanner finds is neither sent nor kept`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let folder = TemporaryFolder()
    let scanner = folder.script(
      "if grep -q PLANTED; then echo 'stdin: Planted.Test FOUND'; exit 1; fi\n", named: "scan")
    let (clean, bad) = (folder.write("all is well", to: "clean.txt"), folder.write("PLANTED", to: "bad.txt"))
    let sent = try await home.run("attach", Self.conversation, clean, "--scan-cmd", scanner, "--json").exits().json()
    let refused = try await home.run(
      "reply", Self.conversation, "-m", "here", "-a", clean, "-a", bad, "--scan-cmd", scanner, "--json"
    ).exits(65)
    #expect(try refused.error()["code"] == "unsafe-file")
    #expect(try refused.error()["message"]?.string?.contains("(stdin: Planted.Test FOUND); it was not sent") == true)
    #expect(try await !FHIRClient(clinic, as: .patient).texts(in: Self.conversation).contains("here"))
    #expect(try await home.run("outbox", "list", "--json").exits().json()["items"]?.array.isEmpty == true)

    let id = try await message(clinic, "this is PLANTED", named: "gift.txt", type: "text/plain")
    try await home.run("sync").exits()
    mkdir("\(home.folder.path)/in", 0o700)
    let fetched = try await home.run("save", id, "-d", "in", "--scan-cmd", scanner).exits(65)
    #expect(fetched.errors.contains("it was not kept"), "\(fetched)")
    #expect(rmdir("\(home.folder.path)/in") == 0)
    #expect(try await home.run("save", id, "-o", "-", "--scan-cmd", scanner).exits(65).output == "")
    let handle = try #require(sent["message"]?["id"]?.string)
    try await home.run("save", handle, "--scan-cmd", scanner).exits()
  }

  @Test func `a scanner that fails lets nothing pass, and its file may be named`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let folder = TemporaryFolder()
    let file = folder.write("all is well", to: "clean.txt")
    for scanner in [
      folder.script("exit 2\n", named: "broken"), "/nowhere/scan", folder.script("kill -9 $$\n", named: "killed"),
    ] {
      let refused = try await home.run("attach", Self.conversation, file, "--scan-cmd", scanner, "--json").exits(75)
      #expect(try refused.error()["code"] == "scanner-failed")
    }
    try await home.run("attach", Self.conversation, file, "--scan-cmd", "'open").exits(64)
    let named = folder.script("test \"$(cat \"$1\")\" = 'all is well' || exit 2\n", named: "named")
    let configuration = folder.write("scan-cmd = \"\(named) %f\"\n", to: "config.toml")
    try await home.run("attach", Self.conversation, file, "--config", configuration).exits()
  }

  @Test func `a file larger than the user allows, an empty one and the same one twice are not sent`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let folder = TemporaryFolder()
    let (file, twin) = (folder.write("twelve byte", to: "a.txt"), folder.write("twelve byte", to: "b.txt"))
    let configuration = folder.write("max-attachment-size = \"10B\"\n", to: "config.toml")
    let refused = try await home.run("attach", Self.conversation, file, "--config", configuration).exits(65)
    #expect(refused.errors.contains("max-attachment-size"), "\(refused)")
    try await home.run("attach", Self.conversation, folder.write("", to: "empty.txt")).exits(65)
    try await home.run("attach", Self.conversation, file, twin).exits(65)
  }

  /// A message of the practitioner's with one attachment.
  private func message(_ clinic: Clinic, _ text: String, named name: String, type: String) async throws -> String {
    let client = FHIRClient(clinic, as: .practitioner)
    let upload = try await client.send(
      "POST", "Binary",
      [
        "resourceType": "Binary", "contentType": .string(type), "data": .string(Base64.encode(Array(text.utf8))),
        "securityContext": ["reference": .string("CommunicationRequest/\(Self.conversation)")],
      ])
    let binary = try #require(upload.json["id"]?.string, "\(upload)")
    let request: JSON = [["reference": .string("CommunicationRequest/\(Self.conversation)")]]
    let message: JSON = [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/ada-lindqvist"],
      "sender": ["reference": "Practitioner/drlee"], "recipient": [["reference": "Patient/ada-lindqvist"]],
      "basedOn": request, "partOf": request, "sent": "2026-11-02T10:00:00Z",
      "payload": [
        [
          "contentAttachment": [
            "url": .string("Binary/\(binary)"), "contentType": .string(type), "title": .string(name),
          ]
        ]
      ],
    ]
    let answer = try await client.send("POST", "Communication", message)
    return try #require(answer.json["id"]?.string, "\(answer)")
  }
}
