/// PNG (W3C, third edition) and APNG: the chunks of the picture, of its colours and of its movement are kept.
struct PNGStripper {
  private var reader: PhotographReader
  private var plan = PhotographPlan(format: .png)
  private var place = 8
  private var hasHeader = false
  private var hasPicture = false
  private var isEnded = false
  private var hasExif = false

  private static let kept: Set<String> = [
    "IHDR", "PLTE", "IDAT", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "mDCv", "cLLi",
    "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
  ]

  /// The picture without what it says about itself.
  static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    var stripper = PNGStripper(reader: reader)
    stripper.plan.keep(0..<8)
    while !stripper.isEnded { try stripper.chunk() }
    if stripper.place < reader.count { stripper.plan.note(.trailer) }
    return stripper.plan
  }

  private init(reader: PhotographReader) { self.reader = reader }

  private mutating func chunk() throws(PhotographError) {
    let length = try reader.big(place, bytes: 4)
    let type = try reader.code(place + 4)
    let whole = place..<place + 12 + length
    guard length <= Int(Int32.max), whole.upperBound <= reader.count else { throw reader.cutOff }
    guard hasHeader || type == "IHDR" else { throw .damaged(.png, "it does not begin with IHDR") }
    place = whole.upperBound
    switch type {
    case "IEND":
      guard hasPicture else { throw .damaged(.png, "there is no picture in it") }
      isEnded = true
      plan.keep(whole.lowerBound..<whole.lowerBound + 8)
      // It has no content; what stands in one all the same is no part of the picture.
      if length > 0 { throw .damaged(.png, "IEND has content") }
      plan.keep(whole.lowerBound + 8..<whole.upperBound)
    case "eXIf": try replaceExif(whole.lowerBound + 8..<whole.upperBound - 4)
    case _ where Self.kept.contains(type):
      hasHeader = true
      if type == "IDAT" { hasPicture = true }
      plan.keep(whole)
    // The fifth bit of the first letter says whether the picture can be shown without it (§5.4).
    case _ where type.utf8.first.map { $0 & 0x20 == 0 } ?? true:
      throw .notUnderstood(.png, "chunk \(Self.printable(type))")
    default: plan.note(try findings(type, whole.lowerBound + 8..<whole.upperBound - 4))
    }
  }

  private static func printable(_ type: String) -> String {
    String(type.unicodeScalars.map { $0.isASCII && $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" })
  }

  private mutating func replaceExif(_ range: Range<Int>) throws(PhotographError) {
    let exif = ExifContent(try reader.bytes(range)[...])
    plan.note(exif.findings)
    guard !hasExif, let orientation = exif.orientation, orientation.isTurned else { return }
    hasExif = true
    let content = Array("eXIf".utf8) + orientation.exif
    plan.add([0, 0, 0, UInt8(orientation.exif.count)] + content + CRC32.bytes(of: content))
  }

  private mutating func findings(_ type: String, _ range: Range<Int>) throws(PhotographError) -> Set<PhotographFinding>
  {
    guard ["tEXt", "zTXt", "iTXt"].contains(type) else { return type == "tIME" ? [.time] : [.other] }
    let beginning = try reader.bytes(range.lowerBound..<min(range.upperBound, range.lowerBound + 100))
    let keyword = String(decoding: beginning.prefix { $0 != 0 }, as: UTF8.self).lowercased()
    if keyword.hasPrefix("xml:com.adobe.xmp") {
      return XMPContent.findings(
        in: try reader.bytes(range.lowerBound..<min(range.upperBound, range.lowerBound + 1 << 20)))
    }
    switch keyword {
    case "raw profile type exif", "raw profile type app1": return [.camera]
    case "raw profile type iptc", "raw profile type 8bim": return [.iptc]
    case "raw profile type xmp": return [.xmp]
    case "creation time", "date:create", "date:modify", "date:timestamp", "create-date", "modify-date": return [.time]
    case "author", "artist", "copyright", "copyright-notice": return [.owner]
    default: return [.comment]
    }
  }
}

/// The checksum of PNG's chunks (annex D).
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  /// The checksum, with its most significant byte first.
  static func bytes(of content: [UInt8]) -> [UInt8] {
    let value = ~content.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
