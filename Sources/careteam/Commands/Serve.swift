import ArgumentParser
import CareTeamCore
@preconcurrency import Glibc

/// `careteam serve`.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", _superCommandName: "careteam",
    abstract: "Run a FHIR R4 messaging server",
    discussion: """
      Runs careteam-server with these arguments: ‘careteam serve --demo’ fills an empty folder with a sample clinic. \
      ‘careteam serve --help’ lists its options.
      """)

  @Argument(parsing: .captureForPassthrough, help: "Options of the server.")
  var arguments: [String] = []

  /// Becomes the server: it is a program of its own, so that the client starts fast.
  func run() throws {
    guard !arguments.contains("--version") else { return try StandardStreams.output(Version.text + "\n") }
    let candidates = Self.candidates()
    for path in candidates where access(path, X_OK) == 0 {
      var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
      execv(path, &words)
      throw CareTeamError(.io, "cannot run \(path): \(String(cString: strerror(errno)))")
    }
    throw CareTeamError(
      .unsupported, "careteam-server is not installed: it is looked for as \(candidates.joined(separator: " and "))")
  }

  /// Beside this program, else in `../libexec/careteam/`.
  private static func candidates() -> [String] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return ["/usr/libexec/careteam/careteam-server"] }
    let own = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let folder = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? ""
    return ["\(folder)/careteam-server", "\(folder)/../libexec/careteam/careteam-server"]
  }
}
