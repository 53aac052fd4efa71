/// The bytes of a photograph, of which a window is held at a time: its size does not matter for memory.
package struct PhotographReader {
  /// Gives the bytes of a range; less than asked for is an error of its own.
  package typealias Load = (Range<Int>) throws(PhotographError) -> [UInt8]

  /// How many bytes there are.
  package let count: Int
  /// What is said of a file that ends too early.
  let format: PhotographFormat
  private let load: Load
  private var window: [UInt8] = []
  private var start = 0

  private static let windowSize = 1 << 16
  /// The most bytes taken at once, for structures that have to be seen as a whole.
  static let largestPiece = 1 << 24

  /// The bytes that a function gives.
  package init(count: Int, format: PhotographFormat, load: @escaping Load) {
    self.count = count
    self.format = format
    self.load = load
  }

  /// Bytes in memory.
  package init(_ bytes: [UInt8], format: PhotographFormat) {
    self.init(count: bytes.count, format: format) { range in Array(bytes[range]) }
  }

  /// The byte at a place.
  mutating func byte(_ place: Int) throws(PhotographError) -> UInt8 {
    if place >= start, place < start + window.count { return window[place - start] }
    guard place >= 0, place < count else { throw cutOff }
    start = place
    window = try load(place..<min(count, place + Self.windowSize))
    guard let first = window.first else { throw cutOff }
    return first
  }

  /// Some bytes.
  mutating func bytes(_ range: Range<Int>) throws(PhotographError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw cutOff }
    guard range.count <= Self.largestPiece else {
      throw .notUnderstood(format, "a part of it is of unusual size")
    }
    if range.isEmpty { return [] }
    if range.lowerBound >= start, range.upperBound <= start + window.count {
      return Array(window[range.lowerBound - start..<range.upperBound - start])
    }
    let piece = try load(range)
    guard piece.count == range.count else { throw cutOff }
    return piece
  }

  /// As many bytes as there are, up to a number.
  mutating func bytes(at place: Int, atMost limit: Int) throws(PhotographError) -> [UInt8] {
    try bytes(min(place, count)..<min(count, place + limit))
  }

  /// Where a byte stands next; nil when it does not come any more.
  mutating func next(_ wanted: UInt8, from place: Int) throws(PhotographError) -> Int? {
    var place = place
    while place < count {
      _ = try byte(place)
      if let found = window[(place - start)...].firstIndex(of: wanted) { return start + found }
      place = start + window.count
    }
    return nil
  }

  /// A number with its most significant byte first.
  mutating func big(_ place: Int, bytes length: Int) throws(PhotographError) -> Int {
    var value = 0
    for offset in 0..<length {
      guard value < 1 << 54 else { throw .damaged(format, "a number in it is too large") }
      value = value << 8 | Int(try byte(place + offset))
    }
    return value
  }

  /// A number of four bytes with its least significant byte first.
  mutating func little(_ place: Int) throws(PhotographError) -> Int {
    var value = 0
    for offset in (0..<4).reversed() { value = value << 8 | Int(try byte(place + offset)) }
    return value
  }

  /// Four letters.
  mutating func code(_ place: Int) throws(PhotographError) -> String {
    String(decoding: try bytes(place..<place + 4), as: UTF8.self)
  }

  var cutOff: PhotographError { .damaged(format, "it is cut off") }
}
