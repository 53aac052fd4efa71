import CareTeamCore
import CareTeamMailbox
@preconcurrency import Glibc

/// A user's program that handles events: run without a shell, one at a time.
struct EventHandler {
  /// The command as it was given: words by the shell's quoting rules, without expansion.
  let command: String
  /// Until when a handler that asks to be tried later is tried again here, and not by the next watch.
  let patience: Deadline
  /// Whether the watch is about to end, so that nothing is tried again.
  let isStopping: @Sendable () -> Bool

  /// Runs the command for an event.
  ///
  /// - Throws: `busy` when it asks to be tried later (75), `handlerFailed` with its status otherwise.
  func handle(_ event: MailboxEvent, place: Cursor, json: JSON) async throws(CareTeamError) {
    var pause = 1.0
    while true {
      let status = try await run(event, place: place, json: json)
      switch status {
      case 0: return
      case 75:
        let again = ContinuousClock.now + .seconds(Double.random(in: 0.5...pause))
        while !patience.hasPassed, !isStopping(), ContinuousClock.now < again {
          try? await Task.sleep(for: .milliseconds(50))
        }
        guard !patience.hasPassed, !isStopping() else {
          throw CareTeamError(.busy, "the handler asks to be tried later; the event is not done")
        }
        pause = min(60, pause * 2)
      default: throw CareTeamError(handlerStatus: status)
      }
    }
  }

  private func run(_ event: MailboxEvent, place: Cursor, json: JSON) async throws(CareTeamError) -> Int32 {
    let environment = [
      "CARETEAM_EVENT_ID": WatchPresentation.id(event, place), "CARETEAM_EVENT_TYPE": event.kind.rawValue,
      "CARETEAM_EVENT_CURSOR": place.description,
      "CARETEAM_EVENT_CONVERSATION": event.conversation?.description ?? "",
      "CARETEAM_EVENT_MESSAGE": event.message?.description ?? "",
    ]
    guard let words = try? ShellWords.split(command), !words.isEmpty else {
      throw CareTeamError(.usage, "--exec takes a command; its quotes must match")
    }
    let input = json.bytes(.output) + [UInt8(ascii: "\n")]
    let result = await BlockingWork.run { ChildProcess.run(words, adding: environment, input: input) }
    switch result {
    case .success(let status): return status
    case .failure(let error): throw error
    }
  }
}
