import ArgumentParser
import CareTeamCore

/// Where a login keeps its secrets.
struct SecretOptions: ParsableArguments {
  @Option(help: "Where the login is kept: keyring, file or command; on a terminal you are asked.")
  var secrets: SecretChoice?

  /// The place for an account's secrets: the one asked for, the account's own, the one a person chooses, else a file,
  /// which is said.
  ///
  /// - Parameter known: where the account had them so far.
  func place(
    of account: String, known: SecretPlace?, in session: Session
  ) throws(CareTeamError) -> SecretPlace {
    let environment = session.environment
    if let secrets { return secrets.place(of: account, in: environment) }
    if let known { return SecretChoice(known).place(of: account, in: environment) }
    let file = SecretFile.place(of: account, in: environment)
    guard session.terminal.isInputTerminal, session.terminal.isErrorTerminal, !session.noInput else {
      session.remark("the login is kept in \(file.words), which you alone may read; --secrets chooses another place")
      return file
    }
    return try SecretQuestion(session: session, account: account).ask().place(of: account, in: environment)
  }
}
