import CareTeamCore

/// Secrets that the user's own programs keep, such as `pass`, `op` or `systemd-creds`; run without a shell.
struct SecretCommand: SecretKeeper {
  /// How long a program may take: it may ask a person for a passphrase.
  private static let patience: Duration = .seconds(60)

  private let account: String
  private let programs: SecretConfiguration

  /// The programs of the configuration.
  init(account: String, session: Session) throws(CareTeamError) {
    self.account = account
    programs = session.configuration.secrets
    guard programs.get != nil else {
      throw CareTeamError(
        .configuration, "no command keeps secrets here; set ‘get’ and ‘store’ in [secrets] (careteam-config(5))")
    }
  }

  /// Whether there is a program that keeps a secret.
  var isWritable: Bool { programs.store != nil }

  /// Whether there is a program that forgets one.
  var isErasable: Bool { programs.erase != nil }

  func read(_ name: SecretName) throws(CareTeamError) -> [UInt8]? {
    let answer = try run(programs.get, "get", name)
    let isEmpty = answer.output.allSatisfy { $0 == 0x0A || $0 == 0x0D }
    return isEmpty ? nil : answer.output
  }

  func prepare(_ name: SecretName) throws(CareTeamError) {
    guard programs.store == nil else { return }
    throw Self.missing("store")
  }

  func write(_ bytes: [UInt8], _ name: SecretName) throws(CareTeamError) {
    try run(programs.store, "store", name, input: bytes)
  }

  /// Without a program for it the secret stays, and who asked says so.
  func remove(_ name: SecretName) throws(CareTeamError) {
    guard isErasable else { return }
    try run(programs.erase, "erase", name)
  }

  @discardableResult
  private func run(
    _ template: [String]?, _ key: String, _ name: SecretName, input: [UInt8] = []
  ) throws(CareTeamError) -> ChildProcess.Answer {
    guard let template else { throw Self.missing(key) }
    let words = template.map { Self.filled($0, account: account, name: name) }
    let answer: ChildProcess.Answer
    switch ChildProcess.exchange(words, input: input, within: Self.patience) {
    case .success(let value): answer = value
    case .failure(let error): throw CareTeamError(.configuration, "‘\(key)’ of [secrets]: \(error.message)")
    }
    guard let status = answer.status else {
      throw CareTeamError(.busy, "‘\(key)’ of [secrets] (\(words[0])) did not end in time; try again")
    }
    guard status == 0 else {
      // What it said while it had the secret may be the secret.
      let said = input.isEmpty ? answer.complaint.map { ": \($0)" } ?? "" : ""
      throw CareTeamError(
        status == 75 ? .busy : .configuration,
        "‘\(key)’ of [secrets] (\(words[0])) ended with \(status)\(said); see that it works, then try again")
    }
    return answer
  }

  private static func missing(_ key: String) -> CareTeamError {
    CareTeamError(
      .configuration,
      "[secrets] has no ‘\(key)’, so that nothing can be changed there; set it, or choose another place "
        + "with ‘careteam login --secrets’")
  }

  /// A word of a template with the account for `%a`, the secret's name for `%n`, and `%` for `%%`.
  private static func filled(_ word: String, account: String, name: SecretName) -> String {
    var text = ""
    var rest = Substring(word)
    while let mark = rest.firstIndex(of: "%") {
      text += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      switch rest.first {
      case "a": text += account
      case "n": text += name.rawValue
      case "%": text += "%"
      default:
        text += "%"
        continue
      }
      rest = rest.dropFirst()
    }
    return text + rest
  }
}
