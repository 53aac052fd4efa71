/// JPEG (ITU-T T.81 annex B): the segments of the picture are kept, with the application segments that its colours need.
struct JPEGStripper {
  private var reader: PhotographReader
  private var plan = PhotographPlan(format: .jpeg)
  private var place = 2
  private var hasFrame = false
  private var hasScan = false
  private var hasExif = false

  /// The picture without what it says about itself.
  static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    var stripper = JPEGStripper(reader: reader)
    try stripper.run()
    return stripper.plan
  }

  private init(reader: PhotographReader) { self.reader = reader }

  private mutating func run() throws(PhotographError) {
    plan.keep(0..<2)
    while true {
      let marker = try nextMarker()
      switch marker {
      case 0xD9:
        guard hasFrame, hasScan else { throw .damaged(.jpeg, "there is no picture in it") }
        plan.add([0xFF, 0xD9])
        return try noteTrailer()
      case 0xC0...0xCF, 0xDA...0xDF, 0xE0...0xEF, 0xFE: try segment(marker)
      default: throw .notUnderstood(.jpeg, "marker \(String(marker, radix: 16))")
      }
    }
  }

  /// The marker at the place, which may have any number of fill bytes before it (B.1.1.2).
  private mutating func nextMarker() throws(PhotographError) -> UInt8 {
    guard try reader.byte(place) == 0xFF else { throw .damaged(.jpeg, "there is something between its segments") }
    while try reader.byte(place + 1) == 0xFF { place += 1 }
    let marker = try reader.byte(place + 1)
    place += 2
    return marker
  }

  private mutating func segment(_ marker: UInt8) throws(PhotographError) {
    let length = try reader.big(place, bytes: 2)
    let whole = place - 2..<place + length
    guard length >= 2, whole.upperBound <= reader.count else { throw reader.cutOff }
    place = whole.upperBound
    switch marker {
    case 0xE0...0xEF: try application(marker, whole)
    case 0xFE: plan.note(.comment)
    case 0xDA:
      hasScan = true
      place = try endOfScan(from: place)
      plan.keep(whole.lowerBound..<place)
    default:
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) { hasFrame = true }
      plan.keep(whole)
    }
  }

  /// Where the marker after a scan begins: in the scan itself 0xFF is followed by 0 or by the number of a restart.
  private mutating func endOfScan(from start: Int) throws(PhotographError) -> Int {
    var place = start
    while let found = try reader.next(0xFF, from: place) {
      let next = try reader.byte(found + 1)
      guard next == 0 || next == 0xFF || (0xD0...0xD7).contains(next) else { return found }
      place = found + (next == 0xFF ? 1 : 2)
    }
    throw reader.cutOff
  }

  private mutating func application(_ marker: UInt8, _ whole: Range<Int>) throws(PhotographError) {
    let content = try reader.bytes(whole.lowerBound + 4..<whole.upperBound)
    switch marker {
    // libjpeg takes these two into account when they have all their bytes, to know what the components are.
    case 0xE0 where content.starts(with: "JFIF\0".utf8) && content.count >= 14: keepJFIF(content)
    case 0xEE where content.starts(with: "Adobe".utf8) && content.count >= 12:
      plan.add([0xFF, 0xEE, 0, 14] + content[..<12])
      if content.count > 12 { plan.note(.other) }
    case 0xE2 where content.starts(with: "ICC_PROFILE\0".utf8): plan.keep(whole)
    case 0xE1 where content.starts(with: "Exif\0".utf8): replaceExif(content)
    default: plan.note(Self.findings(marker, content))
    }
  }

  /// Without the preview that may stand in it.
  private mutating func keepJFIF(_ content: [UInt8]) {
    plan.add([0xFF, 0xE0, 0, 16] + content[..<12] + [0, 0])
    if content.count > 14 { plan.note(.thumbnail) }
  }

  private mutating func replaceExif(_ content: [UInt8]) {
    let exif = ExifContent(content.dropFirst(6))
    plan.note(exif.findings)
    // What does not fit into one segment goes on in another that begins in the same way.
    guard !hasExif else { return }
    hasExif = true
    guard let orientation = exif.orientation, orientation.isTurned else { return }
    plan.add([0xFF, 0xE1, 0, 34] + Array("Exif\0\0".utf8) + orientation.exif)
  }

  private static func findings(_ marker: UInt8, _ content: [UInt8]) -> Set<PhotographFinding> {
    switch marker {
    case 0xE0 where content.starts(with: "JFXX\0".utf8): [.thumbnail]
    case 0xE1 where content.starts(with: "http://ns.adobe.com/".utf8): XMPContent.findings(in: content)
    case 0xE2 where content.starts(with: "MPF\0".utf8): [.furtherImage]
    case 0xED where content.starts(with: "Photoshop 3.0\0".utf8): [.iptc]
    default: [.other]
    }
  }

  /// What stands after the picture: phones put a second one there, or a film.
  private mutating func noteTrailer() throws(PhotographError) {
    guard place < reader.count else { return }
    let beginning = try reader.bytes(at: place, atMost: 16)
    if beginning.starts(with: [0xFF, 0xD8, 0xFF]) {
      plan.note(.furtherImage)
    } else if Array(beginning.dropFirst(4).prefix(4)) == Array("ftyp".utf8) {
      plan.note(.video)
    } else {
      plan.note(.trailer)
    }
  }
}
