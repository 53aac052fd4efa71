/// Sizes of files for people.
enum ByteCount {
  /// A size in bytes, kB or MB, as file managers write it.
  static func text(_ bytes: Int64) -> String {
    switch bytes {
    case ..<1000: "\(bytes) bytes"
    case ..<1_000_000: "\(tenths(bytes, of: 1000)) kB"
    case ..<1_000_000_000: "\(tenths(bytes, of: 1_000_000)) MB"
    default: "\(tenths(bytes, of: 1_000_000_000)) GB"
    }
  }

  private static func tenths(_ bytes: Int64, of unit: Int64) -> String {
    let tenths = (bytes * 10 + unit / 2) / unit
    return tenths % 10 == 0 || tenths >= 1000 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }
}
