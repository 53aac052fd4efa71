package import CareTeamCore
import GRDB
import Glibc

extension MailboxStore {
  /// Makes a damaged mailbox anew, with all that can still be read of it, and keeps the damaged file.
  ///
  /// One process does it at a time, while nobody else can open the mailbox or change it. What the server has is still to
  /// be fetched: a full sync is under way in the new mailbox.
  ///
  /// - Returns: what became of it; nil when the mailbox is sound, which is left as it is.
  package static func rebuildIfDamaged(
    directory: String, lockWait: Duration, keys: KeySource? = nil, at now: Instant
  ) throws(StoreError) -> RebuildReport? {
    let folder = MailboxFolder(path: directory)
    try folder.prepare(create: false)
    let lock = try FolderLock(folder, alone: true, waiting: lockWait)
    if folder.hasReplacement { try folder.finishReplacement() }
    folder.removeLeftovers()
    guard let reason = try damage(in: folder, under: lock, lockWait: lockWait, keys) else { return nil }
    let writing = try SharedMemoryLock(of: folder, waiting: lockWait)
    defer {
      _ = writing
      folder.removeLeftovers()
    }
    do {
      var report = try make(anew: folder, because: reason, SealKeeper(keys), at: now)
      report.setAside = try folder.finishReplacement()
      return report
    } catch {
      throw StoreError(error, in: folder)
    }
  }

  /// What is wrong with a mailbox; nil when it is sound.
  private static func damage(
    in folder: MailboxFolder, under lock: borrowing FolderLock, lockWait: Duration, _ keys: KeySource?
  ) throws(StoreError) -> String? {
    do throws(StoreError) {
      try folder.prepareFiles(create: false)
      if folder.isLogDamaged { return "its log of the last changes cannot be read" }
      let store = try MailboxStore(folder, under: lock, lockWait: lockWait, keys: keys, toExamine: true)
      defer { try? store.close() }
      let faults = try store.integrityFaults() + store.contradictions() + store.sealFaults()
      return faults.isEmpty ? nil : faults.prefix(3).joined(separator: "; ")
    } catch {
      guard case .damaged(let detail) = error else { throw error }
      return detail
    }
  }

  private static func make(
    anew folder: MailboxFolder, because reason: String, _ keeper: SealKeeper, at now: Instant
  ) throws -> RebuildReport {
    let note = folder.readNote()
    let copy = try SalvageCopy(of: folder, note: note)
    var report = RebuildReport(reason: reason)
    report.isLogDamaged = copy.isLogDamaged
    try folder.makeFile(folder.making)
    let queue = try DatabaseQueue(path: folder.making, configuration: unlogged)
    let damaged = try copy.open()
    report = try damaged.inDatabase { source in
      let layout = try TableLayout()
      let reader = SalvageReader(source, layout: layout)
      defer { reader.finish() }
      return try queue.writeWithoutTransaction { db in
        try fill(db, from: reader, layout, note: note, copy, keeper, report, at: now)
      }
    }
    try damaged.close()
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
    try folder.finish()
    return report
  }

  private static func fill(
    _ db: Database, from reader: SalvageReader, _ layout: TableLayout, note: MailboxNote?, _ copy: SalvageCopy,
    _ keeper: SealKeeper, _ report: RebuildReport, at now: Instant
  ) throws -> RebuildReport {
    var report = report
    try db.inTransaction(.immediate) {
      try Schema.migrate(db, from: 0)
      let recovery = Recovery(
        into: Transaction(db), from: reader, layout: layout, note: note, copy: copy, keeper: keeper, report: report)
      try recovery.run(at: now)
      report = recovery.report
      return .commit
    }
    return report
  }

  /// Nobody sees the new database before it is finished: what it is made of need not be on the disk until then.
  private static var unlogged: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF") }
    return configuration
  }
}

extension MailboxFolder {
  /// Whether changes that were committed to the log cannot be read any more.
  ///
  /// While another process writes, a frame may be seen half-written: only what is wrong twice is.
  var isLogDamaged: Bool {
    func damaged() -> Bool { logBytes().flatMap { WriteAheadLog($0) }?.isDamaged ?? false }
    guard damaged() else { return false }
    usleep(50_000)
    return damaged()
  }

  /// Brings the new database to the disk, and gives it the name by which it counts.
  fileprivate func finish() throws(StoreError) {
    let file = open(making, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(making) }
    defer { close(file) }
    guard fsync(file) == 0, rename(making, rebuilt) == 0 else { throw failure(making) }
    try settle()
  }
}
