@preconcurrency import Glibc
import Synchronization

/// Reads a sealed file from any place on, a piece at a time.
package final class SealedFileReader: Sendable {
  /// How many bytes the file has when it is open.
  package let size: Int64
  private let path: String
  private let file: Int32
  private let cipher: PieceCipher
  private let count: Int64
  /// The piece that was read last.
  private let current = Mutex<(number: Int64, bytes: [UInt8])>((-1, []))

  /// Opens a file.
  ///
  /// - Throws: `damaged` for one that is not of this seal.
  package init(_ path: String, _ seal: FileSeal) throws(StoreError) {
    self.path = path
    file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw MailboxFolder(path: path).failure(path) }
    var facts = stat()
    var header = [UInt8](repeating: 0, count: FileSeal.header.count)
    let isSealed =
      fstat(file, &facts) == 0 && pread(file, &header, header.count, 0) == header.count && header == FileSeal.header
    let body = Int64(facts.st_size) - Int64(FileSeal.header.count)
    count = (body + Int64(FileSeal.piece + FileSeal.tag) - 1) / Int64(FileSeal.piece + FileSeal.tag)
    size = body - count * Int64(FileSeal.tag)
    cipher = seal.cipher(of: FileSeal.name(of: path))
    guard isSealed, seal.owns(path), count > 0, size >= 0 else { throw .damaged("\(path) does not open") }
  }

  deinit { close(file) }

  /// Fills a buffer with the bytes from an offset on, as far as the piece goes that has them.
  ///
  /// - Returns: how many; 0 at the end.
  package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
    let bytes = try read(at: offset, count: buffer.count)
    buffer.copyBytes(from: bytes)
    return bytes.count
  }

  /// The bytes from an offset on, as far as the piece goes that has them; none at the end.
  package func read(at offset: Int64, count: Int) throws(StoreError) -> [UInt8] {
    guard offset < size else { return [] }
    let number = offset / Int64(FileSeal.piece)
    let start = Int(offset - number * Int64(FileSeal.piece))
    return Array(try piece(number).dropFirst(start).prefix(count))
  }

  private func piece(_ number: Int64) throws(StoreError) -> [UInt8] {
    if let known = current.withLock({ $0.number == number ? $0.bytes : nil }) { return known }
    let sealed = FileSeal.piece + FileSeal.tag
    var buffer = [UInt8](repeating: 0, count: sealed)
    let place = Int64(FileSeal.header.count) + number * Int64(sealed)
    let got = pread(file, &buffer, sealed, off_t(place))
    guard got >= 0 else { throw MailboxFolder(path: path).failure(path) }
    guard let bytes = cipher.open(buffer[..<got], number: UInt64(number), isLast: number == count - 1) else {
      throw .damaged("\(path) does not open")
    }
    current.withLock { $0 = (number, bytes) }
    return bytes
  }
}
