import Synchronization

/// The seal of an open mailbox, whose key is fetched when it is first needed and again when another process has changed
/// it.
final class SealKeeper: Sendable {
  private let source: KeySource?
  private let known = Mutex<MailboxSeal?>(nil)

  init(_ source: KeySource?) { self.source = source }

  /// The seal that a mailbox notes.
  ///
  /// - Throws: `keyMissing` or `keyWrong`; nothing has been read or changed then.
  func seal(_ note: SealNote, of mailbox: String) throws(StoreError) -> MailboxSeal {
    if let seal = known.withLock({ $0 }), seal.identifier == note.identifier { return seal }
    guard let ring = try ring(note) else { throw .keyMissing(note.place) }
    guard let key = ring.key(note.identifier, in: mailbox) else { throw .keyWrong(note.place) }
    let seal = MailboxSeal(key, in: mailbox)
    known.withLock { $0 = seal }
    return seal
  }

  /// The seals of every key that is kept for a mailbox.
  func seals(_ note: SealNote, of mailbox: String) throws(StoreError) -> [MailboxSeal] {
    guard let ring = try ring(note) else { throw .keyMissing(note.place) }
    return ring.keys.map { MailboxSeal($0, in: mailbox) }
  }

  private func ring(_ note: SealNote) throws(StoreError) -> KeyRing? { try source?.keys(note.place) }
}
