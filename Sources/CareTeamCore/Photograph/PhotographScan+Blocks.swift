extension PhotographScan {
  /// Looks at every chunk of a WebP, and whether its size and its flags are true.
  static func webp(_ reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    guard try reader.little(4) == reader.count - 8 else { return .trailer }
    var place = 12
    var saysExif = false
    var hasExif = false
    while place < reader.count {
      let length = try reader.little(place + 4)
      switch try reader.code(place) {
      case "VP8X":
        let flags = try reader.byte(place + 8)
        guard flags & 4 == 0 else { return .xmp }
        saysExif = flags & 8 != 0
      case "EXIF":
        guard isOrientationOnly(try reader.bytes(place + 8..<place + 8 + length)) else { return .camera }
        hasExif = true
      case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP": break
      default: return .other
      }
      place += 8 + length + length % 2
    }
    return saysExif == hasExif ? nil : .camera
  }

  /// Looks for comments and applications' blocks of a GIF.
  static func gif(_ reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    let packed = try reader.byte(10)
    var place = 13 + (packed > 127 ? 6 << Int(packed & 7) : 0)
    while place < reader.count {
      let kind = try reader.byte(place)
      guard kind != 0x3B else { return place == reader.count - 1 ? nil : .trailer }
      if kind == 0x21 {
        let label = try reader.byte(place + 1)
        if label == 0xFE { return .comment }
        if label == 0xFF, try !"NAI".utf8.contains(reader.byte(place + 3)) { return .other }
        place += 2
      } else {
        let packed = try reader.byte(place + 9)
        place += 11 + (packed > 127 ? 6 << Int(packed & 7) : 0)
      }
      while true {
        let length = Int(try reader.byte(place))
        place += 1 + length
        if length == 0 { break }
      }
    }
    return .trailer
  }

  /// Looks for the kinds of items and boxes that no HEIF picture needs, wherever they are named.
  static func heif(_ reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    var place = 0
    while place < reader.count {
      let size = try reader.big(place, bytes: 4)
      let length = size == 1 ? try reader.big(place + 8, bytes: 8) : size == 0 ? reader.count - place : size
      switch try reader.code(place + 4) {
      case "meta": if let found = named(try reader.bytes(place..<place + length)) { return found }
      case "mpvd", "moov": return .video
      case "ftyp", "mdat", "free", "skip": break
      default: return .other
      }
      guard length >= 8 else { return .trailer }
      place += length
    }
    return place == reader.count ? nil : .trailer
  }

  private static func named(_ meta: [UInt8]) -> PhotographFinding? {
    let names: [(String, PhotographFinding)] = [
      ("thmb", .thumbnail), ("udes", .comment), ("altt", .comment), ("crtt", .time), ("mdft", .time),
    ]
    for place in meta.indices.dropLast(18) {
      switch meta[place] {
      case 0x69 where meta[place...].starts(with: "infe".utf8):
        let kind = String(decoding: meta[place + 12..<place + 16], as: UTF8.self)
        let wideKind = String(decoding: meta[place + 14..<place + 18], as: UTF8.self)
        if kind == "Exif" || wideKind == "Exif" { return .camera }
        if kind == "mime" || wideKind == "mime" { return .xmp }
      case 0x74, 0x75, 0x61, 0x63, 0x6D:
        for (name, finding) in names where meta[place...].starts(with: name.utf8) { return finding }
      default: continue
      }
    }
    return nil
  }
}
