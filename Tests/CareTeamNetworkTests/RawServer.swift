@preconcurrency import Glibc
import Synchronization

/// A TCP server on loopback that does what a test tells it, byte by byte; one thread for each connection.
final class RawServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let seen = Mutex<[String]>([])
  private let accepted = Mutex(0)

  /// Serves each connection with `handler`, and closes it after.
  init(_ handler: @escaping @Sendable (RawConnection) -> Void) throws {
    (listener, port) = try RawServer.listen()
    let log: @Sendable (String) -> Void = { [weak self] text in self?.seen.withLock { $0.append(text) } }
    let count: @Sendable () -> Int = { [weak self] in
      self?.accepted.withLock { number in
        number += 1
        return number
      } ?? 0
    }
    let listener = listener
    RawServer.thread {
      // Closed by the thread that accepts: its number might be another test's listener by the next accept.
      defer { close(listener) }
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        let connection = RawConnection(descriptor: descriptor, number: count(), log: log)
        RawServer.thread {
          handler(connection)
          connection.close()
        }
      }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  var base: String { "http://127.0.0.1:\(port)" }

  /// The header of each request that was read, in order.
  var requests: [String] { seen.withLock { $0 } }

  /// How many connections were made.
  var connections: Int { accepted.withLock { $0 } }

  private static func listen() throws -> (Int32, UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        guard bind(descriptor, plain, size) == 0, Glibc.listen(descriptor, 64) == 0 else { return nil }
        guard getsockname(descriptor, plain, &size) == 0 else { return nil }
        return UInt16(bigEndian: pointer.pointee.sin_port)
      }
    }
    guard let port else { throw Fault.noSocket }
    return (descriptor, port)
  }

  private enum Fault: Error { case noSocket }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func thread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body() }
        return nil
      }, work)
    pthread_detach(thread)
  }
}
