import CareTeamCore
import Glibc
import Testing

/// TLS and proxies: what is not verified gets nothing, and a tunnel sees nothing.
@Suite(.clinic)
struct ClientTLSTests {
  @Test func `a root of --cacert, or of the configuration, is trusted beside the system's`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let certificates = try await Certificates(in: home.folder)
    let tunnel = try await Tunnel(to: clinic, certificates)
    defer { tunnel.stop() }
    let login = ["login", "https://127.0.0.1:\(tunnel.securePort)/fhir", "--token-file", clinic.tokenFile(.patient)]
    let untrusted = await home.run(login)
    try untrusted.exits(75)
    #expect(untrusted.errors.contains("not trusted here") && untrusted.errors.contains("--cacert"), "\(untrusted)")
    #expect(tunnel.connections.isEmpty, "\(tunnel.connections)")
    try await home.run(["--cacert", certificates.root] + login).exits()
    try await home.run("sync").exits(75)
    home.configure("cacert = \"\(certificates.root)\"\n")
    try await home.run("reply", "c8", "-m", "over TLS").exits()
    #expect(tunnel.connections.allSatisfy { $0 == "tls TLSv1.3" })
    let missing = try await home.run("list", "--cacert", "/nonexistent").exits(78)
    #expect(missing.errors.contains("/nonexistent"))
  }

  @Test(arguments: ["elsewhere", "expired", "nobody"])
  func `a certificate that is not right gets no request, whatever is trusted`(certificate: String) async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let certificates = try await Certificates(in: home.folder)
    let tunnel = try await Tunnel(to: clinic, certificates, certificate: certificate)
    defer { tunnel.stop() }
    let login = try await home.run(
      "--cacert", certificates.root, "login", "https://127.0.0.1:\(tunnel.securePort)/fhir", "--token-file",
      clinic.tokenFile(.patient)
    ).exits(75)
    #expect(login.errors.contains("the certificate of") && login.errors.contains("nothing was sent"), "\(login)")
    #expect(tunnel.connections.isEmpty, "\(tunnel.connections)")
  }

  @Test(arguments: ["TLSv1_1", "TLSv1_2"]) func `TLS 1.2 is spoken and TLS 1.1 is not`(newest: String) async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let certificates = try await Certificates(in: home.folder)
    let tunnel = try await Tunnel(to: clinic, certificates, newest: newest)
    defer { tunnel.stop() }
    let login = await home.run(
      "--cacert", certificates.root, "login", "https://127.0.0.1:\(tunnel.securePort)/fhir", "--token-file",
      clinic.tokenFile(.patient))
    if newest == "TLSv1_1" {
      try login.exits(75)
      #expect(login.errors.contains("TLS 1.2 or later") && tunnel.connections.isEmpty, "\(login)")
    } else {
      try login.exits()
      #expect(tunnel.connections.first == "tls TLSv1.2")
    }
  }

  @Test func `a proxy of the environment is given the host's name and nothing else`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    let certificates = try await Certificates(in: home.folder)
    let tunnel = try await Tunnel(to: clinic, certificates)
    defer { tunnel.stop() }
    home.configure("cacert = \"\(certificates.root)\"\n")
    home.variables["https_proxy"] = "http://127.0.0.1:\(tunnel.proxyPort)"
    try await home.run("login", "https://clinic.test/fhir", "--token-file", clinic.tokenFile(.patient)).exits()
    try await home.run("reply", "c8", "-m", "through the tunnel").exits()
    let asked = tunnel.connections.filter { !$0.hasPrefix("tls") }
    #expect(asked.count >= 2 && asked.allSatisfy { $0.contains("CONNECT clinic.test:443 HTTP/1.1") })
    #expect(!asked.contains { $0.contains("Authorization") || $0.contains(clinic.token(.patient)) }, "\(asked)")
    home.variables["no_proxy"] = "clinic.test"
    let direct = try await home.run("sync").exits(75)
    #expect(direct.errors.contains("its name is not known"), "\(direct)")
    #expect(tunnel.connections.filter { !$0.hasPrefix("tls") }.count == asked.count)
  }

  @Test func `a proxy is not asked for this machine, and http goes to this machine only`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    home.variables = [
      "http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1",
    ]
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    for address in ["http://clinic.test/fhir", "http://192.0.2.1/fhir", "http://127.0.0.1.clinic.test/fhir"] {
      let login = await home.run("-A", "other", "login", address, "--token-file", clinic.tokenFile(.patient))
      try login.exits(78)
      #expect(login.errors.contains("use the https address"), "\(login)")
    }
  }
}
