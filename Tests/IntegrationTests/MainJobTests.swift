import CareTeamCore
import Glibc
import Testing

/// Reading and answering the care team, from a login to the receipts on the other side.
@Suite(.clinic, .serialized)
struct MainJobTests {
  @Test func `the patient logs in, reads, replies with a file, and the nurse's answer arrives in a watch`() async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner, variables: ["CARETEAM_ACCOUNT": "drlee"])
    let watch = home.start("watch", "--format", "ndjson")
    _ = try await watch.event("connection")
    let picture = home.folder.write((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }, to: "wound photo.png")
    let sent = try await home.run("reply", "c12", "-m", "Thank you, I will bring water 💧", "-a", picture, "--json")
      .exits()
    let message = try #require(try sent.json()["message"])
    #expect(try sent.json()["outcome"] == "sent")
    #expect(try sent.json()["duplicate"] == false)
    #expect(message["delivery"]?["state"] == "sent")
    #expect(message["attachments"]?[0]?["filename"] == "wound photo.png")
    let answer = try await watch.event { $0["type"] == "messageReceived" && $0["conversation"]?["handle"] == "c12" }
    #expect(answer["message"]?["from"]?["name"] == "Nurse Rosa Martínez")
    #expect(answer["message"]?["inReplyTo"]?["handle"] == message["handle"])
    #expect(await watch.end() == 128 + SIGTERM)

    let id = try #require(message["id"]?.string)
    try await clinician.run("sync").exits()
    let seen = try await clinician.run("read", id, "--json").exits().json()["items"]?[0]?["messages"]?[0]
    #expect(seen?["text"] == "Thank you, I will bring water 💧")
    #expect(seen?["direction"] == "in")
    let attachment = try #require(seen?["attachments"]?[0]?["handle"]?.string)
    try await clinician.run("save", attachment, "-o", "back.png").exits()
    #expect(FileContent.bytes("\(clinician.folder.path)/back.png") == FileContent.bytes(picture))
  }

  @Test func `a reply is confirmed with its handle, the recipients and the subject`() async throws {
    let home = try await Clinic.open().home()
    let sent = try await home.runOnTerminal("reply", "c5", "-m", "At breakfast then", "--no-input").exits()
    #expect(sent.output.contains("in c5 to Dr. Minjung Lee: Lisinopril: morning or evening?"), "\(sent)")
    #expect(sent.output.hasPrefix("Sent m"), "\(sent)")
  }

  @Test func `a text is read from a pipe, from a file and with -F -`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let file = home.folder.write("from a file\n\nin two paragraphs\n", to: "text")
    try await home.run("reply", "c14", input: "from a pipe\n").exits()
    try await home.run("reply", "c14", "-F", file).exits()
    try await home.run("reply", "c14", "-F", "-", input: "by name").exits()
    try await home.run("reply", "c14", "-m", "--not an option--", "--").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: "c4f86a1b3e7d2095")
    #expect(
      texts.filter { !$0.contains("¡") }.suffix(5).filter {
        $0.hasPrefix("from") || $0 == "by name" || $0.hasPrefix("--")
      }
        == ["from a pipe", "from a file\n\nin two paragraphs", "by name", "--not an option--"], "\(texts)")
  }

  @Test func `every kind of attachment comes back byte for byte, and no file is overwritten`() async throws {
    let home = try await Clinic.open().home()
    let contents: [(String, [UInt8])] = [
      ("letter.txt", Array("grüße\r\n".utf8)), ("scan.pdf", Array("%PDF-1.4\n".utf8) + [0, 255, 13, 10]),
      ("bundle.json", Array(#"{"resourceType":"Binary","contentType":"text/plain","data":"aGk="}"#.utf8)),
      ("..--rm -rf.bin", [0x1B, 0x5B, 0x33, 0x31, 0x6D]),
    ]
    let files = contents.map { home.folder.write($0.1, to: $0.0) }
    let sent = try await home.run(["attach", "c1"] + files + ["-m", "four files", "--json"]).exits().json()
    let handle = try #require(sent["message"]?["handle"]?.string)
    try await home.run("sync", "--full").exits()
    for folder in ["one", "two"] { mkdir("\(home.folder.path)/\(folder)", 0o700) }
    for (index, content) in contents.enumerated() {
      let path = "one/\(index)"
      try await home.run("save", "\(handle).\(index + 1)", "-o", path).exits()
      #expect(FileContent.bytes("\(home.folder.path)/\(path)") == content.1, "\(content.0)")
      let piped = await home.run("save", "\(handle).\(index + 1)", "-o", "-")
      #expect(Array(piped.output.utf8) == content.1 || content.1.contains(255), "\(content.0): \(piped)")
    }
    let again = await home.run("save", "\(handle).1", "-o", "one/0")
    try again.exits(73)
    try await home.run("save", handle, "-d", "two").exits()
    let saved = try await home.run("save", handle, "-d", "two", "--json").exits().json()
    #expect(saved["items"]?.array.count == 4)
    #expect(FileContent.bytes("\(home.folder.path)/two/letter.txt") == contents[0].1)
  }

  @Test func `a new conversation reaches those it is addressed to, with its type and priority`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner)
    let sent = try await home.run(
      "new", "--to", "minjung", "-s", "A rash since Sunday", "--type", "check-in", "--priority", "urgent", "-m",
      "It itches.", "--json"
    ).exits().json()
    #expect(sent["outcome"] == "sent")
    let id = try #require(sent["conversation"]?["id"]?.string)
    try await clinician.run("sync").exits()
    let seen = try await clinician.run("read", id, "--json").exits().json()["items"]?[0]
    #expect(seen?["subject"] == "A rash since Sunday")
    #expect(seen?["type"] == "check-in")
    #expect(seen?["priority"] == "urgent")
    #expect(seen?["unreadCount"] == 1)
    #expect(seen?["messages"]?[0]?["text"] == "It itches.")
    #expect(seen?["patient"]?["name"] == "Ada Lindqvist")
    let listed = try await home.run("list", "--json", "--refresh").exits().json()["items"]?.array ?? []
    #expect(listed.contains { $0["id"]?.string == id })
  }

  @Test func `a message is sent, delivered and read, as each side sees it`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let clinician = try await clinic.home(.practitioner)
    let sent = try await home.run("reply", "c2", "-m", "Any news of the second reading?", "--json").exits().json()
    let handle = try #require(sent["message"]?["handle"]?.string)
    let id = try #require(sent["message"]?["id"]?.string)
    func state() async throws -> JSON? {
      try await home.run("sync").exits()
      return try await home.run("read", handle, "--json").exits().json()["items"]?[0]?["messages"]?[0]?["delivery"]?[
        "state"]
    }
    #expect(try await state() == "sent")
    try await clinician.run("sync").exits()
    #expect(try await state() == "delivered")
    try await clinician.run("read", id, "--mark-read").exits()
    #expect(try await state() == "read")
    try await clinician.run("mark", id, "--unread").exits()
    #expect(
      try await clinician.run("read", id, "--json").exits().json()["items"]?[0]?["messages"]?[0]?["read"] == false)
  }

  @Test func `two accounts of one machine are kept apart`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("-A", "drlee", "login", clinic.url, "--token-file", clinic.tokenFile(.practitioner)).exits()
    #expect(try await home.run("account", "list").exits().rows.map { $0[0] } == ["default", "drlee"])
    let mine = try await home.run("list", "--json").exits().json()
    let theirs = try await home.run("list", "-A", "drlee", "--json", "--all").exits().json()
    #expect(mine["account"] == "default")
    #expect(theirs["account"] == "drlee")
    #expect(theirs["items"]?.array.contains { $0["patient"]?["name"] == "Yusuf Haddad" } ?? false, "\(theirs.text())")
    #expect(mine["items"]?.array.allSatisfy { $0["patient"]?["name"] == "Ada Lindqvist" } ?? false)
    try await home.run("account", "use", "drlee").exits()
    #expect(try await home.run("list", "--json", "--offline").exits().json()["account"] == "drlee")
    #expect(try await home.run("-A", "default", "list", "--json", "--offline").exits().json()["account"] == "default")
    try await home.run("-A", "nobody", "list").exits(77)
  }

  @Test func `status counts what list shows, and says with -e whether anything is unread`() async throws {
    let home = try await Clinic.open().home()
    let items = try await home.run("list", "--json", "--all").exits().json()["items"]?.array ?? []
    let status = try await home.run("status", "--json", "-e").exits().json()
    #expect(status["unreadCount"]?.int == items.compactMap { $0["unreadCount"]?.int }.reduce(0, +))
    #expect(status["unreadConversations"]?.int == items.filter { $0["unreadCount"] != 0 }.count)
    #expect(status["needsAttention"]?.int == items.filter { $0["status"] == "needs-attention" }.count)
    #expect(status["waitingOnMe"]?.int == items.filter { $0["waitingOn"]?["who"] == "me" }.count)
    let ids = items.filter { $0["unreadCount"] != 0 }.compactMap { $0["handle"]?.string }
    try await home.run(["mark"] + ids + ["--read"]).exits()
    #expect(try await home.run("status", "--json", "-e").exits(1).json()["unreadCount"] == 0)
    try await home.run("list", "--unread", "-e").exits(1)
    #expect(try await home.run("list", "--unread").exits().output == "")
  }

  @Test func `a conversation is completed and opened again, for everyone`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("mark", "c13", "--done").exits()
    let client = FHIRClient(clinic, as: .patient)
    #expect(try await client.send("GET", "CommunicationRequest/6e9b02d7f4a8c513").json["status"] == "completed")
    #expect(try await home.run("read", "c13", "--json").exits().json()["items"]?[0]?["status"] == "completed")
    try await home.run("mark", "c13", "--active").exits()
    #expect(try await client.send("GET", "CommunicationRequest/6e9b02d7f4a8c513").json["status"] == "active")
  }
}
