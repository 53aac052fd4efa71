@preconcurrency import Dispatch
@preconcurrency import Glibc
import Synchronization

/// The terminal's input: key by key, with nothing shown of it, until the terminal is given back as it was.
final class ChatTerminal: Sendable {
  private static let pasteOn = "\u{1B}[?2004h"
  private static let pasteOff = "\u{1B}[?2004l"

  private let screen: ChatScreen
  private let queue = DispatchQueue(label: "careteam.terminal")
  private let source: any DispatchSourceRead
  /// The terminal's mode before; nil while it has it.
  private let before = Mutex<termios?>(nil)

  /// The input of the terminal that is standard input.
  ///
  /// - Parameter take: called with what was typed, and with nil when the terminal is gone or its input has ended.
  init(_ screen: ChatScreen, _ take: @escaping @Sendable ([UInt8]?) -> Void) {
    self.screen = screen
    source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: queue)
    source.setEventHandler { [source] in
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count > 0 { return take(Array(bytes[..<count])) }
      if count < 0, errno == EINTR || errno == EAGAIN { return }
      source.cancel()
      take(nil)
    }
  }

  /// Takes the terminal.
  func open() {
    takeMode()
    source.resume()
  }

  /// Gives the terminal back for a while; nothing is read until `goOn`.
  func pause() {
    source.suspend()
    queue.sync {}
    giveBack()
  }

  /// Takes the terminal again.
  func goOn() {
    takeMode()
    source.resume()
  }

  /// Takes the terminal's mode again, which a shell may have changed while the process was stopped.
  func takeMode() {
    guard !screen.isPlain else { return }
    before.withLock { before in
      var mode = termios()
      guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
      before = before ?? mode
      mode.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
      mode.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT)
      withUnsafeMutableBytes(of: &mode.c_cc) { characters in
        characters[Int(VMIN)] = 1
        characters[Int(VTIME)] = 0
      }
      tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
    }
    screen.send(Self.pasteOn)
  }

  /// Gives the terminal its mode back, as often as it is called.
  func giveBack() {
    let isTaken = before.withLock { before in
      guard var mode = before else { return false }
      tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
      before = nil
      return true
    }
    if isTaken { screen.send(Self.pasteOff) }
  }

  /// Stops the process as Ctrl-Z does, with those that run with it.
  ///
  /// It may still run when this returns: the signal may be another thread's to take. What is to come after it waits for
  /// SIGCONT.
  func stopProcess() {
    giveBack()
    signal(SIGTSTP, SIG_DFL)
    kill(tcgetpgrp(STDIN_FILENO) == getpgrp() ? 0 : getpid(), SIGTSTP)
  }

  /// Takes the terminal again when the process has been stopped and goes on.
  func goOnAfterStop() {
    Signals.listen(to: SIGTSTP)
    takeMode()
  }

  /// Reads no more and gives the terminal back.
  func close() {
    source.cancel()
    giveBack()
  }
}
