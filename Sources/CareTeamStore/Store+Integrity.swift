package import CareTeamCore
import GRDB
import Glibc

extension MailboxStore {
  /// What SQLite finds wrong with the file (PRAGMA integrity_check); nothing when it is sound.
  ///
  /// - Returns: a few of them; there may be more.
  package func integrityFaults() throws(StoreError) -> [String] {
    let texts = try read { try $0.rows("PRAGMA integrity_check(10)") { $0[0] as String } }
    let lines = texts.flatMap { $0.split(separator: "\n") }.map(String.init)
    return Array(lines.filter { $0 != "ok" && !$0.hasPrefix("***") }.prefix(3))
  }

  /// What does not fit together in the tables, although SQLite finds nothing wrong with them.
  package func contradictions() throws(StoreError) -> [String] {
    try read { transaction in
      try Self.contradictions.compactMap { what, query in
        let count = try transaction.count("SELECT count(*) FROM " + query)
        return count == 0 ? nil : "\(count) \(what)"
      }
    }
  }

  private static let contradictions = [
    (
      "messages of the outbox without a text",
      "outbox WHERE state <> 'sent' AND message NOT IN (SELECT number FROM message)"
    ),
    ("messages without a conversation", "message WHERE conversation NOT IN (SELECT number FROM conversation)"),
    ("messages of unknown people", "message WHERE sender NOT IN (SELECT number FROM person)"),
    ("messages without a handle", "message WHERE number NOT IN (SELECT number FROM message_handle)"),
    ("conversations without a handle", "conversation WHERE number NOT IN (SELECT number FROM conversation_handle)"),
    (
      "values of the wrong kind",
      """
      message WHERE typeof(text) NOT IN ('text', 'blob') OR typeof(conversation) <> 'integer'
        OR typeof(sender) <> 'integer' OR typeof(recipients) <> 'text' OR typeof(sent) <> 'text' OR typeof(position) <> 'text'
      """
    ),
  ]

  /// The files of messages and drafts that are still to be sent and are not there, by message or draft.
  package func missingFiles() throws(StoreError) -> [(handle: Handle, path: String)] {
    let files = try read { transaction in
      try transaction.rows(
        """
        SELECT o.number, a.path FROM outbox o JOIN attachment a ON a.message = o.message
        WHERE o.state <> 'sent' AND a.state = 'queued' ORDER BY o.number, a.part
        """
      ) { (handle: Handle(.outbox, $0[0]), path: transaction.place(ofCopy: $0[1] as String? ?? "")) }
    }
    let drafts = try drafts().flatMap { draft in
      draft.attachments.map { (handle: draft.handle ?? Handle(.draft, 0), path: $0.path) }
    }
    return (files + drafts).filter { access($0.path, R_OK) != 0 }
  }

  /// The damaged databases of this folder that were set aside.
  package static func setAside(in directory: String) -> [String] { MailboxFolder(path: directory).setAside }

  /// Whether changes that were committed cannot be read any more: SQLite takes the damage for the end of its log.
  ///
  /// To be asked before the mailbox is opened, which begins a new log.
  package static func isLogDamaged(in directory: String) -> Bool { MailboxFolder(path: directory).isLogDamaged }

  /// The version of the tables this careteam makes.
  package static var schemaVersion: Int { Schema.version }

  /// Notes whose the mailbox of a folder is, where that cannot be read any more, so that it can be made anew.
  package static func note(_ account: Account, in directory: String, lockWait: Duration) throws(StoreError) {
    let folder = MailboxFolder(path: directory)
    let lock = try FolderLock(folder, alone: true, waiting: lockWait)
    defer { _ = lock }
    var note = folder.readNote() ?? MailboxNote(identity: nil, account: nil, reserved: [:], roots: [:], version: 0)
    guard note.account == nil else { return }
    note.account = account
    note.account?.userName = nil
    try folder.write(note)
  }
}
