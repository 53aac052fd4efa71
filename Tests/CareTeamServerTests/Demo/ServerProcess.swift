import CareTeamCore
import Foundation
import Testing

/// The built `careteam-server`, run as a process of its own.
struct ServerProcess {
  let folder: URL

  static func inFolder(_ body: (ServerProcess) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "careteam-serve-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(ServerProcess(folder: folder))
  }

  var data: String { folder.appending(path: "data").path }
  var ready: URL { folder.appending(path: "ready.json") }

  private func process(_ arguments: [String]) -> (Process, Pipe) {
    let process = Process()
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    process.executableURL = tests.deletingLastPathComponent().appending(path: "careteam-server")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    return (process, errors)
  }

  /// Runs to the end: the exit status and what it says on standard error.
  func run(_ arguments: String...) async throws -> (status: Int32, errors: String) {
    let (process, errors) = process(arguments)
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return (status, String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
  }

  /// Serves the demo while the body runs, then ends it with SIGTERM; returns its exit status.
  func serving(_ body: (JSON) async throws -> Void) async throws -> Int32 {
    let (process, errors) = process([
      "--demo", "--port", "0", "--data", data, "--ready-file", ready.path, "--answer-after", "0.1",
    ])
    let (exits, exit) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { exit.yield($0.terminationStatus) }
    try process.run()
    let greeting = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
    #expect(greeting.contains("sample clinic"))
    do {
      try await body(try JSON(parsing: Array(Data(contentsOf: ready))))
    } catch {
      process.terminate()
      throw error
    }
    process.terminate()
    var iterator = exits.makeAsyncIterator()
    return try #require(await iterator.next())
  }
}
