import CareTeamCore
import Glibc

/// What people are told while the server runs.
enum StandardError {
  /// Prints lines at once.
  static func print(_ lines: String) { ask(lines + "\n") }

  /// Says a failure: a line for people, an object where the arguments ask for JSON.
  static func report(_ error: CareTeamError, to arguments: [String], usage: String = "") {
    let isJSON = AskedFormat(arguments).isJSON
    print(isJSON ? error.json.text(.output) : "careteam serve: \(error.message)" + usage)
  }

  /// Prints the start of a line, which goes on with an answer, with nothing in it that could act on a terminal.
  static func ask(_ question: String) {
    let bytes = Array(SafeText.render(question, .body).utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
