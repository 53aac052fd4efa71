/// What search makes of a scalar beyond ASCII.
enum WordFolding {
  /// It stands between words.
  case separator
  /// It is as if it were not there: marks that readers leave out, and what cannot be seen.
  case nothing
  /// It is taken for this byte of ASCII.
  case ascii(UInt8)
  /// Letters of a word.
  case letters(String.UnicodeScalarView)
  /// A word by itself.
  case character(Unicode.Scalar)

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    if (0xFF01...0xFF5E).contains(value) {
      self = .ascii(UInt8(value - 0xFEE0))
    } else if let kana = Self.kana(ofHalfWidth: value) {
      self = .character(kana)
    } else if Self.isLeftOut(value) {
      self = .nothing
    } else if Self.isCharacter(scalar) {
      self = Self.isWordPart(scalar) ? .character(scalar) : .separator
    } else if scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue {
      self = .ascii(0x30 + UInt8(digit))
    } else if Self.isWordPart(scalar) {
      self = .letters(Self.folded(scalar))
    } else {
      self = scalar.properties.isDefaultIgnorableCodePoint ? .nothing : .separator
    }
  }

  /// Marks on letters of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic and its lengthening: texts are
  /// written with them and without.
  private static func isLeftOut(_ value: UInt32) -> Bool {
    switch value {
    case 0x300...0x36F, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F,
      0x670, 0x6D6...0x6DC, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// Han, kana, Hangul, and the scripts of Thai, Lao, Khmer and Burmese.
  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x3005...0x3007, 0x3040...0x318F,
      0x31F0...0x31FF, 0xA960...0xA97F, 0xAC00...0xD7FF:
      true
    case 0..<0x2E80: false
    default: scalar.properties.isIdeographic
    }
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
      .otherNumber,
      .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      !scalar.properties.isDefaultIgnorableCodePoint
    default: false
    }
  }

  /// The letter without case and marks: by way of its capital, as full case folding is (Unicode §3.13), so that ‘ß’ is ‘ss’ and
  /// a final sigma is any other.
  private static func folded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    var folded = String.UnicodeScalarView()
    for capital in scalar.properties.uppercaseMapping.unicodeScalars {
      for letter in capital.properties.lowercaseMapping.unicodeScalars where !isLeftOut(letter.value) {
        switch letter {
        case "æ", "ǽ", "ǣ": folded.append(contentsOf: "ae".unicodeScalars)
        case "œ": folded.append(contentsOf: "oe".unicodeScalars)
        default: folded.append(PlainLetters.plain(letter))
        }
      }
    }
    return folded
  }

  private static let kana = Array(
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
      .unicodeScalars)

  /// The kana of a half-width one, as laboratory systems print them.
  private static func kana(ofHalfWidth value: UInt32) -> Unicode.Scalar? {
    guard (0xFF66...0xFF9F).contains(value) else { return nil }
    return kana[Int(value - 0xFF66)]
  }
}
