import CareTeamCore
import GRDB

extension Recovery {
  /// The mailbox's name and whose it is: by the note, or else by the damaged database.
  func recoverMeta() throws {
    var found: SalvagedRow?
    try reader.rows(of: "meta", upTo: last(in: "meta")) { row in
      if row.integer("id") == 1, row.text("identity").map(MailboxNote.isIdentity) == true { found = row }
    }
    if let identity = note?.identity ?? found?.text("identity") {
      try transaction.run("UPDATE meta SET identity = ?", [identity])
    }
    try recoverSeal(found)
    found = found.flatMap { opened($0, of: "meta") }
    guard var account = note?.account ?? found.flatMap({ Account(salvaged: $0) }) else {
      throw StoreError.damaged("nor can it be read whose it is: log in again with ‘careteam login’, then run it again")
    }
    // A full sync is under way until the server has sent everything: until then nothing that is here is final.
    let generation = found?.integer("generation").map { (0...1_000_000).contains($0) ? $0 + 1 : 1 } ?? 1
    try transaction.run("UPDATE meta SET full_sync = 1, generation = ?", [generation])
    account.userName = account.userName ?? found?.text("user_name")
    try transaction.save(account)
  }

  /// The people, by whose numbers messages refer to them.
  func recoverPeople() throws {
    func take(_ row: SalvagedRow) throws {
      guard row.text("reference") != nil, row.hasReferences("reference"), row.isTruth("asked") else { return }
      try insert(row, into: "person")
    }
    try each("person", take)
    try eachScattered("person", take)
    if let account = try transaction.account() { _ = try transaction.person(account.user, name: account.userName) }
  }

  /// Whether a person's number is known.
  func isPerson(_ number: Int64?) throws -> Bool { try number.map { try has($0, in: "person") } ?? false }

  /// Those of a stored list of people who are known; nil for what is no such list.
  func known(_ list: String) throws -> String? {
    let numbers = Transaction.numbers(list)
    guard Transaction.list(numbers) == list else { return nil }
    return Transaction.list(try numbers.filter { try has($0, in: "person") })
  }
}

extension Account {
  /// The account of a damaged mailbox; nil when a part of it makes no sense.
  fileprivate init?(salvaged row: SalvagedRow) {
    guard let name = row.text("account"), let server = row.text("server"), Origin(server) != nil,
      let user = row.text("user").flatMap({ Reference($0) }), row.hasReferences("user", "patient"),
      let dialect = row.text("dialect"), Dialect(named: dialect) != nil, let place = row.text("token_file")
    else { return nil }
    self.init(
      name: name, server: server, user: user, userName: row.text("user_name"),
      patient: row.text("patient").flatMap { Reference($0) }, dialect: dialect,
      tokenPlace: SecretPlace(stored: place))
  }
}
