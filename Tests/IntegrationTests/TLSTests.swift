import CareTeamCore
import Glibc
import Testing

/// The server's TLS, and what the client thinks of certificates.
struct TLSTests {
  private static func serving(
    _ options: [String], _ body: (Clinic) async throws -> Void
  ) async throws {
    let clinic = Clinic()
    do {
      try await clinic.start(options: options)
      try await body(clinic)
      #expect(await clinic.stop() == 0)
    } catch {
      await clinic.stop(by: SIGKILL)
      throw error
    }
  }

  private static func machine(trusting authority: Authority?) -> Home {
    let home = Home()
    let text = authority.map { "cacert = \"\($0.certificate)\"\n" } ?? ""
    mkdir("\(home.folder.path)/home", 0o700)
    mkdir("\(home.folder.path)/home/config", 0o700)
    chmod(home.folder.write(text, to: "home/config/config.toml"), 0o600)
    return home
  }

  @Test func `messages, files and the live socket go over TLS`() async throws {
    let authority = try await Authority()
    let files = try await authority.issue("server", for: "IP:127.0.0.1")
    try await Self.serving(["--tls-cert", files.chain, "--tls-key", files.key]) { clinic in
      #expect(clinic.url.hasPrefix("https://127.0.0.1:"))
      let home = Self.machine(trusting: authority)
      try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
      let clinician = Self.machine(trusting: authority)
      try await clinician.run("login", clinic.url, "--token-file", clinic.tokenFile(.practitioner)).exits()
      try await clinician.run("sync").exits()
      let watch = clinician.start("watch", "--format", "ndjson", "--since", "now")
      #expect(try await watch.event("connection")["state"] == "up")
      let photo = home.folder.write([0x89, 0x50, 0x4E, 0x47], to: "wrist.png")
      try await home.run("reply", "c5", "-m", "Over TLS", "-a", photo).exits()
      #expect(try await watch.event("messageReceived")["message"]?["text"] == "Over TLS")
      _ = await watch.end()
    }
  }

