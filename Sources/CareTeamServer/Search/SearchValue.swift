/// The escapes in search values (FHIR R4 §3.1.1.4.0): `\,` `\|` `\$` `\\` stand for the character itself.
enum SearchValue {
  /// Splits at unescaped separators, keeping the escapes.
  static func split(_ text: String, at separator: Character, limit: Int = .max) -> [String] {
    var parts = [""]
    var isEscaped = false
    for character in text {
      if character == separator, !isEscaped, parts.count < limit {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return parts
  }

  /// Takes the escapes away.
  static func plain(_ text: String) -> String {
    guard text.contains("\\") else { return text }
    var result = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      result.append(character)
      isEscaped = false
    }
    return result
  }
}
