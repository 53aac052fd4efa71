import CareTeamCore
@preconcurrency import Glibc
import Synchronization

/// The terminal of a chat: what is shown scrolls up above the line that is being typed, whichever thread shows it.
final class ChatScreen: Sendable {
  private struct State {
    var line = PromptLine()
    var prompt = ""
    var text: [Character] = []
    var cursor = 0
    /// Whether the prompt is to be seen; it is not while somebody else has the terminal.
    var isOpen = false
    /// Whether the cursor stands behind the prompt, on a terminal that only writes on.
    var isAtPrompt = false
    /// Why nothing can be written any more.
    var failure: CareTeamError?
  }

  /// Whether the terminal can only write on: then the prompt is printed anew below what was shown, and nothing is redrawn.
  let isPlain: Bool
  private let style: Style
  private let fallback: Int
  private let state = Mutex(State())

  /// A screen on the terminal that is standard output.
  init(session: Session) {
    isPlain = session.environment["TERM"].map { $0 == "dumb" } ?? true
    style = Style(isOn: session.terminal.isOutputColored)
    fallback = session.terminal.columns
  }

  /// Why nothing can be shown any more; nil while all is well.
  var failure: CareTeamError? { state.withLock { $0.failure } }

  private var columns: Int { TerminalFacts.window(STDOUT_FILENO).columns ?? fallback }
  private var height: Int { max(1, (TerminalFacts.window(STDOUT_FILENO).rows ?? 24) - 1) }

  /// Shows messages and the like.
  func show(_ paragraphs: [Presentation.Paragraph]) {
    let columns = columns
    print(paragraphs.map { $0.text(columns: columns, style: style) }.joined())
  }

  /// Shows what careteam itself has to say.
  func note(_ text: String) {
    let lines = SafeText.render(text, .cell).wrapped(toCells: max(20, min(columns - 1, 100) - 2))
    print(lines.enumerated().map { style.dim(($0 == 0 ? "* " : "  ") + $1) + "\n" }.joined())
  }

  /// Shows a remark of another part of careteam, which is safe already and may be several lines.
  func remark(_ text: String) {
    for line in text.split(separator: "\n") {
      note(line.hasPrefix("careteam: ") ? String(line.dropFirst(10)) : String(line))
    }
  }

  /// Puts the line that is being typed at the bottom.
  func draw(prompt: String, text: [Character], cursor: Int) {
    state.withLock { state in
      (state.prompt, state.text, state.cursor, state.isOpen) = (prompt, text, cursor, true)
      write(isPlain ? plainPrompt(&state) : redrawn(&state), &state)
    }
  }

  /// Draws the line again on an empty screen.
  func clear() {
    state.withLock { state in
      state.line.forget()
      write("\u{1B}[H\u{1B}[2J" + redrawn(&state), &state)
    }
  }

  /// Draws the line again where somebody else has had the terminal, or its size is another.
  func refresh(isNew: Bool) {
    state.withLock { state in
      if isNew { state.line.forget() }
      if isPlain { state.isAtPrompt = false }
      write(isPlain ? plainPrompt(&state) : redrawn(&state), &state)
    }
  }

  /// Takes the line away, as long as somebody else has the terminal.
  func close() {
    state.withLock { state in
      state.isOpen = false
      write(state.line.erase(columns: columns), &state)
    }
  }

  /// Takes note that the person has ended a line on a terminal that only writes on.
  func noteLineEnd() { state.withLock { $0.isAtPrompt = false } }

  /// Writes what the terminal itself is told.
  func send(_ controls: String) { state.withLock { write(controls, &$0) } }

  private func print(_ text: String) {
    state.withLock { state in
      if isPlain {
        let above = state.isAtPrompt ? "\n" : ""
        state.isAtPrompt = false
        return write(above + text + (state.isOpen ? plainPrompt(&state) : ""), &state)
      }
      let shown = text.replacing("\n", with: "\r\n")
      write(state.line.erase(columns: columns) + shown + (state.isOpen ? redrawn(&state) : ""), &state)
    }
  }

  /// The prompt, where the cursor does not stand behind it.
  private func plainPrompt(_ state: inout State) -> String {
    guard !state.isAtPrompt else { return "" }
    state.isAtPrompt = true
    return shownPrompt(state.prompt)
  }

  private func shownPrompt(_ prompt: String) -> String { SafeText.render(prompt, .cell) }

  private func redrawn(_ state: inout State) -> String {
    let columns = columns
    let layout = LineLayout(
      prompt: shownPrompt(state.prompt), text: state.text, cursor: state.cursor, columns: columns, height: height,
      style: style)
    return state.line.draw(layout, columns: columns)
  }

  private func write(_ text: String, _ state: inout State) {
    guard state.failure == nil, !text.isEmpty else { return }
    do throws(CareTeamError) { try StandardStreams.output(text) } catch { state.failure = error }
  }
}
