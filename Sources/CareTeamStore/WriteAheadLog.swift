/// A database's write-ahead log, read without SQLite (sqlite.org/fileformat2.html §4).
///
/// SQLite takes the first frame whose checksum is wrong for the log's end, and says nothing of what was committed after
/// it. This reader notices that there is more.
struct WriteAheadLog {
  /// The size of the pages in it.
  let pageSize: Int
  /// The content of each page that was committed last, as a place in the log.
  private(set) var pages: [Int: Range<Int>] = [:]
  /// How many pages the database has after the last commit; 0 when there was none.
  private(set) var pageCount = 0
  /// Whether a part that was once committed cannot be read any more.
  private(set) var isDamaged = false

  private static let headerSize = 32
  private static let frameHeaderSize = 24

  /// Reads a log; nil for an empty one.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Self.headerSize else { return nil }
    let magic = bytes.number(at: 0)
    let size = Int(bytes.number(at: 8))
    var sum = Checksum(isBigEndian: magic & 1 == 1)
    sum.add(bytes[0..<24])
    guard magic & ~1 == 0x377F_0682, size >= 512, size <= 65_536, size & (size - 1) == 0,
      sum.matches(bytes, at: 24)
    else {
      pageSize = 4096
      // A log that was never written to is zero after a loss of power; anything else had commits in it.
      isDamaged = bytes.contains { $0 != 0 }
      return
    }
    pageSize = size
    read(bytes, after: sum)
  }

  private mutating func read(_ bytes: [UInt8], after header: Checksum) {
    var sum = header
    var waiting: [Int: Range<Int>] = [:]
    var place = Self.headerSize
    while let frame = frame(bytes, at: place) {
      guard frame.isOfThisLog else { return }
      sum.add(bytes[place..<place + 8])
      sum.add(bytes[frame.content])
      guard sum.matches(bytes, at: place + 16) else {
        isDamaged = hasCommit(bytes, after: frame.content.upperBound)
        return
      }
      waiting[frame.page] = frame.content
      if frame.pageCount > 0 {
        pages.merge(waiting) { $1 }
        waiting = [:]
        pageCount = frame.pageCount
      }
      place = frame.content.upperBound
    }
  }

  private struct Frame {
    var page: Int
    /// The database's size when this frame ends a commit, else 0.
    var pageCount: Int
    var content: Range<Int>
    /// Whether it was written since the log began anew: older frames stay behind the newer ones.
    var isOfThisLog: Bool
  }

  private func frame(_ bytes: [UInt8], at place: Int) -> Frame? {
    let content = place + Self.frameHeaderSize
    guard content + pageSize <= bytes.count else { return nil }
    return Frame(
      page: Int(bytes.number(at: place)), pageCount: Int(bytes.number(at: place + 4)),
      content: content..<content + pageSize, isOfThisLog: bytes[place + 8..<place + 16] == bytes[16..<24])
  }

  /// Whether a commit of this log comes after a frame that cannot be read. Without one it was being written when the
  /// power went away, and nobody was told that it was kept.
  private func hasCommit(_ bytes: [UInt8], after place: Int) -> Bool {
    var place = place
    while let frame = frame(bytes, at: place) {
      if frame.isOfThisLog, frame.pageCount > 0 { return true }
      place = frame.content.upperBound
    }
    return false
  }
}

/// The running checksum of a log (sqlite.org/fileformat2.html §4.2).
private struct Checksum {
  let isBigEndian: Bool
  private var first: UInt32 = 0
  private var second: UInt32 = 0

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { raw in
      for place in stride(from: 0, to: raw.count - 7, by: 8) {
        first = first &+ word(raw, place) &+ second
        second = second &+ word(raw, place + 4) &+ first
      }
    }
  }

  private func word(_ raw: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    let word = raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
    return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
  }

  func matches(_ bytes: [UInt8], at place: Int) -> Bool {
    bytes.number(at: place) == first && bytes.number(at: place + 4) == second
  }
}

extension [UInt8] {
  /// The big-endian number of four bytes.
  func number(at place: Int) -> UInt32 { self[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) } }
}
