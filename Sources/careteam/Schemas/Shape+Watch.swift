import CareTeamCore
import CareTeamMailbox

extension Shape {
  /// A line of a watch: its `type` says which.
  static let watchLine = any(of: watchLines.map { line in line(("schema", word("careteam.watch/1"))) })

  /// What the program of `watch --exec` gets on its standard input.
  static let event = any(of: [messageEvent(nil), conversationEvent(nil), gap(nil)])

  private typealias Member = (key: String, value: Shape)
  private typealias Line = @Sendable (Member?) -> Shape

  private static let watchLines: [Line] = [
    messageEvent, conversationEvent, gap,
    { line("place", ["type": words(["hello", "bookmark"]), "cursor": name], $0) },
    { line("connectionUp", ["type": word("connection"), "state": word("up")], $0) },
    {
      line("connectionLost", ["type": word("connection"), "state": word("lost"), "retryInSeconds": count], $0)
    },
    {
      line(
        "bye", ["type": word("bye"), "reason": words(of: WatchEnd.self), "exitCode": exitCode], $0)
    },
  ]

  /// A program's exit status.
  static let exitCode = number(0...255)

  private static let messageEvent: Line = {
    let kinds = MailboxEvent.Kind.allCases.filter { $0 != .conversationUpdated && $0 != .gap }
    // The message of an old event may be gone: taken out of the outbox, or no longer on the server.
    return line("messageEvent", event(words(kinds.map(\.rawValue)), message: message.orNull), $0)
  }

  private static let conversationEvent: Line = {
    line("conversationEvent", event(word(MailboxEvent.Kind.conversationUpdated.rawValue), message: null), $0)
  }

  private static let gap: Line = {
    line("gap", event(word(MailboxEvent.Kind.gap.rawValue), conversation: null, message: null), $0)
  }

  private static func event(_ type: Shape, conversation: Shape = conversation, message: Shape) -> KeyValuePairs<
    String, Shape
  > {
    [
      "type": type, "eventId": text(matching: "^e[1-9][0-9]*-[0-9a-f]{12}$"), "at": time, "cursor": name,
      "conversation": conversation, "message": message,
    ]
  }

  private static func line(_ name: String, _ members: KeyValuePairs<String, Shape>, _ schema: Member?) -> Shape {
    object((schema.map { [$0] } ?? []) + Array(members)).named(name)
  }
}
