@preconcurrency import Glibc

/// A pipe whose ends no other program inherits.
final class Pipe {
  private(set) var reading: Int32
  private(set) var writing: Int32

  /// A pipe; nil when the process may open no more files.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    closeReading()
    closeWriting()
  }

  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// Takes what can be read now; closes the end when there will be no more.
  ///
  /// - Parameter limit: what is read beyond it is forgotten.
  func drain(into content: inout [UInt8], limit: Int) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while reading >= 0 {
      let count = read(reading, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else { return closeReading() }
      content += buffer[..<min(count, limit - content.count)]
    }
  }

  /// Gives what can be written now; closes the end when all is written, or nobody reads any more.
  func feed(_ content: inout ArraySlice<UInt8>) {
    while writing >= 0 {
      guard !content.isEmpty else { return closeWriting() }
      let count = content.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else { return closeWriting() }
      content = content.dropFirst(count)
    }
  }
}
