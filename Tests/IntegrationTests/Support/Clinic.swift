import CareTeamCore
import CareTeamTestSupport
import Glibc
import Synchronization
import Testing

/// A sample clinic: `careteam serve --demo` in a folder of its own, with its tokens.
final class Clinic: Sendable {
  /// The clinic of the test that runs.
  @TaskLocal static var current: Clinic?

  /// Who can log in to it.
  enum User: String {
    case patient
    case practitioner
    case otherPatient
  }

  private struct State {
    var server: Spawned?
    var ready: JSON = .null
  }

  let folder = TemporaryFolder()
  private let state = Mutex(State())

  /// The clinic of this test.
  static func open(_ location: SourceLocation = #_sourceLocation) throws -> Clinic {
    try #require(current, "the test has no .clinic", sourceLocation: location)
  }

  /// The FHIR base URL.
  var url: String { state.withLock { $0.ready["url"]?.string ?? "" } }
  /// The server's port.
  var port: String { String(url.dropLast("/fhir".count).split(separator: ":").last ?? "0") }

  /// The file with a user's token.
  func tokenFile(_ user: User) -> String { state.withLock { $0.ready["tokens"]?[user.rawValue]?.string ?? "" } }

  /// A user's token.
  func token(_ user: User) -> String { FileContent.text(tokenFile(user)).filter { !$0.isWhitespace } }

  /// Starts the server, on a port of its choice unless told and with further options if any, and waits until it accepts connections.
  func start(port: String = "0", options: [String] = []) async throws {
    let file = "\(folder.path)/ready.json"
    unlink(file)
    let server = Spawned(
      [
        Binaries.careteam, "serve", "--demo", "--port", port, "--data", "\(folder.path)/data", "--ready-file", file,
        "--answer-after", "1",
      ] + options, environment: Home().environment, streams: Self.streams(errors: "\(folder.path)/server.log"))
    state.withLock { $0.server = server }
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if let ready = try? JSON(parsing: FileContent.bytes(file)) {
        state.withLock { $0.ready = ready }
        return
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("the server did not start: \(folder.text(of: "server.log"))")
    throw Running.Missing()
  }

  /// Sends the server a signal, such as SIGSTOP, after which it accepts and never answers.
  func signal(_ number: Int32) { state.withLock { $0.server }?.signal(number) }

  /// Ends the server by a signal, and waits until it is gone.
  ///
  /// - Returns: its exit status.
  @discardableResult
  func stop(by signal: Int32 = SIGTERM) async -> Int32 {
    guard let server = state.withLock({ $0.server }) else { return 0 }
    server.signal(signal)
    let status = await blocking { server.wait(seconds: 20) }
    state.withLock { $0.server = nil }
    return status
  }

  /// Starts the server again where it was.
  func restart() async throws { try await start(port: port) }

  private static func streams(errors: String) -> [Int32] {
    [
      Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC), Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC),
      Glibc.open(errors, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
    ]
  }

  /// A machine on which a user has logged in, at another address than the server's own if told, and has everything.
  func home(
    _ user: User = .patient, at address: String? = nil, variables: [String: String] = [:],
    _ location: SourceLocation = #_sourceLocation
  ) async throws -> Home {
    let home = Home(variables: variables)
    try await home.run("login", address ?? url, "--token-file", tokenFile(user)).exits(0, location)
    try await home.run("sync").exits(0, location)
    return home
  }
}

/// Gives a test, or a suite for all its tests, a running clinic.
struct ClinicTrait: TestTrait, SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Gate.clinics.enter()
    let clinic = Clinic()
    do {
      try await clinic.start()
      try await Clinic.$current.withValue(clinic) { try await function() }
      await clinic.stop()
      await Gate.clinics.leave()
    } catch {
      await clinic.stop(by: SIGKILL)
      await Gate.clinics.leave()
      throw error
    }
  }
}

extension Trait where Self == ClinicTrait {
  /// A running sample clinic.
  static var clinic: ClinicTrait { ClinicTrait() }
}
