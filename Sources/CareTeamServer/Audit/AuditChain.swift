import CareTeamCore
import Crypto
import Foundation
import GRDB

/// Binds each audit event to all before it: its link is the SHA-256 of the last link, its row's number and its text.
///
/// A trail that was changed, or cut anywhere but at its end, no longer fits its links. Whoever can write the file can make
/// new links too, so the last one is worth writing down elsewhere.
struct AuditChain {
  private static let start = Data(count: 32)

  private let db: Database
  private var last: Data

  /// The chain as it ends now.
  init(_ db: Database) throws {
    self.db = db
    last =
      try Data.fetchOne(db.cachedStatement(sql: "SELECT link FROM audit_chain ORDER BY key DESC LIMIT 1")) ?? Self.start
  }

  /// Adds the link of an event that was just inserted.
  mutating func append(key: Int64, text: String) throws {
    last = Self.link(after: last, key: key, text: text)
    try db.cachedStatement(sql: "INSERT INTO audit_chain (key, link) VALUES (?, ?)").execute(arguments: [key, last])
  }

  /// Adds records to the trail, in the transaction of the one who asks. Audit events are only ever inserted; their search
  /// index is filled when an auditor first asks, as reads are many and audits few.
  static func add(_ records: [AuditRecord], stamp: Int64, in db: Database) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO resource (type, id, version, updated, deleted, owner, text)
        VALUES ('AuditEvent', ?, 1, ?, 0, ?, ?)
        """)
    var chain = try AuditChain(db)
    for record in records {
      let id = UUID().uuidString.lowercased()
      let text = record.resource(id: id, lastUpdated: Instant(milliseconds: stamp)).text()
      try insert.execute(arguments: [id, stamp, Principal.system.reference, text])
      try chain.append(key: db.lastInsertedRowID, text: text)
    }
  }

  /// Links every event of a trail that has no links yet.
  static func linkAll(in db: Database) throws {
    var chain = try AuditChain(db)
    let rows = try Row.fetchCursor(db, sql: "SELECT key, text FROM resource WHERE type = 'AuditEvent' ORDER BY key")
    while let row = try rows.next() { try chain.append(key: row[0], text: row[1]) }
  }

  /// Checks every event and every link.
  static func verify(in db: Database) throws -> AuditVerification {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT r.key, r.id, r.text, c.link FROM resource r LEFT JOIN audit_chain c ON c.key = r.key
        WHERE r.type = 'AuditEvent'
        UNION ALL SELECT c.key, NULL, NULL, c.link FROM audit_chain c
        WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = c.key AND r.type = 'AuditEvent')
        ORDER BY 1
        """)
    var verification = AuditVerification(count: 0, link: start.hex)
    var last = start
    while let row = try rows.next() {
      guard let text = row[2] as String?, let link = row[3] as Data?,
        link == Self.link(after: last, key: row[0], text: text)
      else {
        verification.broken = AuditVerification.Break(after: verification.count, event: row[1])
        return verification
      }
      last = link
      verification.count += 1
      verification.link = link.hex
    }
    return verification
  }

  private static func link(after last: Data, key: Int64, text: String) -> Data {
    var hash = SHA256()
    hash.update(data: last)
    withUnsafeBytes(of: key.bigEndian) { hash.update(bufferPointer: $0) }
    hash.update(data: Array(text.utf8))
    return Data(hash.finalize())
  }
}

extension Data {
  fileprivate var hex: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
