/// What an Exif block says: read to tell what is removed, and for the orientation that is kept.
struct ExifContent {
  private(set) var orientation: Orientation?
  private(set) var findings: Set<PhotographFinding> = []

  private let bytes: ArraySlice<UInt8>
  private let isBig: Bool
  private var seen: Set<Int> = []

  /// The most entries of a directory that are looked at, and the most directories.
  private static let limit = 1000

  /// Reads a block from its TIFF header on; nothing in it can be wrong enough to fail, since all of it goes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    isBig = bytes.starts(with: "MM".utf8)
    guard isBig || bytes.starts(with: "II".utf8), let first = number(4, bytes: 4) else {
      findings.insert(.other)
      return
    }
    let following = read(first, isMain: true)
    if let following, following != 0, read(following, isMain: false) != nil { findings.insert(.thumbnail) }
    if findings.isEmpty, !isMinimal { findings.insert(.other) }
  }

  /// Whether it is what careteam itself writes.
  var isMinimal: Bool { orientation.map { Array(bytes) == $0.exif } ?? false }

  /// The offset of the directory after this one; nil for one that is not there or was read before.
  private mutating func read(_ place: Int, isMain: Bool) -> Int? {
    guard seen.count < Self.limit, seen.insert(place).inserted, let count = number(place, bytes: 2) else { return nil }
    for index in 0..<min(count, Self.limit) {
      let entry = place + 2 + 12 * index
      guard let tag = number(entry, bytes: 2), let type = number(entry + 2, bytes: 2) else { return nil }
      if isMain, tag == 0x0112, orientation == nil {
        orientation = number(entry + 8, bytes: type == 4 ? 4 : 2).flatMap(Orientation.init)
      }
      note(tag, at: entry)
    }
    return number(place + 2 + 12 * count, bytes: 4)
  }

  private mutating func note(_ tag: Int, at entry: Int) {
    if let finding = Self.meaning[tag] { findings.insert(finding) }
    switch tag {
    case 0x8769, 0xA005: if let place = number(entry + 8, bytes: 4) { _ = read(place, isMain: false) }
    case 0x0112, 0x011A, 0x011B, 0x0128, 0x0213: break
    case _ where Self.meaning[tag] == nil: findings.insert(.camera)
    default: break
    }
  }

  private func number(_ place: Int, bytes length: Int) -> Int? {
    guard place >= 0, place <= bytes.count - length else { return nil }
    let start = bytes.startIndex + place
    let piece = bytes[start..<start + length]
    return (isBig ? Array(piece) : piece.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }

  /// Tags of Exif 2.32, TIFF/EP, DNG and Windows that say something of a kind.
  private static let meaning: [Int: PhotographFinding] = [
    0x8825: .location, 0x9C9B: .comment, 0x9C9C: .comment, 0x9C9D: .owner, 0x9C9E: .comment, 0x9C9F: .comment,
    0x010E: .comment, 0x9286: .comment, 0x0132: .time, 0x9003: .time, 0x9004: .time, 0x9010: .time, 0x9011: .time,
    0x9012: .time, 0x9290: .time, 0x9291: .time, 0x9292: .time, 0x882A: .time, 0xC71B: .time, 0xA420: .serialNumber,
    0xA431: .serialNumber, 0xA435: .serialNumber, 0xC62F: .serialNumber, 0xC65D: .serialNumber, 0x013B: .owner,
    0x8298: .owner, 0xA430: .owner, 0xA436: .comment, 0x927C: .makerNotes, 0xC634: .makerNotes, 0x02BC: .xmp,
    0x83BB: .iptc, 0x8649: .iptc, 0x0201: .thumbnail,
  ]
}
