/// GIF (89a): the images, their movement and their colours are kept; comments and applications' data go.
struct GIFStripper {
  private var reader: PhotographReader
  private var plan = PhotographPlan(format: .gif)
  private var place = 13
  private var hasPicture = false

  /// Applications whose data belongs to the picture: how often it is repeated, and its colour profile.
  private static let kept: Set<String> = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"]

  /// The picture without what it says about itself.
  static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    var stripper = GIFStripper(reader: reader)
    try stripper.run()
    return stripper.plan
  }

  private init(reader: PhotographReader) { self.reader = reader }

  private mutating func run() throws(PhotographError) {
    place += Self.tableSize(try reader.byte(10))
    guard place <= reader.count else { throw reader.cutOff }
    plan.keep(0..<place)
    while true {
      let start = place
      switch try reader.byte(place) {
      case 0x2C:
        place += 10 + Self.tableSize(try reader.byte(place + 9)) + 1
        place = try endOfBlocks(from: place)
        plan.keep(start..<place)
        hasPicture = true
      case 0x21: try addExtension()
      case 0x3B:
        guard hasPicture else { throw .damaged(.gif, "there is no picture in it") }
        plan.keep(place..<place + 1)
        if place + 1 < reader.count { plan.note(.trailer) }
        return
      default: throw .damaged(.gif, "there is something between its blocks")
      }
    }
  }

  /// The size of a colour table by its packed field (§18, §20).
  private static func tableSize(_ packed: UInt8) -> Int { packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 7) + 1) }

  private mutating func endOfBlocks(from start: Int) throws(PhotographError) -> Int {
    var place = start
    while true {
      let length = Int(try reader.byte(place))
      place += 1 + length
      if length == 0 { return place }
    }
  }

  private mutating func addExtension() throws(PhotographError) {
    let start = place
    let label = try reader.byte(place + 1)
    place = try endOfBlocks(from: place + 2)
    switch label {
    // How the next image is shown, and text that is part of the picture.
    case 0xF9, 0x01: plan.keep(start..<place)
    case 0xFE: plan.note(.comment)
    case 0xFF:
      let name = String(decoding: try reader.bytes(at: start + 3, atMost: 11), as: UTF8.self)
      if Self.kept.contains(name) {
        plan.keep(start..<place)
      } else if name == "XMP DataXMP" {
        plan.note(XMPContent.findings(in: try reader.bytes(start..<min(place, start + 1 << 20))))
      } else {
        plan.note(.other)
      }
    default: plan.note(.other)
    }
  }
}
