/// What kind of picture a file is, by its first bytes.
package enum PhotographFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"
  case gif = "GIF"
  case heif = "HEIF"
  case tiff = "TIFF"
  case cameraRaw = "camera raw"
  case jpegXL = "JPEG XL"
  case jpeg2000 = "JPEG 2000"
  case photoshop = "Photoshop"

  /// How many leading bytes the decision needs: the brands of an ISO file stand in its first box.
  package static let prefixLength = 64

  /// The format of a file that begins so; nil for one that is no picture, or one that has no place for metadata.
  package init?(prefix: [UInt8]) {
    if prefix.count >= 12, Array(prefix[4..<8]) == Array("ftyp".utf8) {
      guard let format = Self.container(of: prefix) else { return nil }
      self = format
    } else if prefix.count >= 12, prefix.starts(with: "RIFF".utf8), Array(prefix[8..<12]) == Array("WEBP".utf8) {
      self = .webp
    } else {
      guard let match = Self.signatures.first(where: { prefix.starts(with: $0.bytes) }) else { return nil }
      self = match.format
    }
  }

  /// ISO/IEC 14496-12 §4.3: a brand anywhere in the list says that the file can be read as such.
  private static func container(of prefix: [UInt8]) -> PhotographFormat? {
    let length = prefix[..<4].reduce(0) { $0 << 8 | Int($1) }
    var brands: [String] = [String(decoding: prefix[8..<12], as: UTF8.self)]
    var place = 16
    while place + 4 <= min(length, prefix.count) {
      brands.append(String(decoding: prefix[place..<place + 4], as: UTF8.self))
      place += 4
    }
    if brands[0] == "crx " { return .cameraRaw }
    return brands.contains(where: heifBrands.contains) ? .heif : nil
  }

  /// ISO/IEC 23008-12 and AV1's and VVC's forms of it.
  private static let heifBrands: Set<String> = [
    "mif1", "mif2", "msf1", "miaf", "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "avif", "avis",
    "avci", "avcs", "vvic", "vvis", "jpeg", "jpgs", "j2ki", "j2is", "MiHE", "MiHB", "MiAB",
  ]

  private static let signatures: [(bytes: [UInt8], format: PhotographFormat)] = [
    ([0xFF, 0xD8, 0xFF], .jpeg),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
    (Array("GIF87a".utf8), .gif),
    (Array("GIF89a".utf8), .gif),
    (Array("II*\0".utf8), .tiff),
    (Array("MM\0*".utf8), .tiff),
    (Array("II+\0".utf8), .tiff),
    (Array("MM\0+".utf8), .tiff),
    (Array("IIU\0".utf8), .cameraRaw),
    (Array("IIRO".utf8), .cameraRaw),
    (Array("IIRS".utf8), .cameraRaw),
    (Array("MMOR".utf8), .cameraRaw),
    (Array("FUJIFILMCCD-RAW".utf8), .cameraRaw),
    (Array("FOVb".utf8), .cameraRaw),
    ([0x00, 0x4D, 0x52, 0x4D], .cameraRaw),
    ([0xFF, 0x0A], .jpegXL),
    ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .jpegXL),
    ([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], .jpeg2000),
    ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
    (Array("8BPS".utf8), .photoshop),
  ]
}
