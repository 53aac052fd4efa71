@preconcurrency import Glibc
import Synchronization

/// Writes a sealed file, of which no byte is on the disk in plain; until it is finished it has a name that says so.
package final class SealedFileWriter: Sendable {
  private let folder: String
  private let name: String
  private let file: Int32
  private let cipher: PieceCipher
  private let state = Mutex(State())

  private struct State {
    /// The bytes of the piece that is not full yet, or may be the last.
    var waiting: [UInt8] = []
    var number: UInt64 = 0
    var isOpen = true
  }

  /// Begins a file in a folder.
  package init(in folder: String, _ seal: FileSeal) throws(StoreError) {
    self.folder = folder
    name = seal.newName()
    cipher = seal.cipher(of: name)
    let partial = "\(folder)/.careteam-\(name)"
    file = open(partial, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw MailboxFolder(path: folder).failure(partial) }
    try put(FileSeal.header)
  }

  deinit { discard() }

  private var partial: String { "\(folder)/.careteam-\(name)" }

  /// Takes the next bytes.
  package func write(_ bytes: some Collection<UInt8>) throws(StoreError) {
    try state.withLock { (state) throws(StoreError) in
      var rest = bytes[...]
      while !rest.isEmpty {
        // The last piece is sealed as such: one is kept back until it is known that more follows.
        if state.waiting.count == FileSeal.piece { try flush(&state, isLast: false) }
        let part = rest.prefix(FileSeal.piece - state.waiting.count)
        state.waiting.append(contentsOf: part)
        rest = rest.dropFirst(part.count)
      }
    }
  }

  /// Brings the file to the disk and gives it its name.
  ///
  /// - Returns: its path.
  package func finish() throws(StoreError) -> String {
    try state.withLock { (state) throws(StoreError) in
      try flush(&state, isLast: true)
      let path = "\(folder)/\(name)"
      guard fsync(file) == 0 || errno == EINVAL || errno == EROFS, rename(partial, path) == 0 else {
        throw MailboxFolder(path: folder).failure(partial)
      }
      close(file)
      state.isOpen = false
      return path
    }
  }

  /// Removes what was written, unless it is finished.
  package func discard() {
    state.withLock { state in
      guard state.isOpen else { return }
      close(file)
      unlink(partial)
      state.isOpen = false
    }
  }

  private func flush(_ state: inout State, isLast: Bool) throws(StoreError) {
    try put(try cipher.seal(state.waiting, number: state.number, isLast: isLast))
    state.number += 1
    state.waiting.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(StoreError) {
    try MailboxFolder(path: folder).write(bytes, to: file, of: partial)
  }
}
