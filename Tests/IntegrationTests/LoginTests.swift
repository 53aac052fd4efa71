import CareTeamCore
import Glibc
import Testing

/// Logging in at careteam's own server, by every way there is.
@Suite(.clinic)
struct LoginTests {
  private static let password = "sample-clinic"

  /// A machine whose browser logs somebody in.
  private func home(_ login: String = "ada", _ decision: String = "allow", password: String = Self.password) -> Home {
    var home = Home()
    let script = "\(Checkout.path)/Tests/IntegrationTests/Support/visitor.py"
    home.variables["BROWSER"] = "python3 \(script) \(home.folder.path) \(login) \(password) \(decision)"
    return home
  }

  private func token(_ home: Home) -> String { "\(home.folder.path)/home/config/secrets/default.token" }

  @Test func `a browser logs a patient in, a second login renews it, and logout ends it at the server`() async throws {
    let clinic = try Clinic.open()
    let home = home()
    let login = try await home.run("login", clinic.url, "--browser", "--json").exits()
    let json = try login.json()
    #expect(json["items"]?[0]?["user"] == "Patient/ada-lindqvist")
    #expect(json["items"]?[0]?["proxy"] == false)
    #expect(json["missingScopes"] == [], "\(login)")
    var facts = stat()
    try #require(stat(token(home), &facts) == 0)
    #expect(facts.st_mode & 0o777 == 0o600)
    let handles = try await home.run("list", "--offline").exits().output
    let first = FileContent.text(token(home))
    try await home.run("login", clinic.url, "--browser").exits()
    #expect(FileContent.text(token(home)) != first)
    #expect(try await home.run("list", "--offline").exits().output == handles)
    try await home.run("reply", "c8", "-m", "by a login of my own").exits()
    let document = FileContent.text(token(home))
    let logout = try await home.run("logout").exits()
    #expect(logout.errors == "", "\(logout)")
    home.folder.write(document, to: "stolen", mode: 0o600)
    var thief = home
    thief.variables["CARETEAM_TOKEN_FILE"] = "\(home.folder.path)/stolen"
    try await thief.run("sync").exits(77)
  }

  @Test func `what was not granted is said, and refused before anything is sent`() async throws {
    let clinic = try Clinic.open()
    let home = home()
    let scopes =
      "openid fhirUser launch/patient offline_access patient/Communication.rs "
      + "patient/CommunicationRequest.rs patient/Task.rs patient/Patient.rs"
    let login = try await home.run("login", clinic.url, "--browser", "--scope", scopes).exits()
    #expect(login.errors.contains("may not send replies, or begin conversations, or send files"), "\(login)")
    let reply = try await home.run("reply", "c8", "-m", "not to be lost").exits(77)
    #expect(reply.errors.contains("the scope patient/Communication.c"), "\(reply)")
    #expect(reply.errors.contains("kept as draft d1"), "\(reply)")
    #expect(try await home.run("outbox", "list").exits().output == "")
    let read = try await home.run("read", "c8", "--mark-read").exits(77)
    #expect(read.errors.contains("patient/Task.u"), "\(read)")
    #expect(try await home.run("read", "c8").exits().output != "")
    let doctor = await home.run("doctor")
    #expect(doctor.output.contains("scopes\twarning"), "\(doctor)")
  }

  @Test func `a refusal is said in the server's words, and leaves nothing behind`() async throws {
    let clinic = try Clinic.open()
    let home = home("ada", "deny")
    let login = try await home.run("login", clinic.url, "--browser").exits(77)
    #expect(login.errors.contains("the login was refused (the server says: The user refused)"), "\(login)")
    #expect(access(token(home), F_OK) != 0)
    #expect(access("\(home.folder.path)/home/data/default", F_OK) != 0)
  }

  @Test func `nobody who comes back is waited for no longer than was said`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    home.variables["BROWSER"] = "true"
    let login = try await home.run("login", clinic.url, "--browser", "--timeout", "1s").exits(124)
    #expect(login.errors.contains("/auth/authorize?response_type=code"), "\(login)")
  }

  @Test func `another person cannot take an account over, and their login is ended`() async throws {
    let clinic = try Clinic.open()
    let home = home()
    try await home.run("login", clinic.url, "--browser").exits()
    let kept = FileContent.text(token(home))
    var other = self.home("yusuf")
    other.variables["CARETEAM_HOME"] = "\(home.folder.path)/home"
    let login = try await other.run("login", clinic.url, "--browser").exits(64)
    #expect(login.errors.contains("Patient/yusuf-haddad"), "\(login)")
    #expect(FileContent.text(token(home)) == kept)
    try await home.run("sync").exits()
    try await other.run("-A", "yusuf", "login", clinic.url, "--browser").exits()
    let accounts = try await home.run("account", "list", "--json").exits().json()
    #expect(accounts["items"]?.array.count == 2)
  }

  @Test func `an address that is pasted logs in, and one of another login does not`() async throws {
    let clinic = try Clinic.open()
    let home = home()
    home.folder.write("", to: "stay")
    mkdir("\(home.folder.path)/bin", 0o700)
    let text = """
      mkfifo answers && exec 3<>answers
      careteam login "\(clinic.url)" --paste <answers 2>said >output & child=$!
      for i in $(seq 200); do page=$(grep -o 'http://[^ ]*/auth/authorize[^ ]*' said) && break; sleep 0.1; done
      echo 'http://127.0.0.1:1/callback?code=x&state=y' >&3
      $BROWSER "$page"
      cat ended >&3; echo >&3
      wait $child; status=$?; cat said >&2; cat output; exit $status
      """
    let paste = try await home.shell(text, seconds: 60).exits()
    #expect(paste.errors.contains("That is not the address of this login's last page"), "\(paste)")
    #expect(paste.output.contains("Patient/ada-lindqvist"), "\(paste)")
  }

  @Test func `a code that is typed elsewhere logs a device in`() async throws {
    let clinic = try Clinic.open()
    let home = home("drlee")
    let login = home.start("login", clinic.url, "--device")
    let end = ContinuousClock.now + .seconds(30)
    var page: Substring?
    while page == nil, ContinuousClock.now < end {
      page = login.errors.split(separator: "in this one already: ").dropFirst().first?.split(separator: "\n").first
      try await Task.sleep(for: .milliseconds(50))
    }
    let address = String(try #require(page, "\(login.errors)"))
    _ = await home.shell("$BROWSER '\(address)'")
    #expect(await login.exit(within: 60) == 0, "\(login.errors)")
    let account = try await home.run("account", "list", "--json").exits().json()
    #expect(account["items"]?[0]?["user"] == "Practitioner/drlee")
    #expect(account["items"]?[0]?["patient"] == .null)
  }

  @Test func `a person who is needed and not there is an error that says what to do`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let silent = try await home.run("login", clinic.url).exits(64)
    #expect(silent.errors.contains("--backend KEY or --token-file FILE"), "\(silent)")
    for way in ["--browser", "--paste", "--device"] {
      let login = try await home.run("login", clinic.url, way, "--no-input").exits(64)
      #expect(login.errors.contains("--no-input forbids"), "\(login)")
    }
    var remote = home
    remote.variables["SSH_CONNECTION"] = "192.0.2.1 5 192.0.2.2 22"
    let ssh = await remote.runOnTerminal("login", clinic.url)
    #expect(ssh.status == 64 && ssh.output.contains("--paste"), "\(ssh)")
    try await home.run("login", clinic.url, "--paste", "--device").exits(64)
    try await home.run("login", clinic.url, "--backend", "key").exits(64)
  }
}