  @Test func `a certificate that does not prove who the server is stops the client before the token leaves`()
    async throws
  {
    let authority = try await Authority()
    let stranger = try await Authority()
    let cases = [
      (try await authority.issue("other", for: "DNS:other.example"), authority, "does not have this name"),
      (try await authority.issue("expired", for: "IP:127.0.0.1", days: -1), authority, "has expired"),
      (try await authority.issue("good", for: "IP:127.0.0.1"), stranger, "authority that is not trusted"),
    ]
    for (files, trusted, words) in cases {
      try await Self.serving(["--tls-cert", files.chain, "--tls-key", files.key]) { clinic in
        for home in [Self.machine(trusting: trusted), Self.machine(trusting: nil)] {
          let outcome = await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient))
          #expect(outcome.status != 0)
          #expect(outcome.errors.contains("certificate of 127.0.0.1"), "\(outcome)")
          if home.folder.text(of: "home/config/config.toml").contains(trusted.certificate) {
            #expect(outcome.errors.contains(words), "\(outcome)")
          }
        }
        let seen = await Home().run(
          "serve", "audit", "--data", "\(clinic.folder.path)/data", "--format", "tsv")
        #expect(seen.output.isEmpty, "nothing reached the server")
      }
    }
  }

  @Test func `the server speaks TLS 1.2 and later, and the client nothing older`() async throws {
    let authority = try await Authority()
    let files = try await authority.issue("server", for: "IP:127.0.0.1")
    try await Self.serving(["--tls-cert", files.chain, "--tls-key", files.key]) { clinic in
      func connects(_ version: String) async -> Bool {
        let text =
          "timeout 10 openssl s_client -connect 127.0.0.1:\(clinic.port) -\(version) "
          + "-cipher ALL:@SECLEVEL=0 -CAfile \(authority.certificate) -verify_return_error </dev/null 2>&1"
        let output = await Home().shell(text).output
        return output.contains("Verify return code: 0 (ok)") && !output.contains("Cipher is (NONE)")
      }
      #expect(await !connects("tls1_1"))
      #expect(await connects("tls1_2"))
      #expect(await connects("tls1_3"))
      let plain = await Home().shell(
        """
        exec 3<>/dev/tcp/127.0.0.1/\(clinic.port)
        printf 'GET /fhir/metadata HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3
        timeout 10 cat <&3
        """)
      #expect(!plain.output.contains("HTTP/1.1 200"), "\(plain)")
    }
    let home = Self.machine(trusting: authority)
    let token = home.folder.write("secret", to: "token")
    // A server that closes at once can take its own alert back, by resetting the connection.
    var said = ""
    for _ in 0..<5 where !said.contains("TLS 1.2") {
      let old = home.start(program: [
        "/bin/sh", "-c",
        """
        exec openssl s_server -accept 127.0.0.1:0 -tls1_1 -cipher ALL:@SECLEVEL=0 -cert \(files.chain) -key \(files.key) 2>&1
        """,
      ])
      var port = ""
      while port.isEmpty, let line = await old.line() {
        if line.hasPrefix("ACCEPT ") { port = line.split(separator: ":").last.map(String.init) ?? "" }
      }
      let outcome = await home.run("login", "https://127.0.0.1:\(port)/fhir", "--token-file", token)
      #expect(outcome.status != 0)
      said = outcome.errors
      _ = await old.end()
    }
    #expect(said.contains("TLS 1.2"), "\(said)")
  }

  @Test func `a key that is missing, exposed or another's is refused, and so is the world without TLS`() async throws {
    let authority = try await Authority()
    let one = try await authority.issue("one", for: "IP:127.0.0.1")
    let two = try await authority.issue("two", for: "IP:127.0.0.1")
    let home = Home()
    let exposed = home.folder.write(FileContent.text(one.key), to: "exposed.key")
    chmod(exposed, 0o640)
    let data = ["--data", "\(home.folder.path)/data"]
    let cases: [([String], Int32, String)] = [
      (["--tls-cert", one.chain, "--tls-key", two.key], 78, "is not the one of the first certificate"),
      (["--tls-cert", one.chain, "--tls-key", exposed], 78, "chmod 600"),
      (["--tls-cert", one.chain, "--tls-key", "/nowhere.key"], 78, "No such file"),
      (["--tls-cert", one.key, "--tls-key", one.key], 78, "no certificate"),
      (["--tls-cert", one.chain, "--tls-key", one.chain], 78, "others can read"),
      (["--tls-cert", one.chain], 64, "go together"),
      (["--host", "0.0.0.0"], 78, "without TLS"),
      (["--host", "0.0.0.0", "--tls-cert", one.chain, "--tls-key", one.key], 64, "--public-url"),
      (["--public-url", "http://clinic.example"], 64, "must be https"),
      (["--public-url", "https://clinic.example/path"], 64, "without a path"),
    ]
    for (options, status, words) in cases {
      let outcome = await home.run(["serve", "--port", "0"] + options + data)
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
    }
  }

  @Test func `beyond this machine it serves under its public name, and a renewed certificate counts after SIGHUP`()
    async throws
  {
    let authority = try await Authority()
    let files = try await authority.issue("server", for: "DNS:clinic.example")
    let options = [
      "--host", "0.0.0.0", "--public-url", "https://clinic.example:8443", "--tls-cert", files.chain, "--tls-key",
      files.key,
    ]
    let port = try await Self.freePort()
    let clinic = Clinic()
    do {
      try await clinic.start(port: port, options: options)
      #expect(clinic.url == "https://clinic.example:8443/fhir")
      func subject() async -> String {
        await Home().shell(
          """
          timeout 10 openssl s_client -connect 127.0.0.1:\(port) -servername clinic.example </dev/null 2>/dev/null |
            openssl x509 -noout -serial
          """
        ).output
      }
      let first = await subject()
      #expect(first.hasPrefix("serial="))
      _ = try await authority.issue("server", for: "DNS:clinic.example")
      clinic.signal(SIGHUP)
      let end = ContinuousClock.now + .seconds(20)
      while await subject() == first, ContinuousClock.now < end {}
      #expect(await subject() != first)
      #expect(await clinic.stop() == 0)
    } catch {
      await clinic.stop(by: SIGKILL)
      throw error
    }
  }

  private static func freePort() async throws -> String {
    let text = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    return await Home().shell("python3 -c \"\(text)\"").output.filter(\.isNumber)
  }
}
