import CareTeamCore
import Glibc
import Testing

@testable import CareTeamStore

/// How the new mailbox takes the damaged one's place: at once for everybody, and whoever dies meanwhile.
struct ReplacementTests {
  /// The files of a mailbox whose process was killed: its log is not worked in.
  private func killed(with count: Int) throws -> (sample: SampleMailbox, log: [UInt8]) {
    let whole = try SampleMailbox(messages: 12)
    let store = try whole.scratch.open()
    for number in 0..<count {
      _ = try store.enqueue(
        draft(Handle(.conversation, 1), "last \(number)", clientId: "last-\(number)"), at: at(2000 + Int64(number)))
    }
    let copy = try whole.copy()
    let log = whole.scratch.bytes("mailbox.sqlite3-wal")
    try store.close()
    return (copy, log)
  }

  @Test func `the log of a killed process is worked in before the rest is read`() throws {
    let (sample, log) = try killed(with: 3)
    sample.scratch.write(log, to: "mailbox.sqlite3-wal")
    var bytes = sample.scratch.bytes("mailbox.sqlite3")
    // The header alone: with it gone SQLite reads neither the file nor its log.
    bytes.replaceSubrange(0..<16, with: repeatElement(7, count: 16))
    sample.scratch.write(bytes, to: "mailbox.sqlite3")
    let report = try #require(try sample.rebuild())
    #expect(!report.isLogDamaged && report.unsent == 8, "\(report)")
    #expect(sample.scratch.names.contains { $0.hasPrefix("mailbox-damaged-") && $0.hasSuffix(".sqlite3-wal") })
    let store = try sample.scratch.open()
    #expect(try store.outbox(includingSent: false).map(\.clientId).suffix(3) == ["last-0", "last-1", "last-2"])
  }

  @Test func `a log that SQLite would cut off silently is noticed, and what waits is looked up before it is sent`()
    throws
  {
    let (sample, whole) = try killed(with: 3)
    var log = whole
    // Into the content of the second frame: from there on SQLite takes the log for at its end.
    for index in 0..<64 { log[32 + 24 + 4096 + 24 + 200 + index] ^= 0xFF }
    sample.scratch.write(log, to: "mailbox.sqlite3-wal")
    #expect(MailboxStore.isLogDamaged(in: sample.scratch.path))
    let report = try #require(try sample.rebuild())
    #expect(report.isLogDamaged && report.sentences.contains { $0.contains("may be missing") })
    let store = try sample.scratch.open()
    let unsure = try store.read {
      try $0.count("SELECT count(*) FROM outbox WHERE state <> 'sent' AND may_exist = 0")
    }
    #expect(unsure == 0)
    _ = try store.enqueue(draft(Handle(.conversation, 1), clientId: "after"), at: at(6000))
    // The numbers of what the log had are not given again.
    #expect(try #require(try store.outbox(includingSent: false).last).handle.number > 9)
  }

  @Test func `a log that ends in the middle of a commit is no damage`() throws {
    let (sample, whole) = try killed(with: 3)
    sample.scratch.write(Array(whole.dropLast(2000)), to: "mailbox.sqlite3-wal")
    #expect(!MailboxStore.isLogDamaged(in: sample.scratch.path))
    #expect(try sample.rebuild() == nil)
  }

  /// The states in which a killed process can leave the folder behind, once the new mailbox is finished.
  @Test(arguments: [[], ["-shm"], ["-shm", "-wal"], ["-shm", "-wal", ""]])
  func `whoever comes next finishes what a killed process began`(moved: [String]) throws {
    let (new, _) = try killed(with: 0)
    let (sample, log) = try killed(with: 1)
    sample.scratch.write(log, to: "mailbox.sqlite3-wal")
    sample.scratch.write([], to: "mailbox.sqlite3-shm")
    sample.damage(.everything)
    let damaged = sample.scratch.bytes("mailbox.sqlite3")
    sample.scratch.write(new.scratch.bytes("mailbox.sqlite3"), to: "mailbox.rebuilt")
    let time = timespec(tv_sec: 1_764_000_000, tv_nsec: 0)
    utimensat(AT_FDCWD, sample.scratch.path + "/mailbox.rebuilt", [time, time], 0)
    let aside = sample.scratch.path + "/mailbox-damaged-20251124T160000Z.sqlite3"
    for suffix in moved { rename(sample.scratch.database + suffix, aside + suffix) }
    let store = try sample.scratch.open()
    #expect(store.identity == new.identity)
    #expect(try store.integrityFaults() == [] && store.outbox(includingSent: true).count == new.outbox.count)
    #expect(sample.scratch.bytes("mailbox-damaged-20251124T160000Z.sqlite3") == damaged)
    #expect(sample.scratch.bytes("mailbox-damaged-20251124T160000Z.sqlite3-wal") == log)
    #expect(!sample.scratch.names.contains("mailbox.rebuilt"))
  }

