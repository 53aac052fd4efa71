/// WebP (RFC 9649): the chunks of the picture, its colours and its movement are kept, and the flags say what is there.
struct WebPStripper {
  private var reader: PhotographReader
  private var plan = PhotographPlan(format: .webp)
  private var hasPicture = false
  private var exif: [UInt8] = []

  /// The picture without what it says about itself.
  static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    var stripper = WebPStripper(reader: reader)
    return try stripper.run()
  }

  private init(reader: PhotographReader) { self.reader = reader }

  private mutating func run() throws(PhotographError) -> PhotographPlan {
    let end = try reader.little(4) + 8
    guard end >= 20, end <= reader.count + 1 else { throw reader.cutOff }
    // Exif comes last, and the flags first: it has to be known before.
    let chunks = try chunks(12..<min(end, reader.count))
    try readExif(chunks)
    for chunk in chunks { try add(chunk) }
    guard hasPicture else { throw .damaged(.webp, "there is no picture in it") }
    plan.add(exif)
    if end < reader.count { plan.note(.trailer) }
    var whole = PhotographPlan(format: .webp)
    whole.keep(0..<4)
    whole.add(Self.little(plan.count + 4))
    whole.keep(8..<12)
    whole.append(plan)
    return whole
  }

  /// A chunk: its four letters, and where its content is.
  private struct Chunk {
    var type: String
    var content: Range<Int>
  }

  private mutating func chunks(_ range: Range<Int>) throws(PhotographError) -> [Chunk] {
    var found: [Chunk] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let length = try reader.little(place + 4)
      let content = place + 8..<place + 8 + length
      guard content.upperBound <= range.upperBound else { throw reader.cutOff }
      found.append(Chunk(type: try reader.code(place), content: content))
      place = content.upperBound + length % 2
    }
    return found
  }

  private mutating func readExif(_ chunks: [Chunk]) throws(PhotographError) {
    guard let chunk = chunks.first(where: { $0.type == "EXIF" }) else { return }
    let content = try reader.bytes(chunk.content)
    // Some put JPEG's beginning before it, which does not belong there.
    let found = ExifContent(content.starts(with: "Exif\0\0".utf8) ? content.dropFirst(6) : content[...])
    plan.note(found.findings)
    guard chunks.first?.type == "VP8X", let orientation = found.orientation, orientation.isTurned else { return }
    exif = Array("EXIF".utf8) + Self.little(orientation.exif.count) + orientation.exif
  }

  private mutating func add(_ chunk: Chunk) throws(PhotographError) {
    switch chunk.type {
    case "VP8X": try addHeader(chunk)
    case "VP8 ", "VP8L":
      hasPicture = true
      keep(chunk)
    case "ANMF": try addFrame(chunk)
    case "ALPH", "ANIM", "ICCP": keep(chunk)
    case "EXIF": break
    case "XMP ": plan.note(XMPContent.findings(in: try reader.bytes(chunk.content)))
    default: plan.note(.other)
    }
  }

  /// The flags (§2.7.1): 8 for Exif, 4 for XMP; those that have no meaning yet are zero.
  private mutating func addHeader(_ chunk: Chunk) throws(PhotographError) {
    guard chunk.content.count >= 10 else { throw .damaged(.webp, "its header is too short") }
    let start = chunk.content.lowerBound
    let flags = try reader.byte(start) & 0b0011_0010 | (exif.isEmpty ? 0 : 0b1000)
    plan.add(Array("VP8X".utf8) + Self.little(10) + [flags, 0, 0, 0])
    plan.keep(start + 4..<start + 10)
  }

  private mutating func addFrame(_ chunk: Chunk) throws(PhotographError) {
    guard chunk.content.count > 16 else { throw .damaged(.webp, "a frame is too short") }
    let start = chunk.content.lowerBound
    var frame = WebPStripper(reader: reader)
    for part in try chunks(start + 16..<chunk.content.upperBound) {
      switch part.type {
      case "ALPH": frame.keep(part)
      case "VP8 ", "VP8L":
        frame.hasPicture = true
        frame.keep(part)
      default: frame.plan.note(.other)
      }
    }
    guard frame.hasPicture else { throw .damaged(.webp, "a frame has no picture") }
    hasPicture = true
    plan.add(Array("ANMF".utf8) + Self.little(16 + frame.plan.count))
    plan.keep(start..<start + 16)
    plan.append(frame.plan)
  }

  private mutating func keep(_ chunk: Chunk) {
    plan.keep(chunk.content.lowerBound - 8..<chunk.content.upperBound)
    if chunk.content.count % 2 == 1 { plan.add([0]) }
  }

  private static func little(_ number: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
