import CareTeamCore
import Glibc
import Testing

/// A damaged mailbox, as a user meets it: what is said, and what `sync --full` makes of it.
struct DamageTests {
  private static let mailbox = "home/data/default/mailbox.sqlite3"

  private func file(_ home: Home) -> String { "\(home.folder.path)/\(Self.mailbox)" }

  /// Zeroes pages of the mailbox.
  private func zero(_ pages: some Sequence<Int>, of home: Home) {
    var bytes = FileContent.bytes(file(home))
    for page in pages where page * 4096 <= bytes.count {
      bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: repeatElement(0, count: 4096))
    }
    home.folder.write(bytes, to: Self.mailbox)
  }

  private func home() async throws -> Home {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c5", "-m", "first", "--queue-only").exits(8)
    try await home.run("reply", "c5", "-m", "second", "--queue-only").exits(8)
    try await home.run("new", "--to", "lee", "-s", "Begun", "-m", "third", "--queue-only").exits(8)
    try await home.run("reply", "c3", "-m", "a draft", "--draft").exits()
    let cursor = try #require(try await home.run("list", "--json", "--offline").exits().json()["cursor"]?.string)
    try await home.run("watch", "--cursor", "ward", "--since", "all", "--once", "--offline").exits()
    try await home.run("cursor", "commit", "ward", cursor).exits()
    return home
  }

  private func handles(_ home: Home) async throws -> [String] {
    try await home.run("list", "--all", "--offline").exits().rows.map { $0[0] + " " + $0[1] }.sorted()
  }

  @Test(.clinic) func `sync --full makes a damaged mailbox anew and sends what waited, once and in order`() async throws
  {
    let clinic = try Clinic.open()
    let home = try await home()
    let before = try await handles(home)
    zero([1], of: home)
    let damaged = FileContent.bytes(file(home))
    let failed = try await home.run("list", "--offline").exits(74)
    #expect(failed.errorLines.count == 1 && failed.errors.contains("doctor") && failed.errors.contains("sync --full"))
    let checks = try await home.run("doctor", "--offline", "--json").exits(1).json()["checks"]?.array ?? []
    #expect(checks.first { $0["status"] == "failed" }?["fix"] == "careteam sync --full", "\(checks)")
    let rebuilt = try await home.run("sync", "--full").exits()
    #expect(rebuilt.errors.contains("recovered 16 conversations") && rebuilt.errors.contains("3 messages to be sent"))
    let aside = try #require(
      rebuilt.errors.split(whereSeparator: { $0.isWhitespace }).first { $0.contains("mailbox-damaged-") }.map(
        String.init))
    #expect(FileContent.bytes(aside) == damaged)
    #expect(try await home.run("outbox", "list").exits().output == "")
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6").suffix(3)
    #expect(texts.filter { ["first", "second"].contains($0) } == ["first", "second"], "\(texts)")
    #expect(try await home.run("draft", "list").exits().rows.map { $0[1] } == ["c3"])
    #expect(try await home.run("cursor", "show", "ward", "--json").exits().json()["items"]?[0]?["name"] == "ward")
    let told = try await home.run("watch", "--once", "--cursor", "ward", "--format", "ndjson").exits().jsonLines()
    #expect(told.filter { $0["type"] == "gap" }.count == 1, "\(told)")
    #expect(told.allSatisfy { $0["type"] != "messageReceived" }, "what was known before is no news: \(told)")
    #expect(Set(before.filter { !$0.hasPrefix("c16") }).isSubset(of: Set(try await handles(home))))
    try await home.run("doctor").exits()
    #expect(try await home.run("sync", "--full").exits().errors == "")
  }

  @Test(.clinic) func `with nothing left to read the account stays and no handle is given again`() async throws {
    let home = try await home()
    let before = Set(try await handles(home).map { String($0.prefix { $0 != " " }) })
    home.folder.write([UInt8](repeating: 0x5A, count: 300_000), to: Self.mailbox)
    let rebuilt = try await home.run("sync", "--full").exits()
    #expect(rebuilt.errors.contains("recovered 0 conversations") && rebuilt.errors.contains("could not be read"))
    let after = Set(try await handles(home).map { String($0.prefix { $0 != " " }) })
    #expect(after.count == 15 && after.isDisjoint(with: before))
    unlink(file(home))
    try await home.run("list", "--offline").exits(74)
    try await home.run("doctor", "--offline").exits(1)
    try await home.run("sync", "--full").exits()
    #expect(try await handles(home).count == 15)
  }

  @Test(.clinic) func `out of reach of the server what could be read is there, and the rest comes later`() async throws
  {
    let clinic = try Clinic.open()
    let home = try await home()
    let before = try await handles(home)
    zero([1], of: home)
    await clinic.stop()
    try await home.run("sync", "--full", "--offline").exits(75)
    try await home.run("list", "--offline").exits(74)
    try await home.run("sync", "--full", "--timeout", "2s").exits(75)
    #expect(try await handles(home) == before)
    #expect(
      try await home.run("outbox", "list", "--offline").exits().rows.map { $0[2] } == ["queued", "queued", "queued"])
    try await clinic.restart()
    try await home.run("sync").exits()
    #expect(try await home.run("outbox", "list").exits().output == "")
    #expect(
      try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6").filter { $0 == "first" }.count == 1)
  }

  @Test(.clinic) func `killed at any moment it leaves the damaged mailbox or the new one`() async throws {
    let clinic = try Clinic.open()
    let home = try await home()
    zero([1], of: home)
    let damaged = FileContent.bytes(file(home))
    // The note beside it says where in this file its tables begin; in the new one they begin elsewhere.
    let note = FileContent.bytes("\(home.folder.path)/home/data/default/account.json")
    var (before, after) = (0, 0)
    var milliseconds = 4.0
    while milliseconds < 400 || after == 0 && milliseconds < 20_000 {
      _ = await home.run(["sync", "--full"], seconds: milliseconds / 1000)
      let found = await home.run("outbox", "list", "--offline")
      if found.status == 74 {
        #expect(FileContent.bytes(file(home)) == damaged)
        before += 1
      } else {
        #expect(found.status == 0, "\(found)")
        try await home.run("doctor", "--offline").exits()
        after += 1
        zero([1], of: home)
        home.folder.write(damaged, to: Self.mailbox)
        home.folder.write(note, to: "home/data/default/account.json")
      }
      milliseconds *= 1.3
    }
    #expect(before > 0 && after > 0, "\(before) \(after)")
    try await home.run("sync", "--full").exits()
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6")
    for text in ["first", "second"] { #expect(texts.filter { $0 == text }.count == 1) }
  }

  @Test(.clinic) func `a message that is not whole waits for a person`() async throws {
    let clinic = try Clinic.open()
    let home = try await home()
    let table = await Shell.run(
      ["sqlite3", file(home), "SELECT rootpage FROM sqlite_master WHERE name = 'outbox'"], environment: home.environment
    )
    let root = try #require(Int(table.filter(\.isNumber)), "this takes the sqlite3 shell")
    zero([root], of: home)
    let rebuilt = try await home.run("sync", "--full").exits()
    #expect(rebuilt.errors.contains("will not be sent"), "\(rebuilt)")
    let held = try await home.run("outbox", "list").exits().rows
    #expect(held.map { $0[2] } == ["failed", "failed", "failed"])
    #expect(try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6").contains("first") == false)
    try await home.run("outbox", "retry", held[0][0]).exits()
    try await home.run("sync").exits()
    #expect(
      try await FHIRClient(clinic, as: .patient).texts(in: "e70d41c8935fa2b6").filter { $0 == "first" }.count == 1)
  }

  @Test(.clinic) func `a damaged mailbox can be removed`() async throws {
    let home = try await Clinic.open().home()
    home.folder.write([UInt8](repeating: 0x5A, count: 9000), to: Self.mailbox)
    try await home.run("logout").exits(74)
    #expect(try await home.run("logout", "--wipe").exits().errors.contains("not sent"))
    try await home.run("list", "--offline").exits(77)
  }

  @Test(.clinic) func `a mailbox of a newer careteam is 76 and not touched, also by sync --full`() async throws {
    let home = try await Clinic.open().home()
    var bytes = FileContent.bytes(file(home))
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    home.folder.write(bytes, to: Self.mailbox)
    try await home.run("list", "--offline").exits(76)
    try await home.run("sync", "--full").exits(76)
    try await home.run("doctor", "--offline").exits(1)
    #expect(FileContent.bytes(file(home)) == bytes)
  }

  @Test(
    .clinic,
    .enabled(if: geteuid() != 0 || Binaries.find("setpriv") != nil, "root needs setpriv(1) to be somebody else"))
  func `what may not be read says so`() async throws {
    let home = try await Clinic.open().home()
    let said = await Shell.run(
      [
        home.folder.script(
          """
          cd "$HOME" && cp "\(Binaries.careteam)" ./careteam && chmod 755 careteam
          mkdir -p home/config && echo 'timeout = "5s"' >home/config/config.toml
          as() { "$@"; }
          if [ "$(id -u)" = 0 ]; then
            chown -R 65534:65534 . && as() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
          fi
          try() { as ./careteam "$@" >out 2>err; echo "$? $(wc -l <err) $(cat err)"; }
          chmod 000 home/data/default/mailbox.sqlite3; try list --offline; try sync --full; chmod 600 home/data/default/mailbox.sqlite3
          chmod 000 home/data/default; try list --offline; chmod 700 home/data/default
          chmod 500 home/data/default; try list --offline; try reply c5 -m x --queue-only; chmod 700 home/data/default
          chmod 000 home/config/config.toml; try list --offline; chmod 600 home/config/config.toml
          chmod 000 home/config; try list --offline; chmod 700 home/config
          try list --offline
          """, named: "permissions")
      ], environment: home.environment)
    let lines = said.split(separator: "\n").map(String.init)
    #expect(
      lines.map { String($0.prefix(4)) } == ["74 1", "74 1", "74 1", "0 0 ", "74 1", "78 1", "78 1", "0 0 "], "\(said)")
    #expect(lines.prefix(5).filter { $0.hasPrefix("74") }.allSatisfy { $0.contains("home/data/default") }, "\(said)")
  }
}