  @Test func `who has the damaged file open is told, and does not write to it`() throws {
    let sample = try SampleMailbox(messages: 12)
    let root = try #require(try sample.roots()["draft"])
    let watcher = try sample.scratch.open()
    sample.damage(.zero(page: root))
    _ = try #require(try sample.rebuild())
    let before = sample.scratch.bytes(
      MailboxStore.setAside(in: sample.scratch.path)[0].split(separator: "/").last.map(String.init) ?? "")
    #expect(throws: StoreError.replaced) {
      try watcher.enqueue(draft(Handle(.conversation, 1), clientId: "late"), at: at(6000))
    }
    #expect(throws: StoreError.replaced) { try watcher.everything() }
    let store = try sample.scratch.open()
    _ = try store.enqueue(draft(Handle(.conversation, 1), "kept", clientId: "kept"), at: at(6001))
    // The last to close a database takes its log away: not this one, which is another's.
    try watcher.close()
    let other = try sample.scratch.open()
    #expect(try other.outbox(includingSent: false).map(\.clientId).contains("kept"))
    let name = MailboxStore.setAside(in: sample.scratch.path)[0].split(separator: "/").last.map(String.init) ?? ""
    #expect(sample.scratch.bytes(name) == before)
  }

  @Test func `one of many makes it anew, and nobody meets a half-made mailbox`() async throws {
    let sample = try SampleMailbox(messages: 30)
    sample.damage(.zero(page: 1))
    let path = sample.scratch.path
    let reports = try await withThrowingTaskGroup(of: RebuildReport?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try MailboxStore.rebuildIfDamaged(
            directory: path, lockWait: .seconds(20), keys: KeySource(TemporaryMailbox.key), at: at(5000))
        }
        group.addTask {
          do {
            let store = try MailboxStore(
              directory: path, lockWait: .seconds(20), create: false, keys: KeySource(TemporaryMailbox.key))
            #expect(try store.drafts().count == 2)
          } catch let error as StoreError {
            if case .damaged = error { return nil }
            throw error
          }
          return nil
        }
      }
      return try await group.reduce(into: []) { if let report = $1 { $0.append(report) } }
    }
    #expect(reports.count == 1)
    #expect(MailboxStore.setAside(in: path).count == 1)
  }

  @Test func `who cannot wait for it is told that it is busy`() throws {
    let sample = try SampleMailbox(messages: 3)
    let lock = try FolderLock(MailboxFolder(path: sample.scratch.path), alone: true, waiting: .zero)
    #expect(throws: StoreError.busy(holder: nil)) { try sample.scratch.open(wait: .milliseconds(20)) }
    #expect(throws: StoreError.busy(holder: nil)) { try sample.rebuild(wait: .milliseconds(20)) }
    _ = consume lock
    #expect(try sample.rebuild() == nil)
  }

  @Test func `numbers are reserved before they are given, and an older note is raised`() throws {
    let sample = try SampleMailbox(messages: 3)
    let folder = MailboxFolder(path: sample.scratch.path)
    let note = try #require(folder.readNote())
    #expect(note.account == sample.account && note.identity == sample.identity)
    #expect(try #require(note.reserved["message_handle"]) >= 1000)
    var low = note
    low.reserved["outbox"] = 1
    try folder.write(low)
    let store = try sample.scratch.open()
    _ = try store.enqueue(draft(Handle(.conversation, 1), clientId: "x"), at: at(6000))
    #expect(try #require(folder.readNote()?.reserved["outbox"]) > 7)
    #expect(sample.scratch.mode("account.json") == 0o600)
    // What the note says of the account is not taken back by a database that says otherwise all at once.
    try store.write { try $0.run("UPDATE meta SET server = 'https://clinic.exbmple/fhir'") }
    try sample.scratch.open().noteSync(at: at(6000))
    #expect(folder.readNote()?.account == sample.account)
    try store.save(try #require(sample.account))
    // Made by a careteam that kept no note.
    unlink(folder.note)
    let other = try sample.scratch.open()
    try other.noteSync(at: at(6001))
    #expect(folder.readNote()?.account == sample.account)
  }
}
