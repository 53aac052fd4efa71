import CareTeamCore
@preconcurrency import Glibc

/// The user's pager, for long texts on a terminal.
struct Pager {
  private let words: [String]
  private let variables: [String: String]

  /// The pager of `$PAGER`, else `less`; none where standard output is no terminal, or the user set it to `cat` or nothing.
  init?(_ session: Session) {
    guard session.terminal.isOutputTerminal, !session.noInput, session.terminal.isInputTerminal else { return nil }
    let command = session.environment["PAGER"] ?? "less -FRX"
    guard let words = try? ShellWords.split(command), let name = words.first, name != "cat" else { return nil }
    self.words = words
    variables = Self.variables(in: session.environment)
  }

  /// What a pager is told beside the user's own settings: colours as such, no waiting for what fits the screen, and neither
  /// a shell nor an editor.
  static func variables(in environment: Environment) -> [String: String] {
    var variables = ["LESSSECURE": "1"]
    for (name, value) in ["LESS": "FRX", "LV": "-c"] where environment.variables[name] == nil {
      variables[name] = value
    }
    return variables
  }

  /// Shows a text; where the pager cannot be started, it is printed.
  ///
  /// - Returns: false when the pager failed, so that nobody knows how much it has shown.
  func show(_ text: String) throws(CareTeamError) -> Bool {
    switch ChildProcess.run(words, adding: variables, input: Array(text.utf8)) {
    case .success(let status): return status == 0
    case .failure:
      try StandardStreams.output(text)
      return true
    }
  }
}
