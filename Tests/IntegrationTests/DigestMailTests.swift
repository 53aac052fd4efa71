import CareTeamCore
import Glibc
import Testing

/// What `digest` mails, and what it does when the mail server does not take it.
struct DigestMailTests {
  private static let talk = "e70d41c8935fa2b6"

  private func people() async throws -> (patient: Home, clinician: Home) {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let patient = try await clinic.home()
    try await patient.run("digest", "--cursor", "d").exits()
    return (patient, clinician)
  }

  private func configure(_ home: Home, _ text: String) {
    mkdir("\(home.folder.path)/home/config", 0o700)
    home.folder.write(text, to: "home/config/config.toml")
  }

  private func configure(_ home: Home, _ server: MailServer) {
    configure(
      home, "[mail]\nserver = \"smtp://127.0.0.1:\(server.port)\"\nfrom = \"Feed <careteam@example.org>\"\n")
  }

  private func identifier(of mail: String) -> String {
    mail.split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") }.map(String.init) ?? "none"
  }

  private func pending(_ home: Home) async throws -> Int {
    try await home.run("cursor", "show", "d", "--json").exits().json()["items"]?[0]?["pending"]?.int ?? -1
  }

  private func send(_ home: Home) async -> Outcome {
    await home.run("digest", "--cursor", "d", "--mail-to", "ada@example.org", "--timeout", "2s")
  }

  @Test(.clinic)
  func `a mail server that says later, no, or nothing leaves the cursor, and the next run sends it once`()
    async throws
  {
    let (patient, clinician) = try await people()
    let server = try MailServer()
    configure(patient, server)
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    var identifiers: Set<String> = []
    for (habit, status) in [
      (MailServer.Habit.answersSender("450 later"), 75), (.answersSender("550 no"), 65),
      (.answersMail("451 later"), 75), (.answersMail("554 no"), 65), (.hangsUp, 75), (.fallsSilent, 75),
      (.neverGreets, 75),
    ] {
      server.now(habit)
      let outcome = await send(patient)
      #expect(outcome.status == Int32(status) && outcome.output == "", "\(habit): \(outcome)")
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains("127.0.0.1"), "\(outcome)")
      #expect(try await pending(patient) > 0)
    }
    identifiers.formUnion(server.mails.map(identifier))
    server.now(.takes)
    let before = server.mails.count
    try await send(patient).exits()
    #expect(server.mails.count == before + 1)
    identifiers.insert(identifier(of: try #require(server.mails.last)))
    #expect(identifiers.count == 1, "\(identifiers)")
    #expect(try await pending(patient) == 0)
    try await send(patient).exits()
    #expect(server.mails.count == before + 1)
  }

  @Test(.clinic) func `a digest that may have arrived is sent again as it was, and what came since in another`()
    async throws
  {
    let (patient, clinician) = try await people()
    let server = try MailServer()
    configure(patient, server)
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    server.now(.hangsUp)
    try await send(patient).exits(75)
    try await clinician.run("reply", Self.talk, "-m", "two").exits()
    try await clinician.run("reply", Self.talk, "-m", "three").exits()
    try await patient.run("sync").exits()
    server.now(.takes)
    try await send(patient).exits()
    let mails = server.mails
    #expect(mails.count == 3)
    #expect(
      identifier(of: mails[0]) == identifier(of: mails[1]) && identifier(of: mails[1]) != identifier(of: mails[2]))
    #expect(mails[1].contains("1 new message in") && mails[2].contains("2 new messages in"))
    #expect(try await pending(patient) == 0)
    #expect(try await patient.run("cursor", "list", "--json").exits().json()["items"]?.array.count == 1)
  }

  @Test(.clinic) func `a mail server that is gone is 75, and so is one whose name is not known`() async throws {
    let (patient, clinician) = try await people()
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    configure(patient, try MailServer())
    try await send(patient).exits(75)
    configure(patient, "[mail]\nserver = \"smtps://nowhere.invalid\"\nfrom = \"a@example.org\"\n")
    try await send(patient).exits(75)
    #expect(try await pending(patient) > 0)
  }

  @Test(.clinic) func `a line end in an address reaches no server`() async throws {
    let (patient, _) = try await people()
    let server = try MailServer()
    configure(patient, server)
    for address in [
      "a@example.org\nBcc: eve@example.org", "a@example.org\r\nDATA", "Ada\r\nX: y <a@example.org>", "ada",
    ] {
      try await patient.run("digest", "--since", "all", "--mail-to", address).exits(65)
    }
    #expect(server.commands.isEmpty)
    configure(patient, "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@example.org\\r\\nBcc: eve@example.org\"\n")
    let error = try await patient.run("digest", "--since", "all", "--mail-to", "a@example.org", "--json").exits(78)
      .error()
    #expect(error["message"]?.string?.contains("config.toml:3") ?? false)
  }

