import CareTeamCore
import Synchronization

/// The progress of an upload, shown on a terminal when it takes over a second.
final class UploadProgress: Sendable {
  private let bar: Mutex<ProgressBar?>
  private let total: Int64
  private let now: @Sendable () -> Instant

  /// A progress bar for a message's files; none where there is nothing to upload or nobody to see it.
  init(session: Session, message: Message) {
    total = message.attachments.reduce(Int64(0)) { $0 + ($1.size ?? 0) }
    now = session.now
    let isSeen = session.terminal.isErrorTerminal && !session.options.quiet && !session.format.isJSON
    let started = session.now()
    let bar = ProgressBar(label: "uploading", columns: session.terminal.columns, now: started)
    self.bar = Mutex(total > 0 && isSeen ? bar : nil)
  }

  /// Takes the bytes moved so far.
  var report: TransferProgress {
    { sent, _ in
      let frame = self.bar.withLock { $0?.frame(done: sent, total: self.total, now: self.now()) }
      if let frame { StandardStreams.error(frame) }
    }
  }

  /// Clears the line.
  func finish() {
    let cleared = bar.withLock { $0?.cleared }
    if let cleared { StandardStreams.error(cleared) }
  }
}
