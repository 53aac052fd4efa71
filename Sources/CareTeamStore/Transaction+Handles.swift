import CareTeamCore
import GRDB

/// The two kinds of handle that stand for something on the server.
enum HandleTable: String {
  case conversation = "conversation_handle"
  case message = "message_handle"
}

extension Transaction {
  /// The number kept for a server's resource; a new one when it has none yet.
  ///
  /// What waits in the outbox has a number by its client id; when its resource appears, the number is the resource's.
  func number(in table: HandleTable, for reference: Reference, clientId: String?) throws -> Int64 {
    let name = table.rawValue
    let text = reference.description
    let known = try number(of: reference, in: table)
    if let clientId,
      let waiting = try value(
        Int64.self, "SELECT number FROM \(name) WHERE client_id = ? AND reference IS NULL", [clientId])
    {
      if let known { try merge(known, into: waiting, in: table) }
      try run("UPDATE \(name) SET reference = ?, id = ? WHERE number = ?", [text, reference.id, waiting])
      return waiting
    }
    if let known { return known }
    try run("INSERT INTO \(name) (reference, id) VALUES (?, ?)", [text, reference.id])
    return db.lastInsertedRowID
  }

  /// The number kept for a server's resource; nil when it has none yet.
  func number(of reference: Reference, in table: HandleTable) throws -> Int64? {
    try value(Int64.self, "SELECT number FROM \(table.rawValue) WHERE reference = ?", [reference.description])
  }

  /// The number kept for a client id; a new one when it has none yet.
  func number(in table: HandleTable, forClientId clientId: String) throws -> Int64 {
    let name = table.rawValue
    if let known = try value(Int64.self, "SELECT number FROM \(name) WHERE client_id = ?", [clientId]) { return known }
    try run("INSERT INTO \(name) (client_id) VALUES (?)", [clientId])
    return db.lastInsertedRowID
  }

  /// Writes down that something happened.
  func record(_ kind: MailboxEvent.Kind, at: Instant, conversation: Int64?, message: Int64?) throws {
    try run(
      "INSERT INTO event (kind, at, conversation, message) VALUES (?, ?, ?, ?)",
      [kind.rawValue, at.key, conversation, message])
  }

  /// A message's number by its resource, when the mailbox has it.
  func message(_ reference: Reference) throws -> Int64? {
    try value(
      Int64.self,
      "SELECT h.number FROM message_handle h JOIN message m ON m.number = h.number WHERE h.reference = ?",
      [reference.description])
  }

  /// The conversation a message belongs to.
  func conversation(ofMessage number: Int64) throws -> Int64? {
    try value(Int64.self, "SELECT conversation FROM message WHERE number = ?", [number])
  }
}
