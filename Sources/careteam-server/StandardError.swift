import Glibc

/// What people are told while the server runs.
enum StandardError {
  /// Prints one line at once.
  static func print(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
