/// A length of time as users write it: `30s`, `15m`, `24h`, `7d`.
package struct DurationText: Sendable, Hashable {
  /// Whole seconds, not negative.
  package let seconds: Int64

  /// Reads digits and one unit letter; a text that is neither throws what is wrong with it.
  package init(_ text: String) throws(DurationError) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last, let unit = units[last] else { throw .noUnit(text) }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .noNumber(text) }
    guard let number = Int64(digits), number <= Self.longest / unit else { throw .tooLong(text) }
    seconds = number * unit
  }

  /// A hundred years.
  private static let longest: Int64 = 36_525 * 86_400
}

/// Why a text is not a duration.
package enum DurationError: Error, Sendable, Hashable {
  /// The text does not end in `s`, `m`, `h` or `d`.
  case noUnit(String)
  /// What precedes the unit is no whole number.
  case noNumber(String)
  /// The duration is beyond a hundred years.
  case tooLong(String)

  /// What failed, then what to write instead.
  package var message: String {
    switch self {
    case .noUnit(let text): "no unit in the duration “\(text)”; write for example 30s, 15m, 24h or 7d"
    case .noNumber(let text): "no whole number in the duration “\(text)”; write for example 30s, 15m, 24h or 7d"
    case .tooLong(let text): "the duration “\(text)” is too long; the most is a hundred years"
    }
  }
}
