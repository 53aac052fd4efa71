package import CareTeamCore
import GRDB

extension MailboxStore {
  /// The files that are on the server only, those of the newest messages first.
  package func remoteAttachments() throws(StoreError) -> [Attachment] {
    try read { transaction in
      let messages = try transaction.rows(
        """
        SELECT DISTINCT m.number FROM attachment a JOIN message m ON m.number = a.message
        WHERE a.state = 'remote' AND a.path IS NULL AND m.retracted = 0 ORDER BY m.sent DESC, m.number
        """
      ) { $0[0] as Int64 }
      return try messages.flatMap { try transaction.attachments(of: $0) }.filter {
        $0.state == .remote && $0.path == nil
      }
    }
  }

  /// Notes that a file of the server's is here as well.
  ///
  /// - Throws: `keyChanged` when the mailbox was sealed with another key meanwhile.
  package func setStored(_ attachment: Handle, at path: String) throws(StoreError) {
    try write { transaction in
      let seal = try transaction.seal()?.files
      guard seal.map({ $0.owns(path) }) ?? !Attachment.isSealed(path) else { throw StoreError.keyChanged }
      try transaction.run(
        "UPDATE attachment SET path = ?, state = 'stored' WHERE message = ? AND part = ? AND path IS NULL",
        [path, attachment.number, attachment.part])
    }
  }
}
