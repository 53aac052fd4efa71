import CareTeamCore

/// The secrets of an account where its login put them, and nowhere else: a place that fails is an error, never a reason
/// to take another.
struct SecretStore: Sendable {
  private let keeper: any SecretKeeper
  /// Whether secrets can be changed there: a command may only be able to give them.
  let isWritable: Bool
  /// Whether secrets can be removed there.
  let isErasable: Bool

  /// The secrets of an account at a place.
  init(_ place: SecretPlace, account: String, in session: Session) throws(CareTeamError) {
    switch place {
    case .keyring:
      keeper = Keyring(account: account, session: session)
      (isWritable, isErasable) = (true, true)
    case .command:
      let command = try SecretCommand(account: account, session: session)
      keeper = command
      (isWritable, isErasable) = (command.isWritable, command.isErasable)
    case .file(let path):
      keeper = SecretFile(token: path, account: account, environment: session.environment)
      (isWritable, isErasable) = (true, true)
    }
  }

  /// A secret; nil when it is known not to be there, never when that could not be found out.
  func read(_ name: SecretName) throws(CareTeamError) -> [UInt8]? {
    guard let bytes = try keeper.read(name) else { return nil }
    guard name == .mailboxKey else { return bytes }
    guard let key = Base64.decode(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }), !key.isEmpty
    else { throw CareTeamError(.mailboxKey, "what is kept as the mailbox's key is no key; put the right one there") }
    return key
  }

  /// Keeps a secret in place of the one before.
  func write(_ bytes: [UInt8], _ name: SecretName) throws(CareTeamError) {
    try keeper.write(name == .mailboxKey ? Array(Base64.encode(bytes).utf8) : bytes, name)
  }

  /// Sees that a secret could be kept now, without touching the one before.
  func prepare(_ name: SecretName) throws(CareTeamError) { try keeper.prepare(name) }

  /// Forgets a secret, whether there was one or not.
  func remove(_ name: SecretName) throws(CareTeamError) { try keeper.remove(name) }

  /// Keeps a worthless secret, reads it back and forgets it: whether the place can be used, before anything depends on it.
  ///
  /// - Parameter length: how many bytes it is to have: a place may take short ones only.
  func probe(length: Int = 32) throws(CareTeamError) {
    let text = (0..<length).map { _ in UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z")) }
    try keeper.write(text, .probe)
    let kept = try keeper.read(.probe)
    try keeper.remove(.probe)
    guard let kept, kept.starts(with: text) else {
      throw CareTeamError(
        .configuration, "what was kept there did not come back the same; choose another place with --secrets")
    }
  }
}
