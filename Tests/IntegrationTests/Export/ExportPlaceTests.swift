import CareTeamCore
import Glibc
import Testing

/// Where an export goes: whole or not at all, for its owner's eyes, and over nothing that is there.
struct ExportPlaceTests {
  @Test(.clinic) func `what is asked for wrongly is said so, and a file that is there stays`() async throws {
    let home = try await Clinic.open().home()
    home.folder.write("mine", to: "taken.json")
    for (status, arguments) in [
      (64, []), (64, ["c1", "--all"]), (64, ["c1", "-o", "x", "-d", "."]), (64, ["c1", "--attachments"]),
      (64, ["c1", "--format", "table"]), (64, ["c1", "-o", "x/"]), (64, ["c1", "--scan-cmd", "true"]),
      (64, ["c1", "--format", "mbox", "--fields", "handle"]), (65, ["7c2e91b4d0"]), (66, ["c99"]),
      (73, ["c1", "-o", "taken.json"]),
      (73, ["c1", "-d", "nowhere"]), (73, ["c1", "-o", "nowhere/x.json"]), (66, ["c99", "c98"]), (65, ["m11"]),
    ] as [(Int32, [String])] {
      let outcome = await home.run(["export"] + arguments)
      #expect(outcome.output == "" && outcome.status == status, "\(outcome)")
    }
    #expect(home.folder.text(of: "taken.json") == "mine")
    #expect(Exported.names(in: home.folder.path).isSubset(of: ["home", "taken.json"]))
    let error = try await home.run("export", "c99", "--json").exits(66).error()
    #expect(error["code"] == "not-found")
    let some = try await home.run("export", "c99", "c5", "--format", "ndjson").exits(66)
    #expect(try JSON(parsing: Array((some.lines.first ?? "").utf8))["conversation"]?["handle"] == "c5")
  }

  @Test(.clinic) func `files are their owner's only, and nothing is written through a link`() async throws {
    let home = try await Clinic.open().home()
    let folder = home.folder.path
    let umask = "umask 000; exec careteam export"
    try await home.shell("\(umask) --all -o all.html").exits()
    #expect(Exported.mode(of: "\(folder)/all.html") == S_IFREG | 0o600)
    mkdir("\(folder)/out", 0o700)
    try await home.shell("\(umask) --all -d out --format html --attachments").exits()
    let names = Exported.names(in: "\(folder)/out")
    #expect(names.count == 16 && names.contains("attachments"))
    for name in names where name != "attachments" {
      #expect(Exported.mode(of: "\(folder)/out/\(name)") == S_IFREG | 0o600, "\(name)")
    }
    #expect(Exported.mode(of: "\(folder)/out/attachments") == S_IFDIR | 0o700)
    // Again: nothing is put over what is there.
    try await home.shell("\(umask) c5 -d out --format html").exits()
    #expect(Exported.names(in: "\(folder)/out").contains { $0.hasPrefix("c5 ") && $0.hasSuffix("(2).html") })
    mkdir("\(folder)/elsewhere", 0o700)
    mkdir("\(folder)/links", 0o700)
    #expect(symlink("\(folder)/elsewhere", "\(folder)/links/attachments") == 0)
    #expect(symlink("\(folder)/elsewhere/x", "\(folder)/links/x.json") == 0)
    try await home.run("export", "--all", "-d", "links", "--attachments").exits(73)
    try await home.run("export", "--all", "-o", "links/x.json").exits(73)
    #expect(Exported.names(in: "\(folder)/elsewhere").isEmpty)
    #expect(Exported.names(in: "\(folder)/links") == ["attachments", "x.json"])
  }

  @Test(.clinic) func `one that is killed, wherever it is, leaves nothing`() async throws {
    let home = try await Clinic.open().home()
    mkdir("\(home.folder.path)/out", 0o700)
    let strace = try #require(Binaries.find("strace"), "strace is not installed")
    for (calls, count) in [("linkat", 1), ("fsync", 1), ("write", 2), ("write", 3)] {
      let words = [
        strace, "-f", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(calls):signal=SIGKILL:when=\(count)",
      ]
      let killed = await home.run(
        ["export", "--all", "-o", "out/all.mbox", "--attachments", "--offline"], under: words)
      #expect(killed.status == 128 + SIGKILL, "\(calls): \(killed)")
      #expect(Exported.names(in: "\(home.folder.path)/out").isEmpty, "\(calls) \(count)")
    }
    try await home.run("export", "--all", "-o", "out/all.mbox", "--attachments").exits()
    #expect(Exported.names(in: "\(home.folder.path)/out") == ["all.mbox"])
  }

