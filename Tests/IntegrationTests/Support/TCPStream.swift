@preconcurrency import Glibc

/// A TCP connection on loopback, read and written as blocking bytes.
final class TCPStream: @unchecked Sendable {
  let descriptor: Int32
  /// Read and not used yet; only the one thread that reads touches it.
  private var buffer: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Connects to a port of this machine; nil when nobody listens there.
  convenience init?(port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = Self.loopback(port)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    self.init(descriptor: descriptor)
    guard connected == 0 else { return nil }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
  }

  /// What has come, at least one byte; nil at the end.
  func readSome() -> [UInt8]? {
    if !buffer.isEmpty {
      defer { buffer = [] }
      return buffer
    }
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(piece[..<count]) : nil
    }
  }

  /// Exactly that many bytes; nil when the end comes first.
  func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let piece = readSome() else { return nil }
      bytes += piece
    }
    buffer = Array(bytes[count...])
    return Array(bytes[..<count])
  }

  /// Everything up to a mark, with it; nil when the end comes first.
  func read(through mark: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var searched = 0
    while true {
      while searched + mark.count <= bytes.count {
        if bytes[searched..<searched + mark.count].elementsEqual(mark) {
          buffer = Array(bytes[(searched + mark.count)...])
          return Array(bytes[..<(searched + mark.count)])
        }
        searched += 1
      }
      guard let piece = readSome() else { return nil }
      bytes += piece
    }
  }

  /// Writes all of it.
  ///
  /// - Returns: whether the other side took it.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Waits until the other side closes; what it sends meanwhile is thrown away.
  func waitForEnd() { while readSome() != nil {} }

  /// Closes for both directions, which ends a read of another thread, too.
  func shut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Makes the close a reset instead of an orderly end.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }
}
