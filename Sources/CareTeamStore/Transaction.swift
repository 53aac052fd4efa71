import CareTeamCore
import GRDB

/// One transaction on the mailbox, with what it has looked up so far.
final class Transaction {
  let db: Database
  /// The people met so far, by number.
  var people: [Int64: Participant] = [:]
  /// Their names as they are stored, by number.
  var names: [Int64: String?] = [:]
  /// The numbers of people met so far.
  var numbers: [Reference: Int64] = [:]
  /// The texts of messages that came in this transaction, by number.
  var texts: [Int64: String] = [:]
  /// Whether the note beside the database is to be written again.
  var hasChangedAccount = false
  private var knownMe: Reference??
  /// How the mailbox is sealed, once that was asked.
  var knownSeal: MailboxSeal??
  let seals: SealKeeper
  /// The folder of the copies of files; nil where none are read.
  private let copies: String?

  init(_ db: Database, seals: SealKeeper = SealKeeper(nil), copies: String? = nil) {
    self.db = db
    self.seals = seals
    self.copies = copies
  }

  /// Where the copy of a file is, which is kept by its name: the mailbox may have been moved since.
  func place(ofCopy path: String) -> String {
    guard let copies, !path.isEmpty else { return path }
    return "\(copies)/\(FileSeal.name(of: path))"
  }

  /// The account's own user; nil before there is an account.
  func me() throws -> Reference? {
    if let knownMe { return knownMe }
    let me = try value(String.self, "SELECT user FROM meta").flatMap { Reference($0) }
    knownMe = .some(me)
    return me
  }

  /// Runs a statement.
  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The first column of a query's first row; nil when there is none or it is null.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ type: Value.Type, _ sql: String, _ arguments: StatementArguments = []
  ) throws -> Value? {
    try Value.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// A query's first row.
  func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// What a function makes of each row of a query.
  func rows<Value>(
    _ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try make(row)) }
    return values
  }

  /// A single number of a query, 0 when there is none.
  func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try value(Int.self, sql, arguments) ?? 0
  }
}

extension Row {
  /// The instant of a column; nil when it is null.
  func instant(_ index: Int) -> Instant? { (self[index] as String?).flatMap { Instant(key: $0) } }

  /// The reference of a column; nil when it is null.
  func reference(_ index: Int) -> Reference? { (self[index] as String?).flatMap { Reference($0) } }
}
