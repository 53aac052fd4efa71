import CareTeamCore
import Glibc
import Testing

/// What a command must not load, write or touch.
@Suite(.clinic)
struct StartUpTests {
  @Test func `help, list --offline and completion load no libcurl, and sync does`() async throws {
    let clinic = try Clinic.open()
    var home = try await clinic.home()
    home.variables["LD_DEBUG"] = "files"
    for arguments in [
      ["--help"], ["list", "--offline"], ["read", "c1", "--offline"], ["--version"], ["list", "--help"],
      ["---completion", "read", "--", "positional@0", "2", "1", "careteam", "read", "c"],
    ] {
      let outcome = try await home.run(arguments).exits()
      #expect(outcome.errors.contains("libsqlite3"), "LD_DEBUG says nothing")
      #expect(!outcome.errors.contains("libcurl"), "\(arguments)")
    }
    #expect(try await home.run("sync").exits().errors.contains("libcurl"))
  }

  @Test func `a shell is offered the handles of the mailbox`() async throws {
    let home = try await Clinic.open().home()
    let offered = try await home.run([
      "---completion", "read", "--", "positional@0", "2", "2", "careteam", "read", "c1",
    ]).exits()
    #expect(
      offered.output.contains("c1") && offered.output.contains("c15") && !offered.output.contains("m1"), "\(offered)")
  }

  @Test func `folders are 0700 and files 0600, and nothing is written outside`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c14", "-m", "x").exits()
    let root = home.folder.path + "/home"
    var checked = 0
    for path in Self.files(below: root) {
      var facts = stat()
      lstat(path, &facts)
      let isFolder = facts.st_mode & S_IFMT == S_IFDIR
      #expect(facts.st_mode & 0o777 == (isFolder ? 0o700 : 0o600), "\(path)")
      checked += 1
    }
    #expect(checked >= 4)
    #expect(Self.files(below: home.folder.path).filter { !$0.hasPrefix(root) && $0 != home.folder.path }.isEmpty)
  }

  @Test func `the token is in no argument and no output, and no log holds a message`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let token = clinic.token(.patient)
    for arguments in [
      ["list", "-v", "--refresh"], ["doctor", "--json"], ["account", "list", "--json"],
      ["reply", "c14", "-m", "very private", "-v"],
    ] {
      let outcome = try await home.run(arguments).exits()
      #expect(!(outcome.output + outcome.errors).contains(token))
      if arguments.contains("-v") { #expect(outcome.errors.contains("POST ")) }
      #expect(!outcome.errors.contains("very private"))
    }
    let log = clinic.folder.text(of: "server.log")
    #expect(!log.contains("very private") && !log.contains(token))
  }

  @Test func `the server ends cleanly on SIGTERM, and refuses a second one on its folder and other people's data`()
    async throws
  {
    let clinic = Clinic()
    try await clinic.start()
    let home = Home()
    let second = await home.run("serve", "--demo", "--port", "0", "--data", "\(clinic.folder.path)/data")
    #expect(second.status == 75, "\(second)")
    home.folder.write("x", to: "mine")
    #expect(await home.run("serve", "--demo", "--port", "0", "--data", home.folder.path).status == 64)
    #expect(await home.run("serve", "--host", "0.0.0.0", "--port", "0", "--data", "\(home.folder.path)/d").status == 78)
    #expect(await clinic.stop() == 0)
    #expect(clinic.folder.text(of: "ready.json") == "")
  }

  private static func files(below path: String) -> [String] {
    guard let folder = opendir(path) else { return [path] }
    defer { closedir(folder) }
    var found = [path]
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { found += files(below: "\(path)/\(name)") }
    }
    return found
  }
}
