import Glibc
import Synchronization

/// Standard output or standard error: everything is written, or an error says why not.
final class StandardStream: Sendable {
  private let descriptor: Int32
  private let buffersLines: Bool
  private let buffer = Mutex<[UInt8]>([])

  /// Beyond this many bytes a buffered stream is written.
  private static let capacity = 65_536

  /// A stream on this descriptor; with `buffersLines` (for what streams, and for a terminal) whole lines leave at once.
  init(descriptor: Int32, buffersLines: Bool) {
    self.descriptor = descriptor
    self.buffersLines = buffersLines
  }

  /// Adds text; it is written when the buffer is full, a line ends (if lines are buffered), or at `flush`.
  func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  /// Adds bytes, as `write(_:)` of text does.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    try locked { buffer throws(OutputError) in
      buffer += bytes
      if buffersLines, let end = buffer.lastIndex(of: 0x0A) {
        try send(&buffer, upTo: end + 1)
      } else if buffer.count >= Self.capacity {
        try send(&buffer, upTo: buffer.count)
      }
    }
  }

  /// Writes text at once, and what is buffered before it: a screen must not be seen half drawn.
  func put(_ text: String) throws(OutputError) {
    try locked { buffer throws(OutputError) in
      buffer += text.utf8
      try send(&buffer, upTo: buffer.count)
    }
  }

  /// Writes what is buffered.
  func flush() throws(OutputError) {
    try locked { buffer throws(OutputError) in try send(&buffer, upTo: buffer.count) }
  }

  /// Ends the process as a closed pipe does, even where SIGPIPE is ignored: silently, with status 141.
  static func endByClosedPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }

  private func locked(_ body: (inout [UInt8]) throws(OutputError) -> Void) throws(OutputError) {
    let result = buffer.withLock { buffer -> Result<Void, OutputError> in
      do throws(OutputError) { return .success(try body(&buffer)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Writes the buffer's beginning and removes what was written; a failed write leaves nothing to be written twice.
  private func send(_ buffer: inout [UInt8], upTo end: Int) throws(OutputError) {
    var sent = 0
    defer { buffer.removeFirst(sent) }
    while sent < end {
      let count = buffer[sent..<end].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
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
