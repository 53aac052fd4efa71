import CareTeamCore

/// Asks a person on the terminal where the login is to be kept.
struct SecretQuestion {
  let session: Session
  let account: String

  /// Asks until the answer is one of those that can be had here; the first is taken for an empty line.
  func ask() throws(CareTeamError) -> SecretChoice {
    let choices = choices
    for _ in 0..<3 {
      StandardStreams.error(text(choices))
      guard let line = readLine() else { break }
      let answer = line.filter { !$0.isWhitespace }.lowercased()
      if answer.isEmpty { return choices[0] }
      if let choice = choices.first(where: { $0.rawValue == answer }) { return choice }
      if let number = Int(answer), choices.indices.contains(number - 1) { return choices[number - 1] }
    }
    throw CareTeamError(.usage, "where the login is to be kept was not chosen; give --secrets keyring, file or command")
  }

  /// Those that can be had here, the safest first.
  private var choices: [SecretChoice] {
    (Keyring.isAvailable(session.environment) ? [.keyring] : [])
      + (session.configuration.secrets.store == nil ? [] : [.command]) + [.file]
  }

  private func text(_ choices: [SecretChoice]) -> String {
    var text = "Where is the login of ‘\(account)’ to be kept?\n"
    for (index, choice) in choices.enumerated() { text += "  \(index + 1)  \(words(choice))\n" }
    if !choices.contains(.keyring) { text += "  (no keyring: no session bus, or no ‘secret-tool’)\n" }
    if !choices.contains(.command) { text += "  (no command: none is set in [secrets] of careteam-config(5))\n" }
    return text + "Number [1]: "
  }

  private func words(_ choice: SecretChoice) -> String {
    switch choice {
    case .keyring: "keyring: the desktop's own, locked when you are away"
    case .command: "command: the programs of [secrets]"
    case .file: "file: \(SecretFile.place(of: account, in: session.environment).words), readable by you alone"
    }
  }
}
