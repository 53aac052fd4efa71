/// Frames on their way to the socket, and who waits for them to be gone.
struct WebSocketOutgoing {
  private var bytes: [UInt8] = []
  private var written = 0
  private var waiting: [(end: Int, done: WebSocketLoop.Done)] = []

  var isEmpty: Bool { bytes.isEmpty }

  /// How many bytes wait.
  var count: Int { bytes.count - written }

  /// What is to be written next.
  var next: ArraySlice<UInt8> { bytes[written...] }

  mutating func add(_ frame: [UInt8], _ done: WebSocketLoop.Done?) {
    bytes += frame
    if let done { waiting.append((bytes.count, done)) }
  }

  /// Counts bytes as written, and tells those whose frame is gone.
  mutating func didWrite(_ count: Int) {
    written += count
    while let first = waiting.first, first.end <= written {
      waiting.removeFirst().done.resume(returning: nil)
    }
    guard written == bytes.count || written > 1 << 20 else { return }
    bytes.removeFirst(written)
    waiting = waiting.map { ($0.end - written, $0.done) }
    written = 0
  }

  /// Tells everyone that their frame will not go.
  mutating func fail(_ error: WebSocketError) {
    for (_, done) in waiting { done.resume(returning: error) }
    waiting = []
  }
}