  @Test(.clinic) func `what the configuration lacks is said with 78, and no password is taken from an open file`()
    async throws
  {
    let (patient, _) = try await people()
    let secret = patient.folder.write("a secret\n", to: "secret", mode: 0o644)
    chmod(secret, 0o644)
    let server = "server = \"smtp://127.0.0.1:9\"\n"
    let from = "from = \"a@example.org\"\n"
    for text in [
      "", server, from, "server = \"mail.example.org\"\n", "port = 25\n",
      "starttls = false\nserver = \"smtp://mail.example.org\"\n",
      server + from + "user = \"ada\"\n", server + from + "user = \"ada\"\npassword-file = \"\(secret)\"\n",
      server + from + "user = \"ada\"\npassword-file = \"/nowhere\"\n",
      server + from + "user = \"ada\"\npassword-command = \"false\"\n",
      server + from + "password = \"secret\"\n",
    ] {
      configure(patient, "[mail]\n" + text)
      let outcome = await patient.run("digest", "--since", "all", "--mail-to", "b@example.org")
      #expect(outcome.status == 78 && outcome.errorLines.count == 1, "\(text): \(outcome)")
    }
    configure(patient, "[mail]\n" + server + from)
    try await patient.run("digest", "--since", "all", "--mail").exits(64)
    try await patient.run("digest", "--since", "all", "--mail-to", "b@example.org", "--offline").exits(75)
  }

  @Test(.clinic, .enabled(if: geteuid() == 0, "only root can start Postfix"))
  func `a real Postfix takes it over TLS with a login, and Python reads it without a complaint`() async throws {
    let (patient, clinician) = try await people()
    try await clinician.run("reply", Self.talk, "-m", "<script>alert(1)</script> & \"quotes\"\n.\nFrom me").exits()
    try await patient.run("sync").exits()
    try await Postfix.run { postfix in
      let (sent, files) = try await deliver(from: patient, by: postfix)
      try await read(files, sent: sent, patient)
    }
  }

  /// Mails a digest by Postfix: not without its certificate, and not with a wrong password.
  private func deliver(from patient: Home, by postfix: Postfix) async throws -> (sent: JSON, files: [String]) {
    let secret = patient.folder.write("a secret\n", to: "secret")
    let mail = """
      [mail]
      server = "smtp://127.0.0.1:\(postfix.port)"
      starttls = true
      user = "ada"
      from = "Zoë's feed <careteam@example.org>"
      to = ["ada@example.org", "Björn <bjorn@example.org>"]

      """
    configure(patient, mail + "password-file = \"\(secret)\"\n")
    try await patient.run("digest", "--cursor", "d", "--mail").exits(75)
    configure(patient, "cacert = \"\(postfix.certificate)\"\n" + mail + "password-command = \"echo wrong\"\n")
    try await patient.run("digest", "--cursor", "d", "--mail").exits(77)
    configure(patient, "cacert = \"\(postfix.certificate)\"\n" + mail + "password-file = \"\(secret)\"\n")
    let sent = try await patient.run("digest", "--cursor", "d", "--mail", "--detail", "full", "--json").exits().json()
    #expect(sent["mail"]?["to"] == ["ada@example.org", "bjorn@example.org"])
    let files = try await postfix.mails(2)
    return (sent, files)
  }

  /// Reads the mails that were delivered with Python, and their pages with tidy.
  private func read(_ files: [String], sent: JSON, _ patient: Home) async throws {
    let check = patient.folder.write(Self.check, to: "check.py")
    let found = await Shell.run(["python3", check] + files, environment: patient.environment)
    let mails = found.split(separator: "\n").compactMap { try? JSON(parsing: Array($0.utf8)) }
    try #require(mails.count == 2, "\(found)")
    for mail in mails {
      #expect(mail["defects"] == [])
      #expect(mail["id"] == sent["mail"]?["messageId"] && mail["types"] == ["text/plain", "text/html"])
      #expect(mail["subject"] == "careteam: 1 new message" && mail["auto"] == "auto-generated")
      #expect(
        mail["from"] == "Zoë's feed <careteam@example.org>"
          && mail["to"] == "ada@example.org, Björn <bjorn@example.org>")
      let text = mail["text"]?.string ?? ""
      #expect(text.contains("<script>alert(1)</script> & \"quotes\"\n      .\n      From me"), "\(text)")
      let html = mail["html"]?.string ?? ""
      #expect(
        html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("href") && !html.contains("src=")
      )
      let page = patient.folder.write(html, to: "page.html")
      #expect(
        await Shell.run(["sh", "-c", "tidy -q -e \"$0\" 2>&1; echo $?", page], environment: patient.environment)
          == "0\n")
    }
  }

  private static let check = """
    import email, email.policy, json, sys

    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        defects = [str(d) for part in mail.walk() for d in part.defects]
        defects += [str(d) for value in mail.values() for d in value.defects]
        plain, html = mail.iter_parts()
        print(json.dumps({"defects": defects, "id": mail["message-id"], "subject": mail["subject"], "from": mail["from"],
            "to": mail["to"], "auto": mail["auto-submitted"], "types": [p.get_content_type() for p in (plain, html)],
            "text": plain.get_content(), "html": html.get_content()}))
    """

  @Test(.clinic) func `two runs that overlap send a digest once`() async throws {
    let (patient, clinician) = try await people()
    let server = try MailServer()
    configure(patient, server)
    try await clinician.run("reply", Self.talk, "-m", "one").exits()
    try await patient.run("sync").exits()
    async let one = send(patient)
    async let two = send(patient)
    async let three = send(patient)
    for outcome in await [one, two, three] { try outcome.exits() }
    #expect(server.mails.count == 1, "\(server.mails.count)")
    #expect(try await pending(patient) == 0)
  }
}
