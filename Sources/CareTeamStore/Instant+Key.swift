import CareTeamCore

extension Instant {
  /// Seconds from year 1 to 1970, so that no key is negative.
  private static let shift: Int64 = 62_135_596_800

  /// The instant as text that sorts as instants do: 12 digits of seconds since year 1, 9 of nanoseconds.
  ///
  /// One integer of nanoseconds would end in 2262, and careteam takes years up to 9999.
  var key: String {
    let second = min(max(seconds, -Self.shift), 937_864_403_199) + Self.shift
    return String(unsafeUninitializedCapacity: 21) { buffer in
      Self.write(second, into: buffer, from: 0, to: 12)
      Self.write(Int64(nanoseconds), into: buffer, from: 12, to: 21)
      return 21
    }
  }

  private static func write(_ value: Int64, into buffer: UnsafeMutableBufferPointer<UInt8>, from: Int, to: Int) {
    var rest = value
    for index in (from..<to).reversed() {
      buffer.initializeElement(at: index, to: UInt8(0x30 + rest % 10))
      rest /= 10
    }
  }

  /// The instant of a key.
  init?(key: String) {
    guard key.utf8.count == 21, let second = Int64(key.prefix(12)), let rest = Int32(key.suffix(9)) else { return nil }
    self.init(seconds: second - Self.shift, nanoseconds: rest)
  }
}
