import CareTeamCore
import CareTeamTestSupport
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

  private func start(_ arguments: [String]) -> (program: Spawned, errors: FileHandle) {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let server = tests.deletingLastPathComponent().appending(path: "careteam-server").path
    let errors = Spawned.pipe()
    let nothing = FileHandle(forUpdatingAtPath: "/dev/null")
    let streams = [nothing?.fileDescriptor ?? 0, nothing?.fileDescriptor ?? 1, errors.writing]
    let program = Spawned([server] + arguments, environment: ProcessInfo.processInfo.environment, streams: streams)
    close(errors.writing)
    return (program, FileHandle(fileDescriptor: errors.reading, closeOnDealloc: true))
  }

  private func end(of program: Spawned) async -> Int32 {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: program.wait(seconds: 60)) }
    }
  }

  /// Runs to the end: the exit status and what it says on standard error.
  func run(_ arguments: String...) async throws -> (status: Int32, errors: String) {
    let (program, errors) = start(arguments)
    let status = await end(of: program)
    return (status, String(decoding: errors.readDataToEndOfFile(), as: UTF8.self))
  }

  /// Serves the demo while the body runs, then ends it with SIGTERM; returns its exit status.
  func serving(_ body: (JSON) async throws -> Void) async throws -> Int32 {
    let (program, errors) = start([
      "--demo", "--port", "0", "--data", data, "--ready-file", ready.path, "--answer-after", "0.1",
    ])
    let greeting = String(decoding: errors.availableData, as: UTF8.self)
    #expect(greeting.contains("sample clinic"))
    do {
      try await body(try JSON(parsing: Array(Data(contentsOf: ready))))
    } catch {
      program.signal(SIGTERM)
      _ = await end(of: program)
      throw error
    }
    program.signal(SIGTERM)
    return await end(of: program)
  }
}
