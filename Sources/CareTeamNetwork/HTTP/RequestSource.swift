import CareTeamCore
@preconcurrency import Glibc

/// The bytes of a request's body, from memory or a file.
struct RequestSource {
  /// The exact number of bytes; nil when there is no body.
  let size: Int64?
  private let bytes: [UInt8]
  private let file: Int32
  private let stream: ByteStream?
  private var offset: Int64 = 0

  /// Opens the file; throws `TransportError.file`.
  init(_ body: HTTPRequest.Body) throws(TransportError) {
    switch body {
    case .none: (size, bytes, file, stream) = (nil, [], -1, nil)
    case .bytes(let content): (size, bytes, file, stream) = (Int64(content.count), content, -1, nil)
    case .stream(let content): (size, bytes, file, stream) = (content.size, [], -1, content)
    case .file(let path, let length):
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .file("\(path) cannot be read: \(SystemMessage.last)") }
      (size, bytes, file, stream) = (length, [], descriptor, nil)
    }
  }

  /// Fills `buffer` as far as the body goes; 0 at its end. Throws `TransportError.file` when the file has become shorter.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
    let count = min(buffer.count, Int((size ?? 0) - offset))
    guard count > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
    if let stream {
      let got = try stream.read(offset, part)
      guard got > 0 else { throw .file("\(stream.name) became shorter while it was sent") }
      offset += Int64(got)
      return got
    }
    if file < 0 {
      part.copyBytes(from: bytes[Int(offset)..<Int(offset) + count])
      offset += Int64(count)
      return count
    }
    let got = pread(file, part.baseAddress, count, off_t(offset))
    guard got > 0 else {
      throw .file(
        got == 0 ? "the file became shorter while it was sent" : "the file cannot be read: \(SystemMessage.last)")
    }
    offset += Int64(got)
    return got
  }

  /// Begins again at the first byte.
  mutating func rewind() { offset = 0 }

  /// Closes the file.
  func close() { if file >= 0 { Glibc.close(file) } }
}
