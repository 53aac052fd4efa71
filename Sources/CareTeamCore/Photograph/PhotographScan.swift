/// The second look: finds in a result whatever should not be there any more.
///
/// It shares no code with what made the result, and goes by what is forbidden where that goes by what is allowed.
enum PhotographScan {
  /// The first thing that was left in a photograph; nil when it says nothing about itself.
  static func leftover(in reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    let found: PhotographFinding?
    switch reader.format {
    case .jpeg: found = try jpeg(&reader)
    case .png: found = try png(&reader)
    case .webp: found = try webp(&reader)
    case .gif: found = try gif(&reader)
    case .heif: found = try heif(&reader)
    case .tiff, .cameraRaw, .jpegXL, .jpeg2000, .photoshop: found = .other
    }
    if let found { return found }
    return try signature(in: &reader)
  }

  /// Texts that metadata begins with, wherever they stand. They are long enough not to come by chance in a picture.
  private static let signatures: [(text: [UInt8], finding: PhotographFinding)] = [
    (Array("http://ns.adobe.com/".utf8), .xmp), (Array("<x:xmpmeta".utf8), .xmp), (Array("<?xpacket".utf8), .xmp),
    (Array("<rdf:RDF".utf8), .xmp), (Array("GPSLatitude".utf8), .location), (Array("Photoshop 3.0\0".utf8), .iptc),
    (Array("Exif\0\0II*\0".utf8), .camera), (Array("MPF\0II*\0".utf8), .furtherImage),
    (Array("MPF\0MM\0*".utf8), .furtherImage), (Array("ftypmp42".utf8), .video), (Array("ftypisom".utf8), .video),
    (Array("ftypqt  ".utf8), .video), (Array("Raw profile type ".utf8), .other),
    (Array("Apple iOS\0".utf8), .makerNotes),
  ]

  private static func signature(in reader: inout PhotographReader) throws(PhotographError) -> PhotographFinding? {
    let size = 1 << 16
    // The beginning of an ISO file says itself what it is.
    var place = 16
    while place < reader.count {
      let piece = try reader.bytes(at: place, atMost: size + 32)
      for start in 0..<min(size, piece.count) {
        switch piece[start] {
        case 0x68, 0x3C, 0x47, 0x50, 0x45, 0x4D, 0x66, 0x52, 0x41:
          for (text, finding) in signatures where piece[start...].starts(with: text) { return finding }
        default: continue
        }
      }
      place += size
    }
    return nil
  }

  /// Whether a block of Exif says how the picture is turned, and nothing else.
  static func isOrientationOnly(_ exif: some Collection<UInt8>) -> Bool {
    let block = Array(exif)
    guard block.count == 26, (1...8).contains(block[19]) else { return false }
    return block[..<19] == [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]
      && block[20...].allSatisfy { $0 == 0 }
  }
}
