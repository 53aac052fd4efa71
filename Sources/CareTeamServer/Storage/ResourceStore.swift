package import CareTeamCore
import Crypto
import Foundation
import GRDB
import Glibc
import Synchronization

/// Every resource of the clinic in one SQLite file, with its history, search index and audiences.
package final class ResourceStore: Sendable {
  /// Tells of each commit.
  package let changes: ChangeFeed
  /// Writes down who did what.
  package let audit: AuditLog
  /// The directory everything lies in.
  package let directory: String

  let pool: DatabasePool
  let binaries: BinaryFiles
  let clock: @Sendable () -> Instant
  let sealingKey: SymmetricKey
  let principals: PrincipalCache
  /// The FHIR base URL, so that absolute references to this server are understood.
  let base: String
  private let lastStamp: Mutex<Int64>

  /// Opens the store in a directory, which is made when it is not there (directory 0700, files 0600).
  package init(
    directory: String, base: String, clock: @escaping @Sendable () -> Instant = { SystemClock.now }
  ) throws(StoreError) {
    self.directory = directory
    self.clock = clock
    self.base = base
    binaries = try BinaryFiles(directory: directory + "/binaries")
    let pool = try Self.open(path: directory + "/server.sqlite3")
    do {
      try Schema.migrator.migrate(pool)
      sealingKey = try Self.sealingKey(in: pool)
      let last = try pool.read { try Int64.fetchOne($0, sql: "SELECT max(updated) FROM resource") }
      lastStamp = Mutex(last ?? 0)
    } catch { throw .database("\(error)") }
    self.pool = pool
    changes = ChangeFeed()
    principals = PrincipalCache()
    audit = AuditLog()
    audit.attach(to: self)
  }

  /// Waits for what is being written down and ends every subscription.
  package func close() async {
    await audit.flush()
    changes.close()
    try? pool.close()
  }

  /// The `lastUpdated` of the next write transaction: now, but always later than the one before, so that a search by
  /// watermark misses nothing. Only called by the one writer.
  func nextStamp() -> Int64 {
    lastStamp.withLock { last in
      last = max(clock().milliseconds, last + 1)
      return last
    }
  }

  private static func open(path: String) throws(StoreError) -> DatabasePool {
    Glibc.close(Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { db in
      // An answer says that a message is kept, even when the machine's power fails the moment after.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA cache_size = -4096")
    }
    do { return try DatabasePool(path: path, configuration: configuration) } catch { throw .database("\(error)") }
  }

  private static func sealingKey(in pool: DatabasePool) throws -> SymmetricKey {
    try pool.write { db in
      if let data = try Data.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'sealing-key'") {
        return SymmetricKey(data: data)
      }
      let key = SymmetricKey(size: .bits256)
      let data = key.withUnsafeBytes { Data($0) }
      try db.execute(sql: "INSERT INTO setting (name, value) VALUES ('sealing-key', ?)", arguments: [data])
      return key
    }
  }
}
