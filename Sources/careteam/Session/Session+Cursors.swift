import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Session {
  /// Takes the right to consume a cursor's events, for as long as the result is held.
  ///
  /// - Throws: `usage` for a new one whose name is no name; `busy`, naming who has it, after the lock wait.
  func lock(_ cursor: String?, in store: MailboxStore) async throws(CareTeamError) -> CursorLock? {
    guard let cursor else { return nil }
    let isKnown = try stored { () throws(StoreError) in try store.cursor(named: cursor) } != nil
    guard isKnown || AccountFolders.isValid(cursor) else {
      throw CareTeamError(
        .usage,
        "‘\(cursor)’ is no name of a cursor; use letters, digits, ‘.’, ‘-’ and ‘_’, beginning with a letter or digit")
    }
    let end = ContinuousClock.now + lockWait
    while true {
      if let lock = try stored({ () throws(StoreError) in try CursorLock(cursor, in: store) }) { return lock }
      guard ContinuousClock.now < end else {
        throw CareTeamError(
          StoreError.cursorBusy(
            name: cursor, holder: try stored { () throws(StoreError) in try CursorLock.holder(of: cursor, in: store) }))
      }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }
}
