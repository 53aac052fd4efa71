import ArgumentParser
import CareTeamServer

/// Where a new password comes from: never an argument, which every user of the machine can read.
struct PasswordOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take the password from the first line of this file; - is standard input. Without it, it is asked for.",
      valueName: "file"))
  var passwordFile: String?

  /// The password: of the file, of standard input when that is a pipe, or as it is typed, twice.
  func password(login: String, name: String) throws(ServeError) -> String {
    let password = try read()
    if let fault = PasswordRules.fault(of: password, login: login, name: name) {
      throw .weakPassword(fault)
    }
    return password
  }

  private func read() throws(ServeError) -> String {
    if let passwordFile, passwordFile != "-" { return try PasswordInput.file(passwordFile) }
    guard passwordFile == nil, PasswordInput.isTerminal else { return try PasswordInput.standardInput() }
    let password = try PasswordInput.typed("New password: ")
    guard try PasswordInput.typed("The same again: ") == password else {
      throw .usage("the two passwords are not the same; nothing was changed")
    }
    return password
  }
}