  @Test(.clinic, .enabled(if: SmallDisk.missing == nil, SmallDisk.missing ?? "a small disk can be mounted"))
  func `on a full disk it says so, and leaves nothing`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("sync", "--attachments", "all").exits()
    let said = await SmallDisk(home: home).run(
      kilobytes: 4096,
      """
      mkdir "$disk/out"
      files >"$disk.files"
      for left in 0 4 60 140; do
        fill
        [ $left = 0 ] || truncate -s -${left}k "$disk/fill"
        try export --all --offline -o "$disk/out/all.mbox" --attachments
        try export --all --offline -d "$disk/out" --format html --attachments
        find "$disk/out" -name '.careteam*'
        rm -rf "$disk/out/"*
        drain
      done
      files | cmp - "$disk.files" && echo "no leftovers"
      try export --all --offline -o "$disk/out/all.mbox" --attachments
      """)
    let lines = said.split(separator: "\n").map(String.init)
    #expect(lines.count == 10 && lines[8] == "no leftovers" && lines[9].hasPrefix("0 export"), "\(said)")
    #expect(
      lines.prefix(8).allSatisfy {
        $0.hasPrefix("74 export") && $0.contains("disk is full") || $0.contains("no space")
      },
      "\(said)")
  }

  @Test(.clinic) func `a reader that stops reading is no error`() async throws {
    let home = try await Clinic.open().home()
    // Gone before anything is written, so that no buffer hides it.
    let program = """
      import os, subprocess, sys
      reading, writing = os.pipe()
      os.close(reading)
      print(subprocess.call(sys.argv[1:], stdout=writing))
      """
    home.folder.write(program, to: "hang-up.py")
    for format in ["text", "json", "mbox", "csv"] {
      let outcome = try await home.shell(
        "python3 hang-up.py careteam export --all --offline --format \(format)"
      ).exits()
      #expect(outcome.output == "-\(SIGPIPE)\n" && outcome.errors == "", "\(outcome)")
    }
  }

  @Test(.clinic) func `it is logged, by handles, and said once on a terminal that it is plain`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("export", "c5", "c12", "-o", "x.json").exits()
    let log = home.folder.text(of: "home/state/activity.log").split(separator: "\n")
    let entry = try JSON(parsing: Array(try #require(log.last).utf8))
    #expect(entry["action"] == "exported" && entry["command"] == "export" && entry["conversations"] == ["c5", "c12"])
    #expect(entry.object?.keys.contains("messages") == false)
    let said = await home.runOnTerminal("export", "--all", "-o", "y.json")
    #expect(said.output.ranges(of: "health information").count == 1, "\(said)")
    #expect(said.output.contains("to y.json") && !said.output.contains("Messages with"))
    let quiet = await home.runOnTerminal("export", "--all", "-o", "z.json", "-q")
    #expect(quiet.status == 0 && quiet.output == "")
    #expect(await home.runOnTerminal("export", "c5").output.contains("health information") == false)
  }

  @Test(.clinic) func `an export of a mailbox that is not whole says so`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    let forget =
      "import sqlite3; d = sqlite3.connect('home/data/default/mailbox.sqlite3'); d.execute('UPDATE meta SET last_sync = NULL'); d.commit()"
    try await home.shell("python3 -c \"\(forget)\"").exits()
    let export = try await home.run("export", "--all", "--json", "--offline").exits()
    #expect(export.errors.contains("not everything has come from the server yet"), "\(export)")
    #expect(try export.json()["syncedAt"] == .null)
    let whole = try await home.run("export", "--all", "--json").exits()
    let items = try whole.json()["items"]?.array
    #expect(whole.errors == "" && items?.count == 15)
  }
}
