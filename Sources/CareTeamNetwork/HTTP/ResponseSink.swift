import CareTeamCore
@preconcurrency import Glibc

/// Collects one answer: header lines as libcurl hands them over, and the body into memory or a file.
struct ResponseSink {
  /// The most bytes of all header lines together.
  static let headerLimit = 256 << 10

  private(set) var fields: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private let limit: Int
  private let file: Int32
  private let taker: ByteSink?
  private var headerSize = 0
  private var isHeaderComplete = false

  /// Opens the destination; throws `TransportError.file`.
  init(limit: Int, destination: String?, taker: ByteSink? = nil) throws(TransportError) {
    self.limit = limit
    self.taker = taker
    guard taker == nil, let destination else {
      file = -1
      return
    }
    file = open(destination, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw .file("\(destination) cannot be written: \(SystemMessage.last)") }
  }

  /// Takes one header line. A status line begins the header anew, after 1xx answers; trailers are left out.
  mutating func takeHeader(_ line: UnsafeRawBufferPointer) throws(TransportError) {
    headerSize += line.count
    guard headerSize <= ResponseSink.headerLimit else { throw .tooLarge(limit: ResponseSink.headerLimit) }
    let text = HeaderLine(line)
    switch text {
    case .status:
      fields = []
      isHeaderComplete = false
    case .end: isHeaderComplete = true
    case _ where isHeaderComplete: break
    case .field(let name, let value): fields.append((name, value))
    case .continuation(let more): if !fields.isEmpty { fields[fields.count - 1].value += " " + more }
    case .other: break
    }
  }

  /// Takes body bytes of an answer with this status; throws `tooLarge` or `file`.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer, status: Int) throws(TransportError) {
    if let taker, (200..<300).contains(status) { return try taker(bytes) }
    if file >= 0, (200..<300).contains(status) { return try write(bytes) }
    guard body.count + bytes.count <= limit else { throw .tooLarge(limit: limit) }
    body.append(contentsOf: bytes)
  }

  /// Closes the destination.
  func close() { if file >= 0 { Glibc.close(file) } }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let number = errno
        let message = "the answer cannot be written: \(SystemMessage.text(number))"
        throw number == ENOSPC || number == EDQUOT ? .diskFull(message) : .file(message)
      }
      rest = rest.dropFirst(count)
    }
  }
}
