import ArgumentParser
import CareTeamCore
@preconcurrency import Glibc

/// Where the process begins and ends.
@main
enum Main {
  static func main() {
    CoreDump.forbid()
    MainThread().run {
      let arguments = Array(CommandLine.arguments.dropFirst())
      let refused = unreadable(arguments)
      let status = if let refused { refused } else { await run(arguments) }
      // Not exit(3): its handlers take libcurl's and OpenSSL's state away while the thread that owns libcurl may still
      // be closing connections. Nothing is left to be done: output is written and transactions are committed.
      fflush(nil)
      _exit(status)
    }
  }

  /// Refuses words that are not UTF-8: what Swift makes of them is another text, and the name of another file.
  ///
  /// - Returns: the exit status; nil when all can be read.
  private static func unreadable(_ arguments: [String]) -> Int32? {
    for number in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[number], String(validatingCString: word) == nil else { continue }
      let error = CareTeamError(
        .badInput, "word \(number) of the command line is not UTF-8; texts and the names of files must be")
      FailureFormat(arguments).report(error)
      return error.exitStatus
    }
    return nil
  }

  /// Runs a command line.
  ///
  /// - Returns: the exit status.
  private static func run(_ arguments: [String]) async -> Int32 {
    let words = CommandLineWords(arguments)
    let (type, own) = words.named ?? (Careteam.self, arguments)
    let command: any ParsableCommand
    do {
      command = try type.parseAsRoot(own)
    } catch {
      return UsageError(error, of: type, arguments: arguments).report()
    }
    guard let command = command as? any SessionCommand else { return runPlain(command, arguments) }
    let format = FailureFormat(arguments)
    do throws(CareTeamError) {
      try command.checkFormat()
      try command.checkRepetition(in: own)
      let session = try Session(command.global)
      try session.fields?.check(command.prints, in: command.format(in: session))
      let result: CommandResult
      do throws(CareTeamError) { result = try await command.run(in: session) } catch {
        session.logRefusal(error)
        throw error
      }
      var isShown = true
      if let presentation = result.presentation {
        do throws(CareTeamError) { isShown = try Output(session: session).write(presentation) } catch {
          throw result.unprinted(error)
        }
      }
      for failure in result.failures { format.report(failure) }
      try await finish(result, isShown: isShown, in: session)
      return result.status
    } catch {
      format.report(error)
      return error.exitStatus
    }
  }

  /// Does what a command left until its result was printed.
  private static func finish(
    _ result: CommandResult, isShown: Bool, in session: Session
  ) async throws(CareTeamError) {
    do throws(CareTeamError) {
      guard let remark = try await result.afterwards?(isShown), !session.format.isJSON else { return }
      session.remark(remark)
    } catch {
      session.logRefusal(error)
      throw error
    }
  }

  /// Commands without a session: help, version, completion scripts, and `serve`.
  private static func runPlain(_ command: any ParsableCommand, _ arguments: [String]) -> Int32 {
    var command = command
    do {
      try command.run()
      return 0
    } catch let error as CareTeamError {
      FailureFormat(arguments).report(error)
      return error.exitStatus
    } catch {
      return UsageError(error, of: type(of: command), arguments: arguments).report()
    }
  }
}
