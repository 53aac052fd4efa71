import CareTeamCore
import Glibc
import Testing

/// A disk that is really full: a clear error, nothing stored before is lost, and it works again with space.
struct FullDiskTests {
  private static let eye = "7c2e91b4d0c8e27b"

  private func refuses(_ home: Home, _ words: [String], input: String? = nil) async throws {
    let outcome = await home.run(["--json"] + words, input: input)
    #expect(outcome.status == 74, "\(outcome)")
    let error = try outcome.error()
    #expect(error["code"] == "disk-full" && error["message"]?.string?.contains("disk is full") == true, "\(outcome)")
    #expect(outcome.errorLines.count == 1, "\(outcome)")
  }

  private func stored(_ home: Home) async throws -> [String] {
    var all: [String] = []
    for words in [
      ["list", "--offline", "--all"], ["outbox", "list", "--all"], ["draft", "list"], ["cursor", "list"],
    ] {
      all.append(try await home.run(words + ["--format", "tsv"]).exits().output)
    }
    all.append(try await home.run("read", "c8", "--offline", "--json").exits().json()["items"]?.text(.wire) ?? "")
    return all
  }

  private func files(below path: String) -> Set<String> {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: Set<String> = []
    while let entry = readdir(folder) {
      names.insert(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
  }

  @Test(.clinic)
  func `sync, reply, attach, save and draft on a full disk: 74, nothing lost, and all of it works later`()
    async throws
  {
    let clinic = try Clinic.open()
    guard let disk = await SmallDisk(megabytes: 24) else { return }
    var home = try await clinic.home()
    home.variables["CARETEAM_HOME"] = "\(disk.path)/home"
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    try await home.run("reply", "c8", "-m", "waits", "--queue-only").exits(8)
    try await home.run("reply", "c8", "-m", "half a thought", "--draft").exits()
    try await home.run("watch", "--once", "--cursor", "c").exits()
    let big = String(repeating: "A long story. ", count: 20_000)
    let picture = home.folder.write([UInt8](repeating: 0x41, count: 3_000_000), to: "picture.bin")
    let clinician = try await clinic.home(.practitioner)
    let sent = try await clinician.run("attach", Self.eye, picture, "-m", "look", "--json").exits().json()
    let text = clinician.folder.write(big, to: "story.txt")
    try await clinician.run("reply", Self.eye, "-F", text).exits()
    disk.fill()
    let (before, attachments) = (try await stored(home), "\(disk.path)/home/data/default/attachments")
    let names = (files(below: disk.path), files(below: attachments))
    let own = home.folder.write(big, to: "own.txt")
    try await refuses(home, ["sync"])
    try await refuses(home, ["list", "--refresh"])
    try await refuses(home, ["reply", "c8", "-F", own])
    try await refuses(home, ["reply", "c8", "-F", own, "--draft"])
    try await refuses(home, ["attach", "c8", picture])
    #expect(try await stored(home) == before)
    #expect(files(below: disk.path) == names.0 && files(below: attachments) == names.1, "nothing is left behind")
    disk.empty()
    let report = try await home.run("sync").exits()
    #expect(report.errors == "", "\(report)")
    try await home.run("reply", "c8", "-F", own).exits()
    try await home.run("attach", "c8", picture).exits()
    let id = try #require(sent["message"]?["id"]?.string)
    disk.fill()
    let target = "\(disk.path)/saved"
    mkdir(target, 0o700)
    try await refuses(home, ["save", id, "-d", target])
    #expect(files(below: target) == [".", ".."])
    disk.empty()
    try await home.run("save", id, "-d", target).exits()
    #expect(FileContent.bytes("\(target)/picture.bin").count == 3_000_000)
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.eye)
    #expect(texts.filter { $0 == "waits" }.count == 1 && texts.filter { $0 == big.dropLast() || $0 == big }.count == 2)
    let checks = try await home.run("doctor", "--json").json()["checks"]?.array ?? []
    #expect(checks.first { $0["name"] == "mailbox" }?["status"] == "ok", "\(checks)")
  }

  @Test(.clinic) func `a home that may not be written, and a mailbox that may not be read, are 74`() async throws {
    let clinic = try Clinic.open()
    guard let disk = await SmallDisk(megabytes: 8) else { return }
    var home = try await clinic.home()
    home.variables["CARETEAM_HOME"] = "\(disk.path)/home"
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    let listed = try await home.run("list", "--offline").exits().output
    _ = await Shell.run(["mount", "-o", "remount,ro", disk.path], environment: home.environment)
    for words in [["reply", "c8", "-m", "x"], ["sync"], ["mark", "c8", "--unread"]] {
      let outcome = try await home.run(words).exits(74)
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains("may not be written"), "\(outcome)")
    }
    #expect(try await home.run("list", "--offline").exits().output == listed)
    _ = await Shell.run(["mount", "-o", "remount,rw", disk.path], environment: home.environment)
    #expect(try await home.run("list", "--offline").exits().output == listed)
    if geteuid() != 0 {
      chmod("\(disk.path)/home/data/default/mailbox.sqlite3", 0)
      try await home.run("list", "--offline").exits(74)
    }
  }
}
