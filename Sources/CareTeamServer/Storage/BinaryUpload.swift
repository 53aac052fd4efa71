import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// The file of an upload that is being written; removed unless it is finished.
final class BinaryUpload: Sendable {
  private let path: String
  private let descriptor: Int32
  private let size = Mutex<Int64>(0)
  private let isFinished = Mutex(false)

  init(path: String) throws(FHIRFault) {
    self.path = path
    descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.fault("begin") }
  }

  deinit {
    close(descriptor)
    discard()
  }

  /// Removes the file now, unless it was finished.
  func discard() {
    if !isFinished.withLock({ $0 }) { unlink(path) }
  }

  /// Appends bytes, off the threads that tasks run on; one call at a time.
  func append(_ buffer: ByteBuffer) async throws {
    try await NIOThreadPool.singleton.runIfActive { try self.append(buffer.readableBytesView) }
  }

  /// Makes the content durable and hands it over.
  func finish() async throws -> FinishedUpload {
    try await NIOThreadPool.singleton.runIfActive { try self.finishNow() }
  }

  /// Appends bytes from the calling thread.
  func append(_ bytes: some Sequence<UInt8>) throws(FHIRFault) {
    let written = bytes.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0)) }
    let isWritten = written ?? Array(bytes).withUnsafeBytes { write($0) }
    guard isWritten else { throw Self.fault("write") }
  }

  /// Finishes from the calling thread.
  func finishNow() throws(FHIRFault) -> FinishedUpload {
    guard fsync(descriptor) == 0 else { throw Self.fault("write") }
    isFinished.withLock { $0 = true }
    return FinishedUpload(path: path, size: size.withLock { $0 })
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    size.withLock { $0 += Int64(done) }
    return true
  }

  static func fault(_ verb: String) -> FHIRFault {
    FHIRFault(500, .exception, "The server could not \(verb) the upload (\(String(cString: strerror(errno)))).")
  }
}
