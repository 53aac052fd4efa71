import CareTeamCore
import GRDB

extension Recovery {
  /// The messages with their files, whose texts the server sends again where it has them.
  func recoverMessages() throws {
    let me = try transaction.me()
    let own = try me.map { try transaction.person($0, name: nil) }
    try each("message") { try take(message: $0, own: own) }
    try eachScattered("message") { row in
      if let number = row.integer("number") { scattered.insert(number) }
      try take(message: row, own: own)
    }
  }

  private func take(message row: SalvagedRow, own: Int64?) throws {
    guard var row = try sound(message: row, own: own), let number = row.integer("number") else { return }
    try completeHandle(row, in: .message)
    if let reference = row.text("reference"), try !isHandle(number, of: reference, in: .message) { return }
    row["seen"] = .integer(0)
    try insert(row, into: "message")
    if let count = row.integer("attachment_count"), count > 0 { try recoverAttachments(of: number, count: count) }
  }

  private func sound(message row: SalvagedRow, own: Int64?) throws -> SalvagedRow? {
    guard let number = row.integer("number"), row.hasReferences("reference"),
      row.hasInstants("sent", "received", "read_at"),
      row.isTruth("outgoing", "is_read", "retracted", "failed", "asks"),
      row.integer("conversation").map({ $0 > 0 && $0 <= last(in: HandleTable.conversation.rawValue) }) == true,
      row.integer("priority").map({ (0...2).contains($0) }) == true,
      row.integer("progress").map({ (0...2).contains($0) }) == true,
      row.integer("attachment_count").map({ (0...10_000).contains($0) }) == true,
      row.text("reference") != nil || row.text("client_id")?.isEmpty == false,
      let sent = row.text("sent"), row.text("position")?.hasPrefix(sent) == true,
      let recipients = row.text("recipients"), let people = try known(recipients)
    else { return nil }
    var row = row
    if people != recipients { incomplete.insert(number) }
    row["recipients"] = .text(people)
    if try !isPerson(row.integer("sender")) {
      guard row.integer("outgoing") == 1, let own else { return nil }
      row["sender"] = .integer(own)
    }
    if let answered = row.integer("in_reply_to"), try !has(answered, in: "message_handle") {
      row["in_reply_to"] = .null
    }
    return row
  }

  private func recoverAttachments(of message: Int64, count: Int64) throws {
    var found: Int64 = 0
    for row in reader.rows(of: "attachment", where: "message", is: message) {
      guard let row = opened(row, of: "attachment"), let part = row.integer("part"), (1...count).contains(part),
        row.text("state").flatMap({ Attachment.State(rawValue: $0) }) != nil
      else { continue }
      try insert(row, into: "attachment")
      found += 1
    }
    if found < count { incomplete.insert(message) }
  }

  /// How far the participants have come by the server's word, and what it is to be told.
  func recoverReceipts() throws {
    try each("receipt") { row in
      guard row.text("reference") != nil, row.isTruth("unapplied"), row.hasInstants("at"),
        row.hasReferences("reference", "conversation", "read_through", "delivered_through"),
        try isPerson(row.integer("owner"))
      else { return }
      var row = row
      // Without a version it is taken over again when the server sends it.
      row["version"] = .null
      try insert(row, into: "receipt")
    }
    try each("pending_receipt") { row in
      guard let conversation = row.integer("conversation"), try has(conversation, in: "conversation"),
        row.isTruth("reads"), let token = row.integer("token"), token > 0
      else { return }
      try insert(row, into: "pending_receipt")
    }
  }
}
