import CareTeamCore
import Glibc
import Hummingbird
import NIOCore
import NIOPosix

/// A file that is read in pieces while it is sent.
final class BinaryDownload: Sendable {
  /// A multiple of three, so that base64 of the pieces is base64 of the whole.
  private static let piece = 48 << 10

  private let descriptor: Int32
  private let size: Int

  init(path: String) throws(FHIRFault) {
    descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      throw FHIRFault(500, .exception, "The content is missing from the store. Restore a backup.")
    }
    size = Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The bytes as they are.
  var body: ResponseBody {
    ResponseBody(contentLength: size) { writer in
      try await self.send { buffer in try await writer.write(buffer) }
      try await writer.finish(nil)
    }
  }

  /// The bytes in base64, as `data` at the end of a resource's text.
  func body(inside resource: String) -> ResponseBody {
    let head = resource.dropLast() + ",\"data\":\""
    let length = head.utf8.count + (size + 2) / 3 * 4 + 2
    return ResponseBody(contentLength: length) { writer in
      try await writer.write(ByteBuffer(substring: head))
      try await self.send { buffer in
        try await writer.write(ByteBuffer(string: Base64.encode(Array(buffer.readableBytesView))))
      }
      try await writer.write(ByteBuffer(string: "\"}"))
      try await writer.finish(nil)
    }
  }

  private func send(_ write: (ByteBuffer) async throws -> Void) async throws {
    var offset = 0
    while offset < size {
      let start = offset
      let buffer = try await NIOThreadPool.singleton.runIfActive { try self.read(at: start) }
      try await write(buffer)
      offset += buffer.readableBytes
    }
  }

  private func read(at offset: Int) throws -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: Self.piece)
    let wanted = min(Self.piece, size - offset)
    while buffer.readableBytes < wanted {
      let done = buffer.readableBytes
      let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted - done) { space in
        max(0, pread(descriptor, space.baseAddress, wanted - done, off_t(offset + done)))
      }
      guard count > 0 else { throw FHIRFault(500, .exception, "The content could not be read.") }
    }
    return buffer
  }
}
