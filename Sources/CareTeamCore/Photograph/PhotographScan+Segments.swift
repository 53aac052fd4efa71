extension PhotographScan {
  /// Looks at every segment of a JPEG by its marker.
  static func jpeg(_ reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    var place = 0
    while let marker = try reader.next(0xFF, from: place) {
      let kind = try reader.byte(marker + 1)
      switch kind {
      case 0xFF: place = marker + 1
      // Inside a scan, the beginning, and the restarts have no length.
      case 0, 0xD0...0xD8: place = marker + 2
      case 0xD9: return marker + 2 == reader.count ? nil : .trailer
      default:
        let length = try reader.big(marker + 2, bytes: 2)
        if let found = segment(kind, try reader.bytes(marker + 4..<marker + 2 + max(2, length))) { return found }
        place = marker + 2 + length
      }
    }
    return .trailer
  }

  private static func segment(_ kind: UInt8, _ content: [UInt8]) -> PhotographFinding? {
    switch kind {
    case 0xE0: content.count == 14 && content[12] == 0 && content[13] == 0 ? nil : .thumbnail
    case 0xE1: isOrientationOnly(content.dropFirst(6)) && content.starts(with: "Exif".utf8) ? nil : .camera
    case 0xE2: content.starts(with: "ICC_PROFILE".utf8) ? nil : .furtherImage
    case 0xEE: content.count == 12 ? nil : .other
    case 0xED: .iptc
    case 0xE3...0xEF: .makerNotes
    case 0xFE: .comment
    default: nil
    }
  }

  /// Looks at every chunk of a PNG by its name.
  static func png(_ reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    var place = 8
    while place < reader.count {
      let length = try reader.big(place, bytes: 4)
      switch try reader.code(place + 4) {
      case "tEXt", "zTXt", "iTXt": return .comment
      case "tIME": return .time
      case "eXIf":
        guard isOrientationOnly(try reader.bytes(place + 8..<place + 8 + length)) else { return .camera }
      case "caBX", "dSIG", "meTa", "iDOT", "mkBF", "mkTS", "mkBS", "mkBT", "prVW", "vpAg": return .other
      case "IEND": return place + 12 == reader.count ? nil : .trailer
      default: break
      }
      place += 12 + length
    }
    return .trailer
  }
}
