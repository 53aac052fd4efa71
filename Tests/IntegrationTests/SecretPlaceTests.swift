import CareTeamCore
import Glibc
import Testing

/// Where a login is kept: the keyring, a program, a file; tried aloud, and never another than was chosen.
@Suite(.clinic)
struct SecretPlaceTests {
  @Test func `a login that came through a pipe is kept in a file for its owner alone, which is said`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let login = try await home.run(
      "login", clinic.url, "--token-file", "/dev/stdin", input: clinic.token(.patient)
    ).exits()
    #expect(login.errors.contains("home/config/secrets/default.token"), "\(login)")
    let file = "\(home.folder.path)/home/config/secrets/default.token"
    var facts = stat()
    try #require(stat(file, &facts) == 0)
    #expect(facts.st_mode & 0o777 == 0o600)
    try await home.run("sync").exits()
    chmod(file, 0o640)
    let wide = try await home.run("sync").exits(77)
    #expect(wide.errors.contains("chmod 600"), "\(wide)")
    chmod(file, 0o600)
    try await home.run("logout").exits()
    #expect(access(file, F_OK) != 0)
    try await home.run("sync").exits(77)
    #expect(access("\(home.folder.path)/home/config/secrets/default.probe", F_OK) != 0)
  }

  @Test func `a token file of one's own that others may read is taken, and that is said`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let file = home.folder.write(clinic.token(.patient), to: "token", mode: 0o644)
    chmod(file, 0o644)
    let login = try await home.run("login", clinic.url, "--token-file", file).exits()
    #expect(login.errors.contains("others may read \(file)"), "\(login)")
  }

  @Test func `a keyring keeps a login, and a locked, silent or missing one is an error in time`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    home.variables = [
      "XDG_RUNTIME_DIR": "\(home.folder.path)/run", "XDG_DATA_HOME": "\(home.folder.path)/data", "URL": clinic.url,
      "TOKEN": clinic.tokenFile(.patient), "LC_ALL": "C.UTF-8",
      "LARGE": home.folder.write(
        "{\"access_token\": \"\(clinic.token(.patient))\", \"id_token\": \"\(String(repeating: "x", count: 8192))\"}",
        to: "large"),
    ]
    mkdir("\(home.folder.path)/run", 0o700)
    let unlocked = try await session(
      home,
      """
      echo | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
      careteam login "$URL" --token-file "$TOKEN" --secrets keyring && careteam sync && careteam -q list -n 1
      secret-tool search --all application careteam 2>&1
      careteam login "$URL" --token-file "$LARGE" --secrets keyring; test $? = 78 && careteam sync
      """
    ).exits()
    #expect(unlocked.errors.contains("the keyring takes 8192 only"), "\(unlocked)")
    #expect(unlocked.output.contains("attribute.name = token"), "\(unlocked)")
    #expect(!unlocked.output.contains("attribute.name = probe"))
    #expect(unlocked.output.contains("secret = \(clinic.token(.patient))"))
    #expect(access("\(home.folder.path)/home/config/secrets", F_OK) != 0)
    let locked = await session(
      home, "gnome-keyring-daemon --start --components=secrets -d >/dev/null; careteam sync; echo \"ended with $?\"")
    #expect(locked.output.contains("ended with 75"), "\(locked)")
    #expect(locked.errors.contains("the keyring is locked"), "\(locked)")
    let gone = try await home.run("sync").exits(77)
    #expect(gone.errors.contains("there is no session bus"), "\(gone)")
    // The key of the mailbox is there, too: without it nothing can be kept, and that is said.
    let reply = try await home.run("reply", "c8", "-m", "later").exits(78)
    #expect(reply.errors.contains("nothing was changed") && !reply.errors.contains(clinic.token(.patient)))
    try await session(
      home,
      """
      echo | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
      careteam sync && careteam logout && ! secret-tool search --all application careteam 2>&1 | grep 'name = token'
      """
    ).exits()
  }

  @Test func `a keyring that never answers is waited for no longer than ten seconds`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    mkdir("\(home.folder.path)/bin", 0o700)
    home.folder.write("#!/bin/sh\nexec sleep 600\n", to: "bin/secret-tool", mode: 0o700)
    home.variables["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    home.variables["PATH"] = "\(home.folder.path)/bin:/usr/bin:/bin"
    let login = try await home.run(
      ["login", clinic.url, "--token-file", clinic.tokenFile(.patient), "--secrets", "keyring"], seconds: 40
    ).exits(75)
    #expect(login.errors.contains("did not answer"), "\(login)")
    #expect(access("\(home.folder.path)/home/data/default", F_OK) != 0, "it was tried before anything else was done")
  }

  @Test func `pass keeps a login`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    home.variables = ["GNUPGHOME": "\(home.folder.path)/gnupg", "URL": clinic.url, "TOKEN": clinic.tokenFile(.patient)]
    mkdir("\(home.folder.path)/gnupg", 0o700)
    home.configure(
      """
      [secrets]
      get = "pass show careteam/%a/%n"
      store = "pass insert --multiline --force careteam/%a/%n"
      erase = "pass rm --force careteam/%a/%n"
      """)
    let run = try await home.shell(
      """
      gpg --batch --quiet --passphrase '' --quick-gen-key 'Ada <ada@example.org>' default default never
      pass init ada@example.org >/dev/null && careteam login "$URL" --token-file "$TOKEN" --secrets command &&
      careteam sync && pass show careteam/default/token && careteam logout && pass ls; careteam sync
      status=$?; gpgconf --kill all; exit $status
      """, seconds: 60
    ).exits(77)
    #expect(run.output.contains(clinic.token(.patient)), "\(run)")
    #expect(run.errors.contains("is not in the password store; see that it works"), "\(run)")
    #expect(!run.output.contains("probe"))
  }

  /// Runs a text of the shell in a session of D-Bus of its own.
  private func session(_ home: Home, _ text: String) async -> Outcome {
    home.folder.write(text, to: "session.sh")
    return await home.shell("exec dbus-run-session -- bash ./session.sh", seconds: 60)
  }
}
