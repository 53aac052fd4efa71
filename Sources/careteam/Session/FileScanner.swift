import CareTeamCore
@preconcurrency import Glibc

/// A user's program that looks at files before they are sent and after they were fetched: run without a shell.
///
/// Its exit statuses are those of clamscan(1) and clamdscan(1): 0 for nothing, 1 for something, any other for a failure,
/// which never lets a file pass.
struct FileScanner: Sendable {
  /// What stands for the file's path in the command.
  static let placeholder = "%f"

  private let words: [String]

  /// The scanner of a command: words by the shell's quoting rules, without expansion.
  ///
  /// - Parameters:
  ///   - code: what a command is that cannot be split.
  ///   - option: where it was given.
  init(_ command: String, as code: CareTeamError.Code, _ option: String) throws(CareTeamError) {
    guard let words = try? ShellWords.split(command), !words.isEmpty else {
      throw CareTeamError(code, "\(option) takes a command; its quotes must match")
    }
    self.words = words
  }

  /// Has a file looked at, which it gets on its standard input.
  ///
  /// - Throws: `unsafeFile` when it found something, `scannerFailed` when it did not do its work.
  @Sendable func scan(_ descriptor: Int32, _ path: String) throws(CareTeamError) {
    try scan(descriptor, name: path, path: path)
  }

  /// The same for a file whose path says nothing to people.
  func scan(_ descriptor: Int32, name: String, path: String) throws(CareTeamError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw CareTeamError(.io, "cannot read \(name) for the scanner: \(String(cString: strerror(errno)))")
    }
    // A name that begins with a hyphen is no option.
    let file = path.hasPrefix("/") ? path : "./" + path
    let command = words.map { $0 == Self.placeholder ? file : $0 }
    switch ChildProcess.capture(command, input: descriptor) {
    case .success((0, _)): return
    case .success((1, let output)):
      throw CareTeamError(.unsafeFile, "the scanner found something in \(name)\(Self.said(output))")
    case .success((let status, let output)):
      throw CareTeamError(
        .scannerFailed, "the scanner \(words[0]) failed with \(status) at \(name)\(Self.said(output)); see to it")
    case .failure(let error): throw CareTeamError(.scannerFailed, "\(error.message), which is to scan \(name)")
    }
  }

  /// The first line that it printed.
  private static func said(_ output: [UInt8]) -> String {
    let line = String(decoding: output.prefix { $0 != 0x0A }.prefix(200), as: UTF8.self)
    return line.allSatisfy(\.isWhitespace) ? "" : " (\(line))"
  }
}
