package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Forgets a pending receipt that no server will have.
  package func dropReceipt(_ receipt: PendingReceipt) throws(StoreError) {
    try write { transaction in
      try transaction.run(
        "DELETE FROM pending_receipt WHERE conversation = ? AND token = ?", [receipt.handle.number, receipt.token])
    }
  }

  /// Whether a message of the outbox is to be tried now.
  package func hasDueOutboxEntry(at now: Instant) throws(StoreError) -> Bool {
    guard try heldUntil(at: now) == nil else { return false }
    return try read { try $0.deliverable(in: nil, at: now, force: false) } != nil
  }

  /// The processes that hold a lease on a message of the outbox, as they named themselves.
  package func leaseOwners() throws(StoreError) -> [String] {
    try read { transaction in
      try transaction.rows("SELECT DISTINCT owner FROM outbox WHERE state = 'claimed' AND owner IS NOT NULL") {
        $0[0] as String
      }
    }
  }

  /// Ends the leases of processes that are known to be dead; what they were sending may have arrived.
  package func endLeases(of owners: [String]) throws(StoreError) {
    try write { transaction in
      for owner in owners {
        try transaction.run(
          "UPDATE outbox SET state = 'unknown', may_exist = 1, owner = NULL WHERE state = 'claimed' AND owner = ?",
          [owner])
      }
    }
  }
}
