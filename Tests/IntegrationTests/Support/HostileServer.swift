import CareTeamTestSupport
import Foundation
import FoundationNetworking
import Testing

/// The FHIR server of Support/hostile.py, and a user's machine for each thing that is wrong with it.
final class HostileServer: Sendable {
  private let folder = TemporaryFolder()
  private let program: Spawned
  private let port: String

  init(_ location: SourceLocation = #_sourceLocation) async throws {
    let ready = "\(folder.path)/port"
    let streams = [open("/dev/null", O_RDWR | O_CLOEXEC), open("/dev/null", O_RDWR | O_CLOEXEC), Int32(2)]
    let suite = "\(Checkout.path)/Tests/CareTeamTestSupport/Fixtures/JSONTestSuite.txt"
    program = Spawned(
      ["/usr/bin/python3", "\(Checkout.path)/Tests/IntegrationTests/Support/hostile.py", ready, suite],
      environment: ["LANG": "C.UTF-8"], streams: streams)
    for stream in streams.dropLast() { close(stream) }
    let end = ContinuousClock.now + .seconds(30)
    while access(ready, R_OK) != 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
    port = FileContent.text(ready)
    try #require(!port.isEmpty, "hostile.py did not start", sourceLocation: location)
  }

  deinit {
    program.signal(SIGKILL)
    _ = program.wait(seconds: 10)
  }

  /// The FHIR base URL of a case.
  func url(_ name: String) -> String { "http://127.0.0.1:\(port)/\(name)/fhir" }

  /// A machine whose user has logged in at the server of a case, which fetches what there is.
  func home(_ name: String, _ location: SourceLocation = #_sourceLocation) async throws -> Home {
    let home = Home()
    let token = home.folder.write("token", to: "token")
    try await home.run(
      "login", url(name), "--token-file", token, "--user", "Patient/p", "--timeout", "2s"
    ).exits(0, location)
    return home
  }

  /// What a case was asked, a request line each.
  func log(_ name: String) async throws -> [String] {
    try await get("log/\(name)").split(separator: "\n").map(String.init)
  }

  /// Has a case answer with this input of JSONTestSuite.
  func choose(_ index: Int, for name: String) async throws { _ = try await get("choose/\(name)/\(index)") }

  private func get(_ path: String) async throws -> String {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)/\(path)"))
    return String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
  }
}
