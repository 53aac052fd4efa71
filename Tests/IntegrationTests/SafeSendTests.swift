import CareTeamCore
import Testing

/// Command lines that scripts get wrong: what was not meant is not sent, and what was sent is not taken for unsent.
@Suite(.clinic)
struct SafeSendTests {
  @Test func `an empty variable is an empty text, name or folder, and nothing else`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c5", "--message=", "-q").exits(65)
    try await home.run("reply", "c5", "--message=", "--queue-only").exits(65)
    try await home.run("new", "--to", "Rosa", "-m", "x", "--subject=", "-q").exits(64)
    try await home.run("reply", "c5", "-m", "x", "--about", "").exits(64)
    try await home.run("new", "--to", "", "-s", "x", "-m", "x").exits(64)
    try await home.run("save", "m11.1", "-d", "").exits(64)
    try await home.run("save", "m11.1", "--output=").exits(64)
    #expect(try await home.run("outbox").exits().output.isEmpty)
  }

  @Test func `the later of two accounts or formats counts`() async throws {
    let home = try await Clinic.open().home()
    try await home.run("-A", "nobody", "list", "-A", "default").exits()
    try await home.run("-A", "default", "list", "-A", "nobody").exits(77)
    #expect(try await home.run("--json", "list", "--format", "tsv").exits().output.hasPrefix("c"))
    #expect(try await home.run("--format", "tsv", "list", "--json").exits().json()["schema"] == "careteam.list/1")
    try await home.run("--json", "read", "c999", "--format", "tsv").exits(66)
  }

  @Test func `an expired login leaves a message in the outbox, however long it was to be waited for`() async throws {
    let home = try await Clinic.open().home()
    var expired = home
    expired.variables["CARETEAM_TOKEN_FILE"] = home.folder.write("expired", to: "expired", mode: 0o600)
    let outcome = try await expired.run("reply", "c5", "-m", "later", "--wait-for", "sent", "--timeout", "3s").exits(8)
    #expect(outcome.output.hasPrefix("queued\t") && outcome.errors.contains("log"), "\(outcome)")
    try await home.run("sync").exits()
    #expect(try await home.run("outbox").exits().output.isEmpty)
  }

  @Test func `what was sent is said to be, even where the rest cannot be printed`() async throws {
    let home = try await Clinic.open().home()
    let full = try await home.shell("careteam reply c5 -m printed >/dev/full").exits(74)
    #expect(full.errors.contains("is sent: do not send it again") && !full.errors.contains("try again"), "\(full)")
    let queued = try await home.shell("careteam reply c5 -m printed --queue-only >&-").exits(74)
    #expect(queued.errors.contains("safe in the outbox: do not send it again"), "\(queued)")
    let marked = try await home.shell("careteam mark c5 --read >/dev/full").exits(74)
    #expect(marked.errors.contains("c5: read, all the same"), "\(marked)")
  }

  @Test func `what is not UTF-8 is refused as it is`() async throws {
    let home = try await Clinic.open().home()
    for words in [#"reply c5 -m $'bad \xff'"#, #"new --to Rosa -m x -s $'\xff'"#, #"save m11.1 -o $'\xfe.pdf'"#] {
      let outcome = try await home.shell("careteam \(words)").exits(65)
      #expect(outcome.errors.contains("is not UTF-8"), "\(outcome)")
    }
    #expect(try await home.shell(#"careteam --json reply c5 -m $'\xff'"#).exits(65).error()["exitCode"] == 65)
  }

  @Test func `a program that is started can be ended, and one that was is no success`() async throws {
    let home = try await Clinic.open().home()
    let signals = try await home.run(
      "watch", "--once", "--since", "all", "--count", "1", "--exec", "grep SigBlk /proc/self/status"
    ).exits()
    #expect(signals.output.contains("SigBlk:\t0000000000000000"), "\(signals)")
    var editing = home
    editing.variables["EDITOR"] = home.folder.script("#!/bin/sh\necho typed >>\"$1\"; kill -TERM $$", named: "editor")
    let failed = try await editing.run("reply", "c5", "-m", "begun", "--editor").exits(75)
    #expect(failed.errors.contains("kept as draft"), "\(failed)")
    let killed = home.folder.script("#!/bin/sh\nkill -TERM $$", named: "killed")
    let watched = await home.run("watch", "--cursor", "w", "--since", "all", "--once", "--exec", killed)
    #expect(watched.status != 0, "\(watched)")
  }

  @Test func `a text from a pipe is what the editor begins with`() async throws {
    let home = try await Clinic.open().home()
    var editing = home
    editing.variables["EDITOR"] = home.folder.script("#!/bin/sh\necho more >>\"$1\"", named: "editor")
    let sent = try await editing.run(["reply", "c5", "--editor", "--json"], input: "piped\n").exits()
    #expect(try sent.json()["message"]?["text"] == "piped\nmore")
  }

  @Test func `a mailbox that was moved sends its files all the same`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let file = home.folder.write("to be sent", to: "note.txt")
    try await home.run("reply", "c5", "-m", "with a file", "-a", file, "--queue-only").exits(8)
    try await home.run("reply", "c5", "-m", "a draft", "-a", file, "--draft").exits()
    let from = "\(home.folder.path)/home"
    try await home.shell("mv '\(from)' '\(from)-moved'").exits()
    var moved = home
    moved.variables["CARETEAM_HOME"] = "\(from)-moved"
    try await moved.run("sync").exits()
    #expect(try await moved.run("outbox").exits().output.isEmpty)
    let draft = try await moved.run("draft", "list").exits()
    try await moved.run("draft", "send", draft.rows[0][0]).exits()
    try await moved.run("account", "rekey").exits()
    let last = try await moved.run("read", "c5", "--last", "1", "--json").exits().json()
    let handle = try #require(last["items"]?[0]?["messages"]?[0]?["attachments"]?[0]?["handle"]?.string)
    #expect(try await moved.run("save", handle, "-o", "-", "--offline").exits().output == "to be sent")
  }

  @Test func `a home that is named from here is a home`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let outcome = try await home.shell(
      "cd \(home.folder.path) && export CARETEAM_HOME=here && careteam login \(clinic.url) --token-file \(clinic.tokenFile(.patient)) && careteam list && cd / && CARETEAM_HOME=\(home.folder.path)/here careteam list --offline"
    ).exits()
    #expect(outcome.lines.count > 10, "\(outcome)")
  }
}
