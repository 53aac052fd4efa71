/// A box of an ISO base media file (ISO/IEC 14496-12 §4.2): its four letters, and where it is.
struct ISOBox: Sendable, Equatable {
  var type: String
  /// With its header.
  var whole: Range<Int>
  var content: Range<Int>

  /// The boxes that fill a range of bytes.
  static func list(_ bytes: [UInt8], in range: Range<Int>) throws(PhotographError) -> [ISOBox] {
    var reader = PhotographReader(bytes, format: .heif)
    return try list(&reader, in: range)
  }

  /// The boxes that fill a range of a file.
  static func list(_ reader: inout PhotographReader, in range: Range<Int>) throws(PhotographError) -> [ISOBox] {
    var boxes: [ISOBox] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let box = try read(&reader, at: place, before: range.upperBound)
      boxes.append(box)
      guard boxes.count < 10_000 else { throw .notUnderstood(.heif, "it has too many parts") }
      place = box.whole.upperBound
    }
    return boxes
  }

  /// The box at a place: a size of 1 says that the size comes later, 0 that it reaches to the end.
  static func read(
    _ reader: inout PhotographReader, at place: Int, before end: Int
  ) throws(PhotographError) -> ISOBox {
    var size = try reader.big(place, bytes: 4)
    var header = 8
    if size == 1 {
      size = try reader.big(place + 8, bytes: 8)
      header = 16
    } else if size == 0 {
      size = end - place
    }
    guard size >= header, size <= end - place else { throw reader.cutOff }
    return ISOBox(
      type: try reader.code(place + 4), whole: place..<place + size, content: place + header..<place + size)
  }

  /// A box with this content.
  static func bytes(_ type: String, _ content: [UInt8]) -> [UInt8] {
    big(8 + content.count, bytes: 4) + Array(type.utf8) + content
  }

  /// A number with its most significant byte first.
  static func big(_ number: Int, bytes count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

/// Reads a box's content from its beginning on.
struct ISOCursor {
  private var reader: PhotographReader
  private(set) var place: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    reader = PhotographReader(bytes, format: .heif)
    place = range.lowerBound
    end = range.upperBound
  }

  /// The next number, of so many bytes; 0 of none.
  mutating func number(_ count: Int) throws(PhotographError) -> Int {
    guard count <= end - place else { throw reader.cutOff }
    defer { place += count }
    return try reader.big(place, bytes: count)
  }

  /// The next four letters.
  mutating func code() throws(PhotographError) -> String {
    guard end - place >= 4 else { throw reader.cutOff }
    defer { place += 4 }
    return try reader.code(place)
  }

  mutating func skip(_ count: Int) throws(PhotographError) {
    guard count >= 0, count <= end - place else { throw reader.cutOff }
    place += count
  }
}
