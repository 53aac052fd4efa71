import CareTeamCore
import Glibc

/// The text of a message from outside.
enum MessageText {
  /// The most bytes of a text: longer ones belong into an attachment.
  static let limit = 1 << 20

  /// Reads the text in a file, or on standard input for `-`; one line end at the end belongs to the file, not to it.
  static func read(_ file: String, in session: Session) throws(CareTeamError) -> String {
    let bytes: [UInt8]
    if file == "-" {
      guard !session.terminal.isInputTerminal || !session.noInput else {
        throw CareTeamError(
          .usage,
          "-F - asks for the message on the terminal, and --no-input forbids it; give it with -m TEXT or -F FILE")
      }
      if session.terminal.isInputTerminal { session.remark("write your message; end with a line of Ctrl-D") }
      bytes = try StandardStreams.readInput(limit: limit) {
        guard !session.terminal.isInputTerminal else { return }
        session.remark("waiting for the message on standard input, which is open and says nothing; or give it with -m")
      }
    } else {
      do throws(PrivateFile.Obstacle) { bytes = try PrivateFile.content(of: file, limit: limit) } catch {
        switch error {
        case .tooLong: throw tooLong
        case .unreadable(let number):
          let reason = String(cString: strerror(number))
          throw CareTeamError(
            .fileNotFound, "cannot read \(file) as a message: \(reason); check its name and permissions")
        }
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CareTeamError(.badInput, "the message is not UTF-8 text; send it as an attachment with -a")
    }
    return try checked(text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  private static var tooLong: CareTeamError {
    CareTeamError(.badInput, "the message is longer than 1 MiB; send it as an attachment with -a")
  }

  /// Refuses what no message can hold.
  static func checked(_ text: String) throws(CareTeamError) -> String {
    guard text.utf8.count <= limit else {
      throw tooLong
    }
    guard !text.unicodeScalars.contains("\0") else {
      throw CareTeamError(.badInput, "the message has a NUL character; send it as an attachment with -a")
    }
    return text
  }
}
