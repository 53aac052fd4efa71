/// Characters that names of files from some systems spell in pieces.
enum ComposedCharacter {
  /// One character of two: a Hangul syllable (Unicode §3.12), or kana with a sign of voice; nil when they are two.
  static func compose(_ before: Unicode.Scalar, _ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x3099, 0x309A: voiced(before.value, isHalf: scalar.value == 0x309A)
    case 0x1161...0x1175 where (0x1100...0x1112).contains(before.value):
      Unicode.Scalar(0xAC00 + ((before.value - 0x1100) * 21 + scalar.value - 0x1161) * 28)
    case 0x11A8...0x11C2 where (0xAC00...0xD7A3).contains(before.value) && (before.value - 0xAC00) % 28 == 0:
      Unicode.Scalar(before.value + scalar.value - 0x11A7)
    default: nil
    }
  }

  /// The voiced kana stand behind the plain ones.
  private static func voiced(_ value: UInt32, isHalf: Bool) -> Unicode.Scalar? {
    // Katakana have the hiragana's order.
    let place = (0x30A1...0x30F4).contains(value) ? value - 0x60 : value
    switch place {
    case 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: return Unicode.Scalar(value + (isHalf ? 2 : 1))
    case 0x3046 where !isHalf: return Unicode.Scalar(value + 0x4E)
    case 0x304B...0x3062 where !isHalf && place % 2 == 1: return Unicode.Scalar(value + 1)
    case 0x3064, 0x3066, 0x3068: return isHalf ? nil : Unicode.Scalar(value + 1)
    default: return nil
    }
  }
}
