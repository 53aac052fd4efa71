import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// The units of systemd: sound for a user's own manager, and each command line does what its unit is for.
struct SystemdUnitTests {
  private static let analyze = Binaries.find("systemd-analyze")

  private func names() -> [String] {
    guard let folder = opendir("\(Checkout.path)/units") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { $0.hasPrefix("careteam-") }.sorted()
  }

  /// What systemd-analyze says of the units, with something added to one of them.
  private func verified(adding extra: String, to unit: String = "careteam-sync@.service") async -> Outcome {
    let home = Home()
    for name in names() {
      let text = Checkout.text("units/\(name)").replacing("/usr/bin/careteam", with: Binaries.careteam)
      home.folder.write(text + (name == unit ? extra : ""), to: name, mode: 0o644)
    }
    let files = names().map { "./'\($0)'" }.joined(separator: " ")
    return await home.shell("XDG_RUNTIME_DIR=$PWD systemd-analyze --user --man=no verify \(files)")
  }

  @Test(.enabled(if: analyze != nil)) func `systemd takes them, with the recipe for a token, and not with a mistake`()
    async throws
  {
    #expect(names().count == 5)
    let sound = try await verified(adding: "").exits()
    #expect(sound.errors == "", "\(sound)")
    let recipe = try #require(
      ManualPage("careteam-recipes.7").displays(under: "A token that another program renews").first)
    let token = try await verified(adding: "\n" + recipe.text).exits()
    #expect(token.errors == "", "\(token)")
    #expect(await verified(adding: "\nNoNewPrivileges=perhaps\n").errors.contains("Failed to parse"))
  }

  /// The words of a unit's command, for the account `default`.
  private func command(of unit: String, in home: Home) throws -> [String] {
    let line = try #require(
      Checkout.text("units/\(unit)").split(separator: "\n").first { $0.hasPrefix("ExecStart=/usr/bin/careteam ") })
    let text = line.dropFirst("ExecStart=/usr/bin/careteam ".count)
      .replacing("%i", with: "default").replacing("%E", with: "\(home.folder.path)/.config")
    return text.split(separator: " ").map(String.init)
  }

  @Test(.clinic) func `sync fetches; out of reach is the status that the unit takes, and no login is not`() async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let words = try command(of: "careteam-sync@.service", in: home)
    try await home.run(words).exits()
    let taken = "SuccessExitStatus=75\n"
    #expect(Checkout.text("units/careteam-sync@.service").contains(taken))
    await clinic.stop()
    try await home.run(words).exits(75)
    try await Home().run(words).exits(77)
  }

  @Test(.clinic) func `watch runs the program for each event, and prints nothing for the journal`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    try await home.shell("mkdir -p .config/careteam").exits()
    home.folder.write(
      "#!/bin/sh\necho \"$CARETEAM_EVENT_TYPE\" >> \(home.folder.path)/events\n", to: ".config/careteam/on-event",
      mode: 0o700)
    let program = Spawned(
      [Binaries.careteam] + (try command(of: "careteam-watch@.service", in: home)), environment: home.environment,
      streams: [
        open("/dev/null", O_RDONLY | O_CLOEXEC), open("/dev/null", O_WRONLY | O_CLOEXEC),
        open(home.folder.write("", to: "journal"), O_WRONLY | O_APPEND | O_CLOEXEC),
      ])
    try await home.waitForCursor("on-event")
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "very private").exits()
    for _ in 0..<400 where home.folder.text(of: "events").isEmpty { try await Task.sleep(for: .milliseconds(25)) }
    program.signal(SIGTERM)
    #expect(await blocking { program.wait(seconds: 15) } == 128 + SIGTERM)
    #expect(home.folder.text(of: "events").contains("messageReceived"))
    #expect(home.folder.text(of: "journal") == "")
  }

  @Test(.clinic) func `the digest is mailed to the address of its file, once, and needs a mail server`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    let home = try await clinic.home()
    let words = try command(of: "careteam-digest@.service", in: home).map { $0 == "${MAIL_TO}" ? "me@example.org" : $0 }
    try await home.run(words).exits(78)
    let server = try MailServer()
    mkdir("\(home.folder.path)/home/config", 0o700)
    home.folder.write(
      "[mail]\nserver = \"smtp://127.0.0.1:\(server.port)\"\nfrom = \"careteam@example.org\"\n",
      to: "home/config/config.toml")
    try await home.run(words).exits()
    try await clinician.run("reply", "e70d41c8935fa2b6", "-m", "one").exits()
    try await home.run("sync").exits()
    for _ in 0..<2 { #expect(try await home.run(words).exits().errors == "") }
    #expect(server.mails.count == 1 && server.mails[0].contains("To: me@example.org"), "\(server.mails)")
  }

  @Test func `each service but the digest, which asks for its mail server first, ends without a login`() async throws {
    for unit in names() where unit.hasSuffix(".service") && !unit.contains("digest") {
      let words = try command(of: unit, in: Home())
      let outcome = await Home().run(words)
      #expect(outcome.status == 77, "\(unit): \(outcome)")
    }
  }
}
