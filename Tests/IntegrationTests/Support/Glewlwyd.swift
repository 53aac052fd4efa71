import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// glewlwyd, an authorisation server that nobody of careteam wrote, with an empty FHIR server that trusts its tokens.
struct Glewlwyd {
  static let script = "\(Checkout.path)/Tests/IntegrationTests/Support/glewlwyd.py"

  let folder = TemporaryFolder()
  private let program: Spawned
  private let ready: JSON

  init() async throws {
    let python = try #require(Binaries.find("python3"))
    _ = try #require(Binaries.find("glewlwyd"), "glewlwyd is not installed")
    let log = folder.write("", to: "log")
    let streams =
      [open("/dev/null", O_RDONLY | O_CLOEXEC)] + (0..<2).map { _ in open(log, O_WRONLY | O_APPEND | O_CLOEXEC) }
    program = Spawned([python, Self.script, "serve", folder.path], environment: Home().environment, streams: streams)
    for stream in streams { close(stream) }
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if let ready = try? JSON(parsing: FileContent.bytes("\(folder.path)/ready.json")) {
        self.ready = ready
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    program.signal(SIGKILL)
    Issue.record("glewlwyd did not start: \(folder.text(of: "log"))")
    throw Running.Missing()
  }

  /// The FHIR base URL.
  var url: String { ready["url"]?.string ?? "" }
  /// The file with the private key of its backend client.
  var key: String { ready["key"]?.string ?? "" }
  /// A port that its client may come back to.
  var redirectPort: String { String(ready["redirectPorts"]?[0]?.int ?? 0) }

  /// What `BROWSER` is for its user.
  var browser: String { "python3 \(Self.script) visit \(folder.path)" }

  /// Has its user type a device's code.
  func enter(_ code: String) async {
    _ = await Shell.run(
      [Binaries.find("python3") ?? "python3", Self.script, "device", folder.path, code],
      environment: Home().environment)
  }

  func stop() { program.signal(SIGKILL) }
}
