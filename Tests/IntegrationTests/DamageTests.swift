import CareTeamCore
import Glibc
import Testing

/// A mailbox whose file is damaged: it is noticed, said, and made anew with all that only it had.
struct DamageTests {
  private static let eye = "7c2e91b4d0c8e27b"

  /// A mailbox with something that no server has: a message that waits, a draft, a cursor.
  private func filled(_ clinic: Clinic) async throws -> Home {
    let home = try await clinic.home()
    try await home.run("watch", "--once", "--cursor", "triage").exits()
    try await home.run("reply", "c8", "-m", "waits", "--queue-only").exits(8)
    try await home.run("reply", "c8", "-m", "waits too", "--queue-only").exits(8)
    try await home.run("reply", "c5", "-m", "half a thought", "--draft").exits()
    return home
  }

  private func database(_ home: Home) -> String { "\(home.folder.path)/home/data/default/mailbox.sqlite3" }

  /// Overwrites a part of the file, and takes its log away as a crash of the disk does.
  private func damage(_ home: Home, at offset: Int, count: Int) {
    let file = open(database(home), O_WRONLY | O_CLOEXEC)
    let rubbish = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) }
    precondition(pwrite(file, rubbish, count, off_t(offset)) == count)
    close(file)
  }

  private func handles(_ home: Home) async throws -> [String] {
    try await home.run("list", "--all", "--offline", "--format", "tsv").exits().rows.map { $0[0] }.sorted()
  }

  private func setAside(_ home: Home) async -> [String] {
    await Shell.run(["ls", "\(home.folder.path)/home/data/default"], environment: home.environment)
      .split(separator: "\n").map(String.init).filter { $0.hasPrefix("mailbox-damaged-") && $0.hasSuffix(".sqlite3") }
  }

  @Test(.clinic, arguments: [(0, 16), (0, 4096), (0, 100_000)])
  func `a damaged mailbox is 74, doctor says so, and sync --full makes it anew`(offset: Int, count: Int) async throws {
    let clinic = try Clinic.open()
    let home = try await filled(clinic)
    let before = try await handles(home)
    damage(home, at: offset, count: count)
    let list = try await home.run("list", "--offline", "--json").exits(74).error()
    #expect(list["code"] == "mailbox-damaged" && list["message"]?.string?.contains("sync --full") == true, "\(list)")
    let checks = try await home.run("doctor", "--json").exits(1).json()["checks"]?.array ?? []
    #expect(checks.contains { $0["status"] == "failed" && $0["fix"]?.string?.contains("sync --full") == true })
    let mended = try await home.run("sync", "--full").exits()
    #expect(mended.errors.contains("mailbox-damaged-"), "\(mended)")
    #expect(await setAside(home).count == 1)
    let after = try await handles(home)
    if count <= 4096 {
      #expect(after == before)
      #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["text"] == "half a thought")
      let told = try await home.run("watch", "--once", "--cursor", "triage", "--format", "ndjson").exits().jsonLines()
      #expect(told.filter { $0["type"] == "gap" }.count == 1, "\(told)")
      #expect(told.allSatisfy { $0["type"] != "messageReceived" }, "what was known before is no news")
    } else {
      #expect(Set(before).isDisjoint(with: after) || after == before, "no handle is given to another conversation")
      #expect(mended.errors.contains("could not"), "\(mended)")
    }
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0.hasPrefix("waits") }
    #expect(texts == (count <= 4096 ? ["waits", "waits too"] : texts), "\(texts)")
    #expect(Set(texts).count == texts.count)
    try await home.run("doctor").exits()
  }

  @Test(.clinic) func `a mailbox whose making anew is killed is made anew by the next run`() async throws {
    let clinic = try Clinic.open()
    let home = try await filled(clinic)
    let before = try await handles(home)
    damage(home, at: 0, count: 4096)
    for _ in 0..<6 {
      _ = await home.run(["sync", "--full"], seconds: Double.random(in: 0.005...0.25))
    }
    try await home.run("sync", "--full").exits()
    #expect(try await handles(home) == before)
    #expect(await setAside(home).count == 1)
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0.hasPrefix("waits") }
    #expect(texts == ["waits", "waits too"], "\(texts)")
    #expect(try await home.run("draft", "list").exits().rows.count == 1)
  }

  @Test(.clinic) func `two processes that make it anew at once do it once`() async throws {
    let clinic = try Clinic.open()
    let home = try await filled(clinic)
    damage(home, at: 0, count: 4096)
    async let one = home.run("sync", "--full")
    async let two = home.run("sync", "--full")
    for outcome in await [one, two] { #expect([0, 75].contains(outcome.status), "\(outcome)") }
    #expect(await setAside(home).count == 1)
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.eye).filter { $0.hasPrefix("waits") }
    #expect(texts == ["waits", "waits too"], "\(texts)")
  }
}
