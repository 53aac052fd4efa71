import CareTeamCore
import Dispatch

extension Talk {
  /// How long an ESC may stand alone before it is a key.
  private static let patience: Duration = .milliseconds(50)

  /// Takes bytes from the terminal.
  mutating func take(typed bytes: [UInt8]) async {
    guard !screen.isPlain else { return await take(lines: bytes) }
    readings += 1
    await take(reader.take(bytes))
    guard reader.isWaiting else { return }
    let (number, continuation) = (readings, continuation)
    Task {
      try? await Task.sleep(for: Self.patience)
      continuation.yield(.quiet(number))
    }
  }

  /// Lines of a terminal that edits them itself: a backslash at the end goes on with the next.
  private mutating func take(lines bytes: [UInt8]) async {
    partialLine += bytes
    while let mark = partialLine.firstIndex(of: 0x0A), end == nil {
      let line = String(decoding: partialLine[..<mark], as: UTF8.self)
      partialLine.removeSubrange(...mark)
      screen.noteLineEnd()
      _ = editor.take(.paste(line))
      if case .entered(let whole) = editor.take(.enter) { await take(entered: whole) }
      // A line that was not sent is not in this terminal's own line: it is typed again.
      if !editor.text.hasSuffix("\n") { editor.replace(with: "") }
      if end == nil { redraw() }
    }
  }

  /// Takes keys, and draws the line once when all are taken.
  mutating func take(_ keys: [Key]) async {
    for key in keys where end == nil {
      let outcome = editor.take(key)
      if outcome != .interrupted { interrupts = 0 }
      await act(on: outcome)
      // Another text than the draft's, which stays where it is.
      if editor.isEmpty || editor.isRecalled { loaded = nil }
    }
    if end == nil { redraw() }
  }

  private mutating func act(on outcome: LineEditor.Outcome) async {
    switch outcome {
    case .none, .changed: break
    case .entered(let line): await take(entered: line)
    case .interrupted:
      interrupts += 1
      if interrupts > 1 { end = .quit } else { screen.note("Ctrl-C again, or Ctrl-D, ends") }
    case .ended: end = .quit
    case .suspended: suspend()
    case .redraw: screen.clear()
    case .completion: complete()
    case .edit: edit(editor.text)
    case .tooLong:
      screen.note(
        "a line takes \(LineEditor.longest) characters; nothing of that was pasted: attach it, or use ‘/edit’")
    }
  }

  private mutating func complete() {
    let completion = ChatCompletion(editor.text, files: FileNames.matching, messages: savable)
    if let text = completion.text { editor.replace(with: text) }
    if !completion.candidates.isEmpty { screen.note(completion.candidates.joined(separator: "  ")) }
  }

  /// Stops the process until it is continued.
  mutating func suspend() {
    screen.close()
    terminal.stopProcess()
    // Without a shell above it the process is not stopped, and not continued either.
    let continuation = continuation
    Task {
      try? await Task.sleep(for: .seconds(1))
      continuation.yield(.continued)
    }
  }
}
