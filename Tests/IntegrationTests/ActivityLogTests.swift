import CareTeamCore
import Glibc
import Testing

/// The log of what was sent and shown: whole, whoever writes, and without a word of any message.
@Suite(.clinic)
struct ActivityLogTests {
  private func lines(_ home: Home, _ name: String = "activity.log") throws -> [JSON] {
    let text = home.folder.text(of: "home/state/\(name)")
    return try text.split(separator: "\n").map { line in
      try #require(try? JSON(parsing: Array(line.utf8)), "no JSON: \(line)")
    }
  }

  @Test func `what was shown, saved, sent and refused is there, and no name, subject or text`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    try await home.run("list", "-n", "2").exits()
    let read = try await home.run("read", "c12", "--mark-read", "--json").exits().json()
    let reply = try await home.run("reply", "c8", "-m", "A very secret answer", "--json").exits().json()
    try await home.run("save", "m11", "-d", home.folder.path).exits()
    try await home.run("reply", "c8", "-m", "for whom", "--about", "Patient/yusuf-haddad").exits(66)
    try await home.run("logout").exits()
    try await home.run("sync").exits(77)
    let lines = try lines(home)
    let actions = lines.compactMap { $0["action"]?.string }
    for action in ["login", "shown", "receipt", "sent", "saved", "logout", "refused"] {
      #expect(actions.contains(action), "\(action): \(actions)")
    }
    let sent = try #require(lines.first { $0["action"] == "sent" })
    #expect(sent["conversations"] == ["c8"] && sent["command"] == "reply" && sent["account"] == "default")
    #expect(sent["messages"]?.array == [try #require(reply["message"]?["handle"])])
    #expect(sent["patient"] == "Patient/ada-lindqvist" && sent["to"]?.array.isEmpty == false)
    let shown = try #require(lines.first { $0["action"] == "shown" && $0["command"] == "read" })
    #expect(shown["messages"]?.array == read["items"]?.array.first?["messages"]?.array.compactMap { $0["handle"] })
    let text = home.folder.text(of: "home/state/activity.log")
    for secret in ["secret", "answer", "Lindqvist", "Minjung", "blood", "lab-results", clinic.token(.patient)] {
      #expect(!text.contains(secret), "\(secret)")
    }
    var facts = stat()
    #expect(stat("\(home.folder.path)/home/state/activity.log", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
  }

  @Test func `processes that write at once, while the log is set aside, lose and break no line`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let old = String(repeating: "{\"old\":1}\n", count: 1)
    home.folder.write(
      String(repeating: old, count: 104_857 - 300), to: "home/state/activity.log")
    let runs = 60
    await withTaskGroup(of: Outcome.self) { group in
      for _ in 0..<runs { group.addTask { await home.run("list", "--all", "--offline") } }
      for await outcome in group { #expect(outcome.status == 0, "\(outcome)") }
    }
    let kept = try lines(home, "activity.log.1")
    let lines = try lines(home)
    #expect(lines.count(where: { $0["command"] == "list" }) + kept.count(where: { $0["command"] == "list" }) == runs)
    #expect(!lines.isEmpty && !lines.contains { $0["old"] == 1 })
    #expect(access("\(home.folder.path)/home/state/activity.log.2", F_OK) != 0, "it was set aside once")
  }

  @Test func `a log that cannot be written breaks no command and is said once, and it can be switched off`()
    async throws
  {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let log = "\(home.folder.path)/home/state/activity.log"
    unlink(log)
    mkdir(log, 0o700)
    let list = try await home.run("list", "-n", "1").exits()
    #expect(list.errorLines.filter { $0.contains("cannot be logged") }.count == 1, "\(list)")
    let sent = try await home.run("reply", "c8", "-m", "sent all the same").exits()
    #expect(sent.errorLines.filter { $0.contains("cannot be logged") }.count == 1, "\(sent)")
    rmdir(log)
    home.configure("log = false\n")
    #expect(try await home.run("list", "-n", "1").exits().errors == "")
    #expect(access(log, F_OK) != 0)
  }

  @Test func `a link in the log's place is not followed`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let log = "\(home.folder.path)/home/state/activity.log"
    unlink(log)
    let other = home.folder.write("mine\n", to: "other")
    symlink(other, log)
    #expect(try await home.run("list", "-n", "1").exits().errors.contains("cannot be logged"))
    #expect(home.folder.text(of: "other") == "mine\n")
  }
}
