import CareTeamCore
import CareTeamMailbox
@preconcurrency import Glibc

/// Where one export is written to: standard output, or a file that gets its name when it is whole.
final class ExportTarget {
  private let stream: StandardStream
  private let file: TargetFile?
  private let name: String
  /// Not written yet: an export is made of many small pieces.
  private var waiting = ""
  private static let largestWaiting = 64 << 10

  /// Standard output.
  init() {
    stream = StandardStream(descriptor: STDOUT_FILENO)
    file = nil
    name = "standard output"
  }

  /// A file to be, in a folder; `name` is what is said of it when it cannot be written.
  init(in folder: TargetFolder, name: String) throws(CareTeamError) {
    let file = try TargetFile(in: folder)
    stream = StandardStream(descriptor: file.descriptor)
    self.file = file
    self.name = name
  }

  /// Writes pieces, with the files among them as base64.
  func write(_ pieces: [ExportPiece], _ seal: FileSealing) throws(CareTeamError) {
    for piece in pieces {
      switch piece {
      case .text(let text): try write(text)
      case .file(let attachment, let inLines):
        var base64 = Base64Stream(inLines: inLines)
        try seal.read(attachment) { (bytes) throws(CareTeamError) in try write(base64.take(bytes)) }
        try write(base64.finish())
      }
    }
  }

  /// Writes a text.
  ///
  /// - Throws: `diskFull` or `io`; the closed pipe of standard output ends the process as SIGPIPE would.
  func write(_ text: String) throws(CareTeamError) {
    waiting += text
    if waiting.utf8.count >= Self.largestWaiting { try flush() }
  }

  /// Writes what is left, and gives the file its name, which must not be taken.
  ///
  /// - Returns: whether the name was free.
  func finish(as filename: String) throws(CareTeamError) -> Bool {
    try flush()
    return try file?.place(as: filename) ?? true
  }

  /// The same with a number where the name is taken.
  func finish(safely filename: SafeFilename) throws(CareTeamError) -> String {
    try flush()
    return try file?.place(safely: filename) ?? ""
  }

  private func flush() throws(CareTeamError) {
    defer { waiting = "" }
    try translated { () throws(OutputError) in try stream.write(waiting) }
  }

  private func translated(_ work: () throws(OutputError) -> Void) throws(CareTeamError) {
    do throws(OutputError) { try work() } catch {
      switch error {
      case .closedPipe: StandardStream.endByClosedPipe()
      case .diskFull where file != nil:
        throw CareTeamError(.diskFull, "cannot write \(name): the disk is full; free some space and try again")
      case .failed(let number) where file != nil:
        throw CareTeamError(.io, "cannot write \(name): \(String(cString: strerror(number)).lowercased())")
      case .diskFull: throw CareTeamError(.diskFull, error.message)
      case .failed: throw CareTeamError(.io, error.message)
      }
    }
  }
}
