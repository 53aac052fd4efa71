import Glibc
import Synchronization

/// Standard output or standard error: everything is written, or an error says why not.
final class StandardStream: Sendable {
  private let descriptor: Int32
  private let writing = Mutex(())

  /// A stream on this descriptor.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes a text at once, and nothing of another thread's within it: a screen must not be seen half drawn.
  func write(_ text: String) throws(OutputError) {
    let bytes = Array(text.utf8)
    let result = writing.withLock { _ -> Result<Void, OutputError> in
      do throws(OutputError) { return .success(try send(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Ends the process as a closed pipe does, even where SIGPIPE is ignored: silently, with status 141.
  static func endByClosedPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }

  private func send(_ bytes: [UInt8]) throws(OutputError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        sent += count
        continue
      }
      let number = errno
      switch number {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      case EPIPE: throw .closedPipe
      case ENOSPC, EDQUOT: throw .diskFull
      default: throw .failed(number)
      }
    }
  }

  /// A terminal or pipe shared with a program that made it non-blocking.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, 1000)
  }
}
