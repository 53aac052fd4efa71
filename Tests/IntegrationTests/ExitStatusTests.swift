import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// The contract's table of exit statuses, a row each and the same in every format. Why a status is what it is, and what is
/// kept then, is for FailureTests and OfflineTests; 70 is in CareTeamErrorTests.
struct ExitStatusTests {
  /// A command line, and what it comes to; without a code it is no error.
  private struct Row {
    var status: Int32
    var code: String?
    var arguments: [String]

    init(_ status: Int32, _ code: String? = nil, _ arguments: String...) {
      self.status = status
      self.code = code
      self.arguments = arguments
    }
  }

  private static let formats = ["table", "records", "tsv", "json", "ndjson"]

  private func expect(_ rows: [Row], of home: Home, _ location: SourceLocation = #_sourceLocation) async throws {
    for row in rows {
      for format in Self.formats {
        let outcome = await home.run(row.arguments + ["--format", format])
        #expect(outcome.status == row.status, "\(format): \(outcome)", sourceLocation: location)
        guard let code = row.code else { continue }
        guard format.hasSuffix("json") else {
          #expect(outcome.errors.hasPrefix("careteam: "), "\(outcome)", sourceLocation: location)
          continue
        }
        let error = try outcome.error(location)
        #expect(error["code"]?.string == code, "\(outcome)", sourceLocation: location)
        #expect(error["exitCode"]?.int == Int(row.status), "\(outcome)", sourceLocation: location)
      }
    }
  }

