import CareTeamCore
import CareTeamMailbox

/// What a chat acts on, one after the other.
enum ChatEvent: Sendable {
  /// Bytes from the terminal.
  case typed([UInt8])
  /// Nothing followed what was typed for a moment; which bytes that was is told by their number.
  case quiet(Int)
  /// The terminal is gone, or its input has ended.
  case hungUp
  /// The terminal has another size.
  case resized
  /// The process is to stop for a while.
  case stopped
  /// The process goes on after it was stopped.
  case continued
  /// A signal asks for the end.
  case signalled
  /// The watch tells something.
  case told(WatchItem)
  /// The watch has ended.
  case watchEnded(CareTeamError?)
  /// What has become of a message.
  case delivered(SendResult)
  /// A command that took its time is done.
  case done(CommandResult)
  /// It failed.
  case failed(CareTeamError)
  /// The end has waited long enough.
  case late
}
