import CareTeamCore
import Glibc

/// What people are told while the server runs.
enum StandardError {
  /// Prints lines at once, with nothing in them that could act on a terminal.
  static func print(_ lines: String) {
    let bytes = Array((SafeText.render(lines, .body) + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