  @Test(.clinic) func `what does not change anything`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let nothing = ["--type", "education", "--status", "active"]
    var rows = [
      Row(0, nil, "list"), Row(0, nil, "doctor"), Row(1, nil, "-A", "nobody", "doctor"),
      Row(64, "usage", "list", "--nonsense"), Row(64, "usage", "lst"), Row(64, "usage", "list", "--fields", "nonsense"),
      Row(65, "ambiguous", "read", "7c2e91b4d0"), Row(65, "bad-input", "cursor", "commit", "c", "rubbish"),
      Row(65, "ambiguous", "search", "nothing", "or", "in:7c2e91b4d0"), Row(66, "not-found", "search", "-in:c99"),
      Row(65, "bad-input", "search", "in:m12"),
      Row(66, "not-found", "read", "c99"), Row(66, "file-not-found", "login", clinic.url, "--token-file", "nowhere"),
      Row(64, "usage", "login", clinic.url), Row(73, "cannot-create", "save", "m11.1", "-d", "nowhere"),
      Row(69, "unsupported", "-A", "new", "login", "\(clinic.url)/Patient", "--device"),
      Row(75, "offline", "sync", "--offline"), Row(76, "unknown-schema", "list", "--schema", "2"),
      Row(76, "protocol", "-A", "new", "login", "\(clinic.url)/Patient", "--token-file", clinic.tokenFile(.patient)),
      Row(76, "cursor-mismatch", "cursor", "commit", "c", "k1-\(String(repeating: "0", count: 32))-1"),
      Row(77, "no-account", "-A", "nobody", "list"), Row(78, "configuration", "list", "--config", "nowhere.toml"),
    ]
    for status in [0, 1] as [Int32] {
      var row = Row(status, nil, "list")
      row.arguments += nothing + (status == 1 ? ["-e"] : [])
      rows.append(row)
    }
    try await expect(rows, of: home)
    let clinician = try await clinic.home(.practitioner)
    try await expect([Row(77, "not-allowed", "mark", "7c2e91b4d0c8e27b", "--done")], of: clinician)
  }

  @Test(.clinic) func `what sends`() async throws {
    let home = try await Clinic.open().home()
    try await expect(
      [
        Row(0, nil, "reply", "c14", "-m", "x"), Row(8, nil, "reply", "c14", "-m", "x", "--queue-only"),
        Row(65, "empty-message", "reply", "c14", "-m", ""),
        Row(65, "conversation-completed", "reply", "c10", "-m", "x"),
        Row(66, "file-not-found", "reply", "c14", "-m", "x", "-a", "nowhere"),
        Row(
          124, "timed-out", "new", "--to", "drlee", "-s", "Quiet", "-m", "x", "--wait-for", "read", "--timeout", "1s"),
      ], of: home)
    try await home.run(["mark"] + (1...15).map { "c\($0)" } + ["--read"]).exits()
    try await expect([Row(1, nil, "status", "-e", "--offline"), Row(0, nil, "status", "--offline")], of: home)
  }

  @Test(.clinic) func `a machine on which something is wrong`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let full = home.folder.script("exec \(Binaries.careteam) \"$@\" >/dev/full\n", named: "full")
    for format in Self.formats {
      let command = "\(full) list --offline --format \(format); echo $?"
      #expect(await Shell.run(["/bin/sh", "-c", command], environment: home.environment) == "74\n", "\(format)")
    }
    let newer = "import sqlite3,sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 9999')"
    let mailbox = "\(home.folder.path)/home/data/default/mailbox.sqlite3"
    _ = await Shell.run(["/usr/bin/python3", "-c", newer, mailbox], environment: home.environment)
    try await expect([Row(76, "newer-mailbox", "list"), Row(76, "newer-mailbox", "reply", "c1", "-m", "x")], of: home)
    for suffix in ["-wal", "-shm"] { unlink(mailbox + suffix) }
    home.folder.write(Array(repeating: 0x5A, count: 65_536), to: "home/data/default/mailbox.sqlite3")
    try await expect([Row(74, "mailbox-damaged", "list", "--offline"), Row(1, nil, "doctor", "--offline")], of: home)
    await clinic.stop()
    let token = clinic.tokenFile(.patient)
    try await expect([Row(75, "offline", "-A", "new", "login", clinic.url, "--token-file", token)], of: home)
  }

  @Test(.clinic) func `several operands have a result each, and the first failure's status`() async throws {
    let home = try await Clinic.open().home()
    for format in ["json", "ndjson", "tsv"] {
      for (operands, status) in [(["7c2e91b4d0", "c99"], 65), (["c99", "7c2e91b4d0"], 66)] as [([String], Int32)] {
        let read = try await home.run(["read", "c1", operands[0], "c2", operands[1], "--format", format]).exits(status)
        #expect(read.errorLines.count == 2 && read.output.contains("\"c1\"") == (format != "tsv"), "\(read)")
        let mark = try await home.run(["mark", operands[0], "c3", operands[1], "--unread", "--format", format])
          .exits(status)
        #expect(mark.errorLines.count == 2 && mark.output.contains("c3"), "\(mark)")
      }
      try await home.run("reply", "c14", "-m", "x", "--queue-only").exits(8)
      let item = try #require(try await home.run("outbox", "--fields", "handle").exits().lines.last)
      let cancel = try await home.run("outbox", "cancel", "o999", item, "--format", format).exits(66)
      #expect(cancel.errorLines.count == 1 && cancel.output.contains("d"), "\(cancel)")
      let draft = try #require(try await home.run("draft", "--fields", "handle").exits().lines.first)
      let remove = try await home.run("draft", "rm", "d999", draft, "--format", format).exits(66)
      #expect(remove.errorLines.count == 1 && remove.output.contains(draft), "\(remove)")
      let save = try await home.run("save", "m99999", "m11.1", "-d", ".", "--format", format).exits(66)
      #expect(save.errorLines.count == 1 && save.output.contains("m11.1"), "\(save)")
    }
  }

  @Test(.clinic) func `a signal ends a command that waits by that signal, and a closed pipe ends it silently`()
    async throws
  {
    let home = try await Clinic.open().home()
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      let watch = home.start("watch", "--format", "ndjson")
      _ = try await watch.event("connection")
      #expect(await watch.end(by: signal) == 128 + signal)
      let waiting = home.start(
        "new", "--to", "drlee", "-s", "Quiet", "-m", "x", "--wait-for", "read", "--timeout", "60s", "-v")
      for _ in 0..<400 where !waiting.errors.contains("POST") { try await Task.sleep(for: .milliseconds(25)) }
      #expect(await waiting.end(by: signal) == 128 + signal)
    }
    for format in Self.formats {
      let pipe = Spawned.pipe()
      close(pipe.reading)
      let errors = home.folder.write("", to: "errors")
      let streams = [
        open("/dev/null", O_RDONLY | O_CLOEXEC), pipe.writing, open(errors, O_WRONLY | O_APPEND | O_CLOEXEC),
      ]
      let list = Spawned(
        [Binaries.careteam, "list", "--format", format], environment: home.environment, streams: streams)
      for stream in streams { close(stream) }
      #expect(await blocking { list.wait(seconds: 20) } == 128 + SIGPIPE)
      #expect(FileContent.text(errors) == "")
    }
  }
}
