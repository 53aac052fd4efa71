import CareTeamCore
@preconcurrency import Glibc

/// The user's pager, for long texts on a terminal.
struct Pager {
  private let words: [String]

  /// The pager of `$PAGER`, else `less`; none where standard output is no terminal, or the user set it to `cat` or nothing.
  init?(_ session: Session) {
    guard session.terminal.isOutputTerminal, !session.noInput, session.terminal.isInputTerminal else { return nil }
    let command = session.environment["PAGER"] ?? "less -FRX"
    guard let words = try? ShellWords.split(command), let name = words.first, name != "cat" else { return nil }
    self.words = words
  }

  /// Shows a text; where the pager cannot be started, it is printed.
  func show(_ text: String) throws(CareTeamError) {
    guard case .success = ChildProcess.run(words, adding: ["LESSSECURE": "1"], input: Array(text.utf8)) else {
      return try StandardStreams.output(text)
    }
  }
}
