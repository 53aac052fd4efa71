import CareTeamTestSupport
import Glibc
import Testing

/// A clinic behind TLS, and a proxy that leads to it.
struct Tunnel {
  let program: Spawned
  let securePort: String
  let proxyPort: String
  private let log: String

  /// Starts both, with a certificate of this name and up to this version of TLS.
  init(
    to clinic: Clinic, _ certificates: Certificates, certificate: String = "good", newest: String = "TLSv1_3"
  ) async throws {
    let python = try #require(Binaries.find("python3"))
    let folder = certificates.folder
    log = folder.write("", to: "tunnel-\(certificate)-\(newest).log")
    let output = folder.write("", to: "ports-\(certificate)-\(newest)")
    let streams = [
      open("/dev/null", O_RDONLY | O_CLOEXEC), open(output, O_WRONLY | O_APPEND | O_CLOEXEC),
      open("/dev/null", O_WRONLY | O_CLOEXEC),
    ]
    let pem = "\(folder.path)/\(certificate)"
    program = Spawned(
      [
        python, "\(Checkout.path)/Tests/IntegrationTests/Support/tunnel.py", clinic.port, "\(pem).pem", "\(pem).key",
        newest, log,
      ], environment: Home().environment, streams: streams)
    for stream in streams { close(stream) }
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      let ports = FileContent.text(output).split(whereSeparator: \.isWhitespace).map(String.init)
      if FileContent.text(output).hasSuffix("\n"), ports.count == 2 {
        (securePort, proxyPort) = (ports[0], ports[1])
        return
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    program.signal(SIGKILL)
    throw Running.Missing()
  }

  /// What connected: ‘tls’ with the version, or the header that the proxy was sent.
  var connections: [String] { FileContent.text(log).split(separator: "\n").map(String.init) }

  func stop() { program.signal(SIGKILL) }
}
