/// What a person types to say who they are: letters, digits and `. _ - @ +`, however they are capitalised.
package struct LoginName: Sendable, Hashable {
  /// In small letters.
  package let text: String

  /// A name as it was typed, without white space around it; nil for one that nobody can have.
  package init?(_ typed: String) {
    let trimmed = typed.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    text = String(trimmed).lowercased()
    guard (1...64).contains(text.utf8.count), text.allSatisfy(Self.isAllowed) else { return nil }
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "._-@+".contains(character))
  }
}
