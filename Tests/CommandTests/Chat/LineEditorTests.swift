import Testing

@testable import careteam

@Suite struct LineEditorTests {
  /// What is in the line after some keys, with the cursor as a ‘|’.
  private func line(_ keys: Key...) -> String {
    var editor = LineEditor()
    for key in keys { _ = editor.take(key) }
    return shown(editor)
  }

  private func shown(_ editor: LineEditor) -> String {
    String(editor.characters[..<editor.cursor]) + "|" + String(editor.characters[editor.cursor...])
  }

  @Test func `keys move and change the text`() {
    #expect(line(.text("abc"), .left, .text("x")) == "abx|c")
    #expect(line(.text("abc"), .home, .delete, .end, .backspace) == "b|")
    #expect(line(.text("one two"), .wordLeft, .killToEnd, .home, .yank) == "two|one ")
    #expect(line(.text("one two  "), .killWord, .killWord) == "|")
    #expect(line(.text("one two"), .home, .killNextWord) == "| two")
    #expect(line(.text("one two"), .wordLeft, .killToStart) == "|two")
    #expect(line(.text("one, two"), .home, .wordRight, .wordRight) == "one, two|")
    #expect(line(.left, .right, .backspace, .delete, .killWord, .yank, .other, .up, .down) == "|")
    #expect(line(.text("a"), .right, .right, .left, .left, .left) == "|a")
    #expect(line(.text("ab"), .home, .endOfInput) == "|b")
  }

  @Test func `what is one character to a person is one to the cursor`() {
    #expect(line(.text("e"), .text("\u{301}"), .text("🇩"), .text("🇪"), .left, .backspace) == "|🇩🇪")
    #expect(line(.text("👩‍⚕️日"), .left, .left, .text("x")) == "x|👩‍⚕️日")
    #expect(line(.text("\u{301}x"), .home, .text("e")) == "e\u{301}|x")
  }

  @Test func `Enter ends the line, a backslash before it does not`() {
    var editor = LineEditor()
    #expect(editor.take(.enter) == .entered(""))
    _ = editor.take(.text("one\\"))
    #expect(editor.take(.enter) == .changed)
    _ = editor.take(.text("two\\\\"))
    #expect(editor.take(.enter) == .entered("one\ntwo\\\\"))
    #expect(editor.isEmpty)
    _ = editor.take(.paste("a\nb"))
    _ = editor.take(.newLine)
    _ = editor.take(.text("c\\"))
    _ = editor.take(.left)
    #expect(editor.take(.enter) == .entered("a\nb\nc\\"))
  }

  @Test func `the arrows go through the rows, then through what was typed before`() {
    var editor = LineEditor()
    for text in ["first", "second", "second"] {
      _ = editor.take(.text(text))
      _ = editor.take(.enter)
    }
    _ = editor.take(.paste("one\nlonger"))
    _ = editor.take(.up)
    #expect(shown(editor) == "one|\nlonger")
    _ = editor.take(.up)
    #expect(shown(editor) == "second|")
    _ = editor.take(.up)
    #expect(shown(editor) == "first|")
    #expect(editor.take(.up) == .none)
    _ = editor.take(.down)
    _ = editor.take(.down)
    #expect(shown(editor) == "one\nlonger|")
    #expect(editor.take(.down) == .none)
    _ = editor.take(.home)
    #expect(shown(editor) == "one\n|longer")
    _ = editor.take(.up)
    _ = editor.take(.text("x"))
    _ = editor.take(.down)
    #expect(shown(editor) == "xone\nl|onger")
  }

  @Test func `Ctrl-C clears what is typed, which is not lost, and Ctrl-D ends behind it`() {
    var editor = LineEditor()
    _ = editor.take(.text("thought"))
    #expect(editor.take(.endOfInput) == .ended)
    #expect(editor.take(.interrupt) == .changed)
    #expect(editor.take(.interrupt) == .interrupted)
    #expect(editor.take(.endOfInput) == .ended)
    _ = editor.take(.up)
    #expect(shown(editor) == "thought|")
    for (key, outcome) in [
      (.suspend, .suspended), (.redraw, .redraw), (.tab, .completion), (.edit, .edit),
    ] as [(Key, LineEditor.Outcome)] { #expect(editor.take(key) == outcome) }
  }

  @Test func `no more is pasted than a line takes, and then nothing of it`() {
    var editor = LineEditor()
    #expect(editor.take(.paste(String(repeating: "x", count: LineEditor.longest))) == .changed)
    #expect(editor.take(.text("y")) == .tooLong)
    #expect(editor.characters.count == LineEditor.longest)
  }
}
