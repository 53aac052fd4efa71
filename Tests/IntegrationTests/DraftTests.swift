import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// What somebody has written is not lost, whatever becomes of the editor, of careteam, or of the send.
@Suite(.clinic)
struct DraftTests {
  /// An editor that saves what it is told, each time it is told, until it is told to end.
  private static let editor = """
    cd "$(dirname "$0")"
    trap 'exit 9' INT
    n=1
    while [ ! -e end ]; do
      if [ -e "save$n" ]; then
        cp "save$n" "$1.new" && mv "$1.new" "$1"
        n=$((n + 1))
      fi
      sleep 0.02
    done
    """

  private func home() async throws -> Home {
    var home = try await Clinic.open().home()
    home.variables["VISUAL"] = home.folder.script(Self.editor, named: "editor")
    return home
  }

  private func draft(_ home: Home, reads text: String, seconds: Double = 15) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      let drafts = try await home.run("draft", "list", "--json").exits().json()["items"]?.array ?? []
      if drafts.count == 1, drafts[0]["text"]?.string == text { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  @Test func `every save of the editor is kept at once, and a Ctrl-C is the editor's`() async throws {
    let home = try await home()
    let reply = home.start("reply", "c8", "--editor", "--queue-only")
    #expect(try await draft(home, reads: ""))
    home.folder.write("first thought\n", to: "save1")
    #expect(try await draft(home, reads: "first thought"))
    home.folder.write("second thought\n", to: "save2")
    #expect(try await draft(home, reads: "second thought"))
    reply.program.signal(SIGINT)
    home.folder.write("third thought\n", to: "save3")
    #expect(try await draft(home, reads: "third thought"))
    home.folder.write("", to: "end")
    #expect(await reply.exit() == 8, "\(reply.errors)")
    #expect(try await home.run("draft", "list").exits().output == "")
    let queued = try await home.run("read", "c8", "--offline", "--json").exits().json()
    #expect(queued["items"]?[0]?["messages"]?.array.last?["text"] == "third thought")
  }

  @Test func `an editor that fails before anything was written leaves no draft`() async throws {
    var home = try await Clinic.open().home()
    home.variables["VISUAL"] = "false"
    let empty = try await home.run("reply", "c8", "--editor").exits(75)
    #expect(empty.errors.contains("nothing was written") && !empty.errors.contains("kept"), "\(empty)")
    #expect(try await home.run("draft", "list").exits().output == "")
    let begun = try await home.run("reply", "c8", "--editor", "-m", "begun").exits(75)
    #expect(begun.errors.contains("kept as draft"), "\(begun)")
    #expect(try await home.run("draft", "list", "--json").exits().json()["items"]?[0]?["text"] == "begun")
  }

  @Test func `tables and records have the user's time`() async throws {
    var home = try await Clinic.open().home()
    try await home.run("reply", "c8", "-m", "x", "--draft").exits()
    try await home.run("watch", "--cursor", "c", "--once").exits()
    home.variables["TZ"] = "Asia/Tokyo"
    for command in [["draft"], ["cursor"], ["read", "c1", "--last", "1"]] {
      for format in ["table", "records"] {
        let shown = try await home.run(command + ["--format", format]).exits()
        #expect(!shown.output.contains(/\d\dT\d\d:/), "\(shown)")
      }
      #expect(try await home.run(command).exits().output.contains(/\d\dT\d\d:/))
    }
  }

  @Test func `what the editor saves after careteam was killed is found`() async throws {
    let home = try await home()
    let reply = home.start("reply", "c8", "--editor", "--queue-only")
    home.folder.write("before\n", to: "save1")
    #expect(try await draft(home, reads: "before"))
    #expect(await reply.end(by: SIGKILL) == 128 + SIGKILL)
    home.folder.write("after\n", to: "save2")
    #expect(try await draft(home, reads: "after"))
    home.folder.write("", to: "end")
    let handle = try #require(try await home.run("draft", "list").exits().rows.first?.first)
    try await home.run("draft", "send", handle, "--queue-only").exits(8)
    let files = try #require(opendir("\(home.folder.path)/home/data/default/attachments"))
    defer { closedir(files) }
    var names: [String] = []
    while let entry = readdir(files) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    #expect(names.filter { $0.hasSuffix(".txt") } == [], "\(names)")
  }

  @Test func `a text whose attachment is missing is kept, and once for one client id`() async throws {
    let home = try await Clinic.open().home()
    let words = [
      "reply", "c8", "-a", "nowhere.png", "--client-id", "3f0f6a52-58f5-4ab0-9a55-7a4a8a2c5f01", "-F", "-",
    ]
    for text in ["a long story", "a longer story"] {
      let outcome = await home.run(words, input: text)
      #expect(outcome.status == 66 && outcome.errors.contains("kept as draft d1"), "\(outcome)")
    }
    #expect(try await draft(home, reads: "a longer story"))
    let file = home.folder.write("x", to: "there.txt")
    try await home.run(
      "reply", "c8", "-a", file, "--client-id", "3f0f6a52-58f5-4ab0-9a55-7a4a8a2c5f01", "-m", "a longer story",
      "--queue-only"
    ).exits(8)
    #expect(try await home.run("draft", "list").exits().output == "")
  }

  @Test func `a text that is changed after it was taken back is another message`() async throws {
    let id = "7d4c1a52-58f5-4ab0-9a55-7a4a8a2c5f01"
    var home = try await Clinic.open().home()
    try await home.run("reply", "c8", "-m", "as it was", "--client-id", id, "--queue-only").exits(8)
    try await home.run("outbox", "cancel", "o1").exits()
    home.variables["VISUAL"] = home.folder.script("echo as it is now > \"$1\"\n", named: "editor")
    try await home.run("draft", "edit", "d1").exits()
    try await home.run("reply", "c8", "-m", "as it was", "--client-id", id, "--queue-only").exits(8)
    #expect(try await draft(home, reads: "as it is now"))
    try await home.run("draft", "send", "d1").exits()
    let texts = try await FHIRClient(Clinic.open(), as: .patient).texts(in: "7c2e91b4d0c8e27b")
    #expect(Array(texts.suffix(2)) == ["as it was", "as it is now"], "\(texts)")
  }

  @Test func `an open standard input that says nothing is pointed out`() async throws {
    let home = try await Clinic.open().home()
    let pipe = Spawned.pipe()
    defer { close(pipe.writing) }
    let errors = home.folder.write("", to: "errors")
    let streams = [
      pipe.reading, open("/dev/null", O_WRONLY | O_CLOEXEC), open(errors, O_WRONLY | O_APPEND | O_CLOEXEC),
    ]
    let program = Spawned([Binaries.careteam, "reply", "c8"], environment: home.environment, streams: streams)
    for stream in streams { close(stream) }
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end, !home.folder.text(of: "errors").contains("waiting for the message") {
      try await Task.sleep(for: .milliseconds(50))
    }
    program.signal(SIGKILL)
    _ = program.wait(seconds: 5)
    #expect(home.folder.text(of: "errors").contains("waiting for the message on standard input"))
  }
}
