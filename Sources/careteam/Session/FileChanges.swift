@preconcurrency import Glibc

/// Notices when a file is saved, in place or by a rename onto it (inotify(7)).
final class FileChanges {
  private let descriptor: Int32
  private let name: String

  /// Begins to notice; where the kernel does not tell, nothing is ever noticed.
  init(of path: String) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    name = String(path[path.index(after: slash)...])
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { return }
    inotify_add_watch(descriptor, String(path[..<slash]), UInt32(IN_CLOSE_WRITE | IN_MOVED_TO))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits for a save.
  ///
  /// - Returns: whether there was one before the time was up.
  func wait(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 && names(in: buffer[..<count]).contains(name)
  }

  /// The names in a run of `struct inotify_event`, which are 16 bytes and a padded name each.
  private func names(in events: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var rest = events
    while rest.count >= 16 {
      let length = rest.dropFirst(12).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      let bytes = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      names.append(String(decoding: bytes, as: UTF8.self))
      rest = rest.dropFirst(16 + length)
    }
    return names
  }
}
