import GRDB

extension MailboxStore {
  /// What SQLite finds wrong with the file (PRAGMA integrity_check); nothing when it is sound.
  package func integrityFaults() throws(StoreError) -> [String] {
    try read { transaction in
      try transaction.rows("PRAGMA integrity_check(10)") { $0[0] as String }.filter { $0 != "ok" }
    }
  }
}
