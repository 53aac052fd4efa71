import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// How the key of an account's mailbox is made, kept and changed, so that at every moment a key is kept that opens it.
struct MailboxSealing {
  let session: Session
  let account: String

  /// What is said of a mailbox that is not sealed.
  static let plainness = """
    the mailbox is not sealed: whoever gets a copy of this disk can read the messages, the names and the files; \
    ‘careteam account rekey’ seals it
    """

  /// Sees to it at a login that the mailbox is sealed, with its key where the login is kept.
  ///
  /// - Parameters:
  ///   - place: where the login is kept.
  ///   - isChosen: whether the user said where; else the key of a sealed mailbox stays where it is.
  ///   - noSeal: whether the user wants a new mailbox in plain.
  func logIn(to store: MailboxStore, at place: SecretPlace, isChosen: Bool, noSeal: Bool) throws(CareTeamError) {
    let place = SecretChoice(place).place(of: account, in: session.environment)
    guard let note = try stored({ () throws(StoreError) in try store.sealNote() }) else {
      guard !noSeal else { return session.remark(Self.plainness) }
      try seal(store, at: place)
      return session.remark(
        "the mailbox is sealed, and its key kept in \(place.keyWords(of: account, in: session)): without it nobody "
          + "reads what is here")
    }
    guard !noSeal else {
      throw CareTeamError(
        .usage, "the mailbox of ‘\(account)’ is sealed already, and --no-seal is for a new one; leave it out")
    }
    try move(store, from: note, to: isChosen ? place : note.place)
  }

  /// Seals a mailbox that is plain, with the key that is kept at a place already, or with a new one.
  func seal(_ store: MailboxStore, at place: SecretPlace) throws(CareTeamError) {
    let key: MailboxKey
    if let kept = try kept(at: place)?.keys.last {
      // A copy of the mailbox from before may still need it.
      key = kept
    } else {
      key = .random()
      try session.keep(KeyRing(key), of: account, at: place)
      try confirm(KeyRing(key), at: place)
    }
    try stored { () throws(StoreError) in try store.seal(with: key, at: place, now: session.now()) }
  }

  /// The key that is kept at a place already; nil where there is none.
  private func kept(at place: SecretPlace) throws(CareTeamError) -> KeyRing? {
    guard place == .command else { return try session.keyRing(of: account, at: place) }
    let secrets = try SecretStore(place, account: account, in: session)
    if secrets.isWritable { try secrets.probe() }
    do throws(CareTeamError) { return try session.keyRing(of: account, at: place) } catch {
      guard secrets.isWritable else {
        throw CareTeamError(
          .mailboxKey,
          "[secrets] has no ‘store’ for the mailbox's key, and ‘get’ gives none (\(error.message)); set ‘store’, put 32 "
            + "random bytes in Base64 there as ‘key’, or use --no-seal")
      }
      // A program fails alike where it has no such secret and where it does not work; that it works was just seen.
      guard error.code == .configuration else { throw error }
      return nil
    }
  }

  /// Gives a sealed mailbox a new key: both are kept until nothing needs the old one.
  func rekey(_ store: MailboxStore, from note: SealNote) throws(CareTeamError) {
    guard let old = try current(store, note) else { throw CareTeamError(StoreError.keyMissing(note.place)) }
    let new = MailboxKey.random()
    let both = KeyRing.changing(old, to: new)
    try session.keep(both, of: account, at: note.place)
    try confirm(both, at: note.place)
    try stored { () throws(StoreError) in try store.seal(with: new, at: note.place, now: session.now()) }
    try session.keep(KeyRing(new), of: account, at: note.place)
  }

  /// Keeps a sealed mailbox's key at another place from now on.
  func move(_ store: MailboxStore, from note: SealNote, to place: SecretPlace) throws(CareTeamError) {
    guard let key = try current(store, note) else { throw CareTeamError(StoreError.keyMissing(note.place)) }
    guard !isSame(note.place, place) else { return }
    try session.keep(KeyRing(key), of: account, at: place)
    try confirm(KeyRing(key), at: place)
    try stored { () throws(StoreError) in try store.moveKey(to: place) }
    try SecretStore(note.place, account: account, in: session).remove(.mailboxKey)
  }

  /// Forgets the key: what it sealed cannot be read any more, wherever a copy of it may be.
  func destroyKey(at place: SecretPlace) throws(CareTeamError) {
    try SecretStore(place, account: account, in: session).remove(.mailboxKey)
  }

  /// The key that the mailbox is sealed with now.
  private func current(_ store: MailboxStore, _ note: SealNote) throws(CareTeamError) -> MailboxKey? {
    _ = try stored { () throws(StoreError) in try store.seal() }
    return try session.keyRing(of: account, at: note.place)?.key(note.identifier, in: store.identity)
  }

  /// Reads back what was kept, before anything depends on it.
  private func confirm(_ ring: KeyRing, at place: SecretPlace) throws(CareTeamError) {
    guard try session.keyRing(of: account, at: place) == ring else {
      throw CareTeamError(
        .mailboxKey, "the key that was kept in \(place.words) did not come back the same; nothing was sealed with it")
    }
  }

  /// Whether the key is in the same place: as a file it always has the same name.
  private func isSame(_ one: SecretPlace, _ other: SecretPlace) -> Bool { SecretChoice(one) == SecretChoice(other) }
}

extension SecretPlace {
  /// Where an account's key is, for people.
  func keyWords(of account: String, in session: Session) -> String {
    guard case .file = self else { return words }
    return "\(session.environment.secretsFolder)/\(account).key"
  }
}
