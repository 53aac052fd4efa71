/// What a new password must be (NIST SP 800-63B: length counts, a mixture of characters does not).
package enum PasswordRules {
  /// The fewest characters.
  package static let shortest = 12
  /// The most bytes, so that nobody makes the server hash a book.
  package static let longest = 1024

  /// What is wrong with a password, and nil for a good one.
  package static func fault(of password: String, login: String, name: String) -> String? {
    guard password.count >= shortest else { return "the password is shorter than \(shortest) characters" }
    guard password.utf8.count <= longest else { return "the password is longer than \(longest) bytes" }
    guard !password.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return "the password has a control character in it"
    }
    guard Set(password).count >= 5 else { return "the password has fewer than 5 different characters" }
    let plain = password.lowercased()
    guard plain != login.lowercased(), plain != name.lowercased() else { return "the password is the name" }
    return nil
  }
}
