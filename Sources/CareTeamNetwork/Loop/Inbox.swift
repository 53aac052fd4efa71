import CCurl
@preconcurrency import Glibc
import Synchronization

/// Orders to the thread that owns the C handles: posting one makes `descriptor` readable, which ends its poll.
final class Inbox<Order: Sendable>: Sendable {
  /// An eventfd, readable while orders wait.
  let descriptor: Int32
  private let orders = Mutex<[Order]>([])

  init() { descriptor = ccurl_wakeup_open() }

  deinit { close(descriptor) }

  func post(_ order: Order) {
    orders.withLock { $0.append(order) }
    var one: UInt64 = 1
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Blocks until an order waits.
  func wait() {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = Glibc.poll(&poll, 1, -1)
  }

  /// Every order posted since the last call, in order.
  func take() -> [Order] {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    return orders.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
