import Testing

@testable import careteam

@Suite struct ChatEntryTests {
  @Test(
    arguments: [
      ("", .nothing), (" \n\t ", .nothing), ("hello", .message("hello")), ("  two  ", .message("  two  ")),
      ("a /close", .message("a /close")), ("//close", .message("/close")), (" //x", .message("/x")),
      ("/close", .close), ("/close  ", .close), ("  /open", .open), ("/unread", .unread), ("/older", .older),
      ("/help", .help), ("/quit", .quit), ("/edit", .edit("")), ("/edit one  two\nthree", .edit("one  two\nthree")),
      ("/attach a.png", .attach(file: "a.png", text: "")),
      ("/attach a.png it's  here", .attach(file: "a.png", text: "it's  here")),
      ("/attach 'my file.png' x", .attach(file: "my file.png", text: "x")),
      (#"/attach my\ file.png"#, .attach(file: "my file.png", text: "")),
      ("/attach a.png\nline\nline", .attach(file: "a.png", text: "line\nline")),
      ("/save m1.2", .save(id: "m1.2", folder: ".")), ("/save m1 \"a b\"", .save(id: "m1", folder: "a b")),
    ] as [(String, ChatEntry)])
  func `a line is a message or a command`(line: String, entry: ChatEntry) {
    #expect(ChatEntry(line) == entry)
  }

  @Test(
    arguments: [
      ("/clsoe", "did you mean ‘/close’?"), ("/", "there is no command ‘/’"), ("/Close", "did you mean ‘/close’?"),
      ("/xyzzy now", "Nothing was sent"), ("/close now", "takes nothing after it"), ("/attach", "say which file"),
      ("/attach ''", "say which file"), ("/attach 'open", "never closed"), ("/save", "say which message"),
      ("/save a b c", "say which message"), ("/save \"x", "never closed"),
    ])
  func `what looks like a command and is none is never sent`(line: String, words: String) {
    guard case .mistaken(let why) = ChatEntry(line) else {
      Issue.record("\(line) is \(ChatEntry(line))")
      return
    }
    #expect(why.contains(words), "\(why)")
  }

  @Test func `every command that help lists is one`() {
    for command in ChatEntry.commands {
      if case .mistaken(let why) = ChatEntry("/\(command.name) \(command.operands.isEmpty ? "" : "x")") {
        Issue.record("/\(command.name): \(why)")
      }
    }
  }
}

@Suite struct ChatCompletionTests {
  private static let files = ["blood values.txt", "blue.png", "folder/", "wrist.jpg"]

  private func complete(_ line: String) -> ChatCompletion {
    ChatCompletion(
      line, files: { path in Self.files.filter { $0.hasPrefix(path) } }, messages: ["m12.2", "m12.1", "m12", "m7.1"])
  }

  @Test(
    arguments: [
      ("/he", "/help"), ("/a", "/attach "), ("/at", "/attach "), ("/s", "/save "), ("/attach w", "/attach wrist.jpg "),
      ("/attach b", "/attach bl"), ("/attach blo", #"/attach blood\ values.txt "#),
      (#"/attach blood\ v"#, #"/attach blood\ values.txt "#), ("/attach 'blood v", nil),
      ("/attach f", "/attach folder/"),
      ("/save m7", "/save m7.1 "), ("/save m1", "/save m12"),
      ("hello", nil), ("//a", nil), ("/x", nil), ("/close ", nil), ("/attach wrist.jpg ", nil), ("/attach a\nb", nil),
    ] as [(String, String?)])
  func `Tab adds what is certain`(line: String, completed: String?) {
    #expect(complete(line).text == completed)
  }

  @Test func `Tab shows what is possible`() {
    #expect(complete("/o").candidates == ["/older", "/open"] && complete("/o").text == nil)
    #expect(complete("/attach bl").candidates == ["blood values.txt", "blue.png"])
    #expect(complete("/attach ").candidates == Self.files)
    #expect(complete("/save m12").candidates == ["m12.2", "m12.1", "m12"])
    #expect(complete("/").candidates.count == ChatEntry.commands.count)
  }
}
