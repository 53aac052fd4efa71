/// How a photograph becomes one that says nothing about itself: what is kept of it, and what is put between.
package struct PhotographPlan: Sendable, Equatable {
  /// A piece of the result.
  package enum Piece: Sendable, Equatable {
    /// Bytes of the original.
    case original(Range<Int>)
    /// Bytes that were not there.
    case new([UInt8])
    /// So many zeros, where something stood that others count on in its place.
    case zeros(Int)

    package var count: Int {
      switch self {
      case .original(let range): range.count
      case .new(let bytes): bytes.count
      case .zeros(let count): count
      }
    }
  }

  /// What kind of picture it is.
  package let format: PhotographFormat
  /// The result, in order.
  package private(set) var pieces: [Piece] = []
  /// What is not in the result any more.
  package private(set) var findings: Set<PhotographFinding> = []

  init(format: PhotographFormat) { self.format = format }

  /// The result's size.
  package var count: Int { pieces.reduce(0) { $0 + $1.count } }

  /// The findings in the order in which they are told.
  package var removed: [PhotographFinding] { findings.sorted() }

  mutating func keep(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if case .original(let last)? = pieces.last, last.upperBound == range.lowerBound {
      pieces[pieces.count - 1] = .original(last.lowerBound..<range.upperBound)
    } else {
      pieces.append(.original(range))
    }
  }

  mutating func add(_ bytes: [UInt8]) { if !bytes.isEmpty { pieces.append(.new(bytes)) } }

  mutating func blank(_ count: Int) { if count > 0 { pieces.append(.zeros(count)) } }

  mutating func note(_ finding: PhotographFinding) { findings.insert(finding) }

  mutating func note(_ more: Set<PhotographFinding>) { findings.formUnion(more) }

  /// Appends what another plan makes of a part.
  mutating func append(_ other: PhotographPlan) {
    for piece in other.pieces {
      if case .original(let range) = piece { keep(range) } else { pieces.append(piece) }
    }
    findings.formUnion(other.findings)
  }

  /// Writes the result in pieces of a megabyte at most.
  ///
  /// - Parameters:
  ///   - load: gives the original's bytes.
  ///   - write: takes the result's bytes, in order.
  package func run<Failure: Error>(
    loading load: (Range<Int>) throws(Failure) -> [UInt8], writing write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    for piece in pieces {
      for part in Self.parts(of: 0..<piece.count) {
        switch piece {
        case .original(let range):
          try write(try load(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound))
        case .new(let bytes): try write(Array(bytes[part]))
        case .zeros: try write([UInt8](repeating: 0, count: part.count))
        }
      }
    }
  }

  private static func parts(of range: Range<Int>) -> [Range<Int>] {
    let size = 1 << 20
    return stride(from: range.lowerBound, to: range.upperBound, by: size).map { $0..<min($0 + size, range.upperBound) }
  }

  /// The result as bytes to read from, without making it: for the second look at it.
  func reader(over load: @escaping PhotographReader.Load) -> PhotographReader {
    var starts: [Int] = []
    var total = 0
    for piece in pieces {
      starts.append(total)
      total += piece.count
    }
    let pieces = pieces
    return PhotographReader(count: total, format: format) { (wanted) throws(PhotographError) in
      var bytes: [UInt8] = []
      // The last piece that begins at the place or before it.
      var low = 0
      var high = starts.count
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= wanted.lowerBound { low = middle } else { high = middle }
      }
      for index in low..<pieces.count where starts[index] < wanted.upperBound {
        let part =
          max(wanted.lowerBound - starts[index], 0)..<min(wanted.upperBound - starts[index], pieces[index].count)
        switch pieces[index] {
        case .original(let range):
          bytes += try load(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
        case .new(let content): bytes += content[part]
        case .zeros: bytes += [UInt8](repeating: 0, count: part.count)
        }
        if starts[index] + pieces[index].count >= wanted.upperBound { break }
      }
      return bytes
    }
  }
}
