import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// What is done with each item of a watch: printed, handed to a command, and the cursor moved when that has worked.
struct WatchConsumer {
  let session: Session
  let store: MailboxStore
  let cursor: String?
  let exec: String?
  let commits: Bool
  /// Until when a handler that asks to be tried later is tried by this watch, and not by the next.
  let patience: Deadline
  /// Whether the watch is about to end.
  let isStopping: @Sendable () -> Bool
  /// Tells the person at the screen; nil when that is not wanted.
  let notifier: Notifier?

  private var printsJSON: Bool { session.format.isJSON }

  /// Takes one item.
  func take(_ item: WatchItem) async throws(CareTeamError) {
    switch item {
    case .event(let event, let conversation, let message, let place):
      if event.kind == .messageReceived { notifier?.announce(store) }
      let json = WatchPresentation.event(event, conversation, message, place)
      if let exec {
        session.logShown(presentation(of: json))
        let handler = EventHandler(command: exec, patience: patience, isStopping: isStopping)
        try await handler.handle(event, place: place, json: json)
        try move(to: place)
      } else {
        try print(json, WatchPresentation.record(event, conversation, message, now: session.now())) {
          WatchPresentation.text(event, conversation, message, now: session.now())
        }
        if commits { try move(to: place) }
      }
    case .hello(let place):
      if exec == nil { try Output(session: session).begin(WatchPresentation.nothing) }
      try note(["type": "hello", "cursor": .string(place.description)])
    case .bookmark(let place): try note(["type": "bookmark", "cursor": .string(place.description)])
    case .up: try note(["type": "connection", "state": "up"]) { WatchPresentation.up }
    case .lost(let seconds):
      try note(["type": "connection", "state": "lost", "retryInSeconds": JSON(seconds)]) {
        WatchPresentation.lost(retryInSeconds: seconds)
      }
    }
  }

  /// Says that the watch ends.
  func bye(_ end: WatchEnd, status: Int32) throws(CareTeamError) {
    try note(["type": "bye", "reason": .string(end.rawValue), "exitCode": JSON(Int(status))])
  }

  private func move(to place: Cursor) throws(CareTeamError) {
    guard let cursor else { return }
    try stored { () throws(StoreError) in
      try store.setCursor(named: cursor, position: place.position, at: session.now())
    }
  }

  /// Items about the watch itself: in the stream for scripts, on standard error for people.
  private func note(_ json: JSON, _ words: () -> String? = { nil }) throws(CareTeamError) {
    if printsJSON, exec == nil {
      try print(json) { [] }
    } else if let words = words() {
      session.remark(words)
    }
  }

  private func print(
    _ json: JSON, _ record: [(column: Presentation.Column, cell: String)] = [], _ text: () -> [Presentation.Paragraph]
  ) throws(CareTeamError) {
    var json = json
    json["schema"] = "careteam.watch/1"
    var presentation = presentation(of: json)
    presentation.text = text()
    presentation.columns = record.map(\.column)
    presentation.rows = [record.map(\.cell)]
    presentation.tsv = (WatchPresentation.tsvColumns, [WatchPresentation.tsvRow(json)])
    try Output(session: session).stream(presentation)
  }

  private func presentation(of line: JSON) -> Presentation {
    var presentation = Presentation(schema: "careteam.watch/1")
    presentation.lines = [line]
    return presentation
  }
}
