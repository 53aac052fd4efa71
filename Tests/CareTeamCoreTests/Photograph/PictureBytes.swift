/// Small pictures by hand, with whatever is to stand in them.
enum PictureBytes {
  /// Exif of this orientation with a place, little-endian.
  static func exif(orientation: UInt8) -> [UInt8] {
    let main: [UInt8] =
      [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0] + [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
      + [0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]
    return main + [1, 0, 1, 0, 2, 0, 2, 0, 0, 0, 0x4E, 0, 0, 0, 0, 0, 0, 0]
  }

  /// A segment of JPEG.
  static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
    [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xFF)] + content
  }

  /// A JPEG of a scan with a stuffed byte and a restart in it.
  static func jpeg(_ segments: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
    [0xFF, 0xD8] + segments.joined() + segment(0xDB, [UInt8](repeating: 1, count: 65))
      + segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]) + segment(0xDA, [1, 1, 0, 0, 63, 0])
      + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9] + trailer
  }

  /// A PNG of these chunks, whose checksums nobody looks at, between its header and its picture.
  static func png(_ chunks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [UInt8](repeating: 1, count: 13)) + chunks.joined()
      + chunk("IDAT", [1, 2, 3]) + chunk("IEND", []) + trailer
  }

  /// A chunk of PNG.
  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    [0, 0, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + Array(name.utf8) + content + [0, 0, 0, 0]
  }

  /// A WebP of these chunks behind its header.
  static func webp(flags: UInt8, _ chunks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
    let content =
      Array("WEBP".utf8) + riff("VP8X", [flags, 0, 0, 0, 7, 0, 0, 7, 0, 0]) + riff("VP8L", [0x2F, 1, 2])
      + chunks.joined()
    return Array("RIFF".utf8) + [UInt8(content.count & 0xFF), UInt8(content.count >> 8), 0, 0] + content + trailer
  }

  /// A chunk of WebP.
  static func riff(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + [UInt8(content.count & 0xFF), UInt8(content.count >> 8), 0, 0] + content
      + (content.count % 2 == 1 ? [0] : [])
  }

  /// A GIF of these blocks before its picture.
  static func gif(_ blocks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
    Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255] + blocks.joined()
      + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B] + trailer
  }

  /// Each kind, with what it must not say.
  static var telling: [[UInt8]] {
    let xmp = Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>".utf8)
    return [
      jpeg(
        segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]),
        segment(0xE1, Array("Exif\0\0".utf8) + exif(orientation: 6)), segment(0xE1, xmp), segment(0xFE, [65]),
        segment(0xED, Array("Photoshop 3.0\0".utf8)), trailer: [1, 2, 3]),
      png(
        chunk("tEXt", Array("Author\0Ada".utf8)), chunk("eXIf", exif(orientation: 3)),
        chunk("tIME", [7, 234, 1, 1, 1, 1, 1])),
      webp(flags: 12, riff("EXIF", exif(orientation: 8)), riff("XMP ", xmp), trailer: [9]),
      gif([0x21, 0xFE, 2, 65, 66, 0], trailer: [7]),
    ]
  }
}
