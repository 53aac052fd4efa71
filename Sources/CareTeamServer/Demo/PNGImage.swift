/// A small true-colour picture as a PNG file (W3C PNG, third edition), with its deflate stream stored, not compressed.
struct PNGImage {
  private let width: Int
  private let height: Int
  private var rows: [UInt8] = []

  /// A picture whose pixels, red, green and blue, are computed.
  init(width: Int, height: Int, pixel: (_ x: Int, _ y: Int) -> (UInt8, UInt8, UInt8)) {
    self.width = width
    self.height = height
    rows.reserveCapacity((width * 3 + 1) * height)
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width {
        let (red, green, blue) = pixel(x, y)
        rows += [red, green, blue]
      }
    }
  }

  /// The file.
  var bytes: [UInt8] {
    let header = Self.bigEndian(width) + Self.bigEndian(height) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", header) + Self.chunk("IDAT", zlibStream) + Self.chunk("IEND", [])
  }

  /// RFC 1950, of stored blocks (RFC 1951 §3.2.4).
  private var zlibStream: [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var index = 0
    while index < rows.count {
      let count = min(65_535, rows.count - index)
      let isLast = index + count == rows.count
      out += [isLast ? 1 : 0, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8 & 0xFF)]
      out += rows[index..<index + count]
      index += count
    }
    return out + Self.bigEndian(adler32)
  }

  private var adler32: Int {
    var (low, high) = (1, 0)
    for byte in rows {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(data.count) + body + bigEndian(crc32(body))
  }

  private static func crc32(_ bytes: [UInt8]) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) }
  }
}
