/// A number of bytes as people write it: `300`, `64kB`, `25MB`, `1GiB`.
package struct ByteSize: Sendable, Hashable {
  package let bytes: Int64

  /// The size that a text says; nil for anything else.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let number = Int64(digits), number > 0, let factor = Self.units[unit] else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: factor)
    guard !isTooLarge else { return nil }
    self.bytes = bytes
  }

  private static let units: [String: Int64] = [
    "": 1, "b": 1, "k": 1000, "kb": 1000, "kib": 1024, "m": 1_000_000, "mb": 1_000_000, "mib": 1 << 20,
    "g": 1_000_000_000, "gb": 1_000_000_000, "gib": 1 << 30,
  ]
}
