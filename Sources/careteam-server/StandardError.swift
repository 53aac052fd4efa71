import Glibc

/// What people are told while the server runs.
enum StandardError {
  /// Prints one line at once.
  static func print(_ line: String) { ask(line + "\n") }

  /// Prints the start of a line, which goes on with an answer.
  static func ask(_ question: String) {
    let bytes = Array(question.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
