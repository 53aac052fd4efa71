import CareTeamCore
import Glibc
import Testing

/// A login at an authorisation server that nobody of careteam wrote.
struct GlewlwydTests {
  private func kept(_ home: Home, _ account: String) throws -> JSON {
    try JSON(parsing: FileContent.bytes("\(home.folder.path)/home/config/secrets/\(account).token"))
  }

  @Test
  func `careteam logs in to glewlwyd with PKCE, a rotating refresh token, a device's code and a signed assertion`()
    async throws
  {
    let server = try await Glewlwyd()
    defer { server.stop() }
    var home = Home()
    home.variables["BROWSER"] = server.browser
    try await logIn(home, server)
    try await renew(home)
    try await logInDevice(home, server)
    try await logInBackend(home, server)
    let logout = try await home.run("logout").exits()
    // glewlwyd ends tokens for clients with a password only: that must be said, and the token forgotten all the same.
    #expect(logout.errors.contains("the server did not end the login"), "\(logout)")
    try await home.run("sync").exits(77)
  }

  private func logIn(_ home: Home, _ server: Glewlwyd) async throws {
    let login = try await home.run(
      "login", server.url, "--browser", "--redirect-port", server.redirectPort, "--json"
    ).exits()
    let json = try login.json()
    #expect(json["items"]?[0]?["user"] == "Patient/ada")
    #expect(json["items"]?[0]?["userName"] == "Ada Lovelace")
    #expect(json["missingScopes"]?.array.contains("patient/Binary.cr") == true, "\(login)")
    let document = try kept(home, "default")
    #expect(document["refresh_token"]?.string != nil && document["id_token"] == nil)
    try await home.run("sync").exits()
    let doctor = await home.run("doctor")
    #expect(doctor.output.contains("scopes\twarning\tnot granted: patient/Binary.c"), "\(doctor)")
  }

  private func renew(_ home: Home) async throws {
    let file = "home/config/secrets/default.token"
    var tokens: Set<String> = []
    for _ in 0..<3 {
      var document = try kept(home, "default")
      tokens.insert(document["refresh_token"]?.string ?? "")
      document["expires_at"] = "2020-01-01T00:00:00Z"
      home.folder.write(document.text(), to: file, mode: 0o600)
      try await home.run("sync").exits()
    }
    #expect(tokens.count == 3, "each refresh token is used once")
  }

  private func logInDevice(_ home: Home, _ server: Glewlwyd) async throws {
    let login = home.start("-A", "device", "login", server.url, "--device", "--user", "Patient/ada")
    let end = ContinuousClock.now + .seconds(30)
    var code: Substring?
    while code == nil, ContinuousClock.now < end {
      code = login.errors.split(separator: "type the code ").dropFirst().first?.split(separator: "\n").first
      try await Task.sleep(for: .milliseconds(50))
    }
    await server.enter(String(try #require(code, "\(login.errors)")))
    #expect(await login.exit(within: 60) == 0, "\(login.errors)")
    try await home.run("-A", "device", "sync").exits()
  }

  private func logInBackend(_ home: Home, _ server: Glewlwyd) async throws {
    try await home.run(
      "-A", "cron", "login", server.url, "--backend", server.key, "--client-id", "clinic-cron", "--key-id", "clinic",
      "--user", "Practitioner/nobody", "--no-input"
    ).exits()
    var document = try kept(home, "cron")
    let first = document["access_token"]
    document["expires_at"] = "2020-01-01T00:00:00Z"
    home.folder.write(document.text(), to: "home/config/secrets/cron.token", mode: 0o600)
    try await home.run("-A", "cron", "sync").exits()
    #expect(try kept(home, "cron")["access_token"] != first)
    #expect(!FileContent.text("\(home.folder.path)/home/config/secrets/cron.token").contains("PRIVATE"))
  }
}
