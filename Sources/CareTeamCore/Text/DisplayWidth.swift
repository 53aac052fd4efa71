/// How many terminal cells text takes, by careteam's own table (the C locale's `wcwidth` knows ASCII only).
package enum DisplayWidth {
  /// The cells of one scalar: 0, 1 or 2; controls take none.
  package static func cells(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    if contains(value, WidthTable.wide) { return 2 }
    return contains(value, WidthTable.zero) ? 0 : 1
  }

  /// The cells of one grapheme cluster: 2 for an emoji sequence, a flag or a keycap, else the sum of its scalars.
  package static func cells(of character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    var sum = 0
    var sawEmoji = false
    var selectsEmoji = false
    for scalar in character.unicodeScalars {
      sum += cells(of: scalar)
      if scalar.value == 0xFE0F { selectsEmoji = true }
      if scalar.properties.isEmoji { sawEmoji = true }
    }
    guard sawEmoji else { return sum }
    return selectsEmoji ? 2 : min(sum, 2)
  }

  /// The cells of a text on one line.
  package static func cells(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + cells(of: $1) }
  }

  private static func contains(_ value: UInt32, _ ranges: [UInt32]) -> Bool {
    var low = 0
    var high = ranges.count / 2
    while low < high {
      let middle = (low + high) / 2
      if value < ranges[2 * middle] {
        high = middle
      } else if value > ranges[2 * middle + 1] {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }
}
