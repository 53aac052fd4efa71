import CareTeamCore
import Glibc
import Testing

/// `watch --notify`.
struct NotifyTests {
  private static let talk = "e70d41c8935fa2b6"

  @Test(.clinic) func `a desktop is told that there is a message, and nothing of it`() async throws {
    let clinic = try Clinic.open()
    let clinician = try await clinic.home(.practitioner)
    var patient = try await clinic.home()
    let program = patient.folder.script("printf '%s\\n' \"$@\" >>\"$0.log\"\n", named: "notify-send")
    patient.variables = [
      "PATH": "\(patient.folder.path):/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    ]
    let watch = patient.start("watch", "--notify", "--format", "ndjson")
    #expect(try await watch.event("connection")["state"] == "up")
    try await clinician.run("reply", Self.talk, "-m", "a secret word").exits()
    _ = try await watch.event("messageReceived")
    for _ in 0..<200 where !FileContent.text(program + ".log").contains("unread") {
      try await Task.sleep(for: .milliseconds(25))
    }
    let said = FileContent.text(program + ".log")
    #expect(said.contains("New message from your care team\n"), "\(said)")
    #expect(!said.contains("secret") && !said.contains("Lee") && !said.contains("Lisinopril"), "\(said)")
    #expect(await watch.end() == 128 + SIGTERM)
  }

  @Test(.clinic) func `a terminal rings, or shows it where it can`() async throws {
    let clinic = try Clinic.open()
    let patient = try await clinic.home()
    for (terminal, sequence) in [
      ("xterm-256color", "\u{7}"), ("xterm-kitty", "\u{1B}]9;New message from your care team (7 unread)\u{7}"),
      ("foot", "\u{1B}]777;notify;New message from your care team;7 unread\u{7}"),
    ] {
      var home = patient
      home.variables = ["TERM": terminal]
      let outcome = await home.runOnTerminal("watch", "--notify", "--since", "all", "--for", "1s")
      #expect(outcome.output.contains(sequence), "\(terminal)")
      #expect(outcome.output.ranges(of: "\u{7}").count == 1, "\(terminal)")
    }
  }
}
