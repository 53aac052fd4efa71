import Foundation
import Testing

@testable import CareTeamStore

/// A sealed file is read from any place on, and not at all once a piece of it was changed, moved, left out or added.
struct SealedFileTests {
  private let folder: String
  private let seal = FileSeal(testKey(0), in: "mailbox")

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("careteam-files-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    folder = url.path
  }

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

  private func write(_ bytes: [UInt8], in pieces: Int = 10_000) throws -> String {
    let writer = try SealedFileWriter(in: folder, seal)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      try writer.write(bytes[start..<min(bytes.count, start + pieces)])
    }
    return try writer.finish()
  }

  private func read(_ path: String, by count: Int = 70_000, _ seal: FileSeal? = nil) throws -> [UInt8] {
    let reader = try SealedFileReader(path, seal ?? self.seal)
    var bytes: [UInt8] = []
    while true {
      let piece = try reader.read(at: Int64(bytes.count), count: count)
      if piece.isEmpty {
        #expect(reader.size == Int64(bytes.count))
        return bytes
      }
      bytes += piece
    }
  }

  private func change(_ path: String, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    change(&data)
    try data.write(to: URL(fileURLWithPath: path))
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
  func `a file of any size comes back, from its beginning and from the middle`(count: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let content = bytes(count)
    let path = try write(content)
    #expect(try read(path) == content && read(path, by: 1000) == content)
    let reader = try SealedFileReader(path, seal)
    for offset in [count / 2, count / 3, 0] where offset < count {
      let part = try reader.read(at: Int64(offset), count: 100)
      #expect(part == Array(content[offset..<min(count, offset + part.count)]) && !part.isEmpty)
    }
    let raw = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(count < 100 || raw.range(of: Data(content.prefix(64))) == nil)
  }

  @Test func `a file that is cut off does not open, wherever it was cut`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let header = FileSeal.header.count
    let sealed = FileSeal.piece + FileSeal.tag
    let path = try write(bytes(200_000))
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for end in [0, 5, header, header + 10, header + sealed, header + 2 * sealed, whole.count - 1] {
      try change(path) { $0 = whole.prefix(end) }
      #expect(throws: StoreError.self, "cut at \(end)") { try read(path) }
    }
  }

  @Test func `pieces that were swapped, doubled, added or changed do not open`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let header = FileSeal.header.count
    let sealed = FileSeal.piece + FileSeal.tag
    let path = try write(bytes(200_000))
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let (first, second) = (whole[header..<header + sealed], whole[header + sealed..<header + 2 * sealed])
    let rest = whole.suffix(from: header + 2 * sealed)
    let start = whole.prefix(header)
    let changes: [[Data]] = [
      [start, second, first, rest], [start, first, first, rest], [start, first, rest], [whole, first], [whole, rest],
      [whole, Data([0])],
    ]
    for pieces in changes {
      try change(path) { data in data = Data(pieces.joined()) }
      #expect(throws: StoreError.self) { try read(path) }
    }
    try change(path) {
      $0 = whole
      $0[header + 100] ^= 1
    }
    #expect(throws: StoreError.self) { try read(path) }
  }

  @Test func `a file does not open in another's place, nor with another key`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (one, other) = (try write(bytes(1000)), try write(bytes(2000)))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: one))
    try change(other) { $0 = bytes }
    #expect(throws: StoreError.self) { try read(other) }
    #expect(throws: StoreError.self) { try read(one, FileSeal(testKey(1), in: "mailbox")) }
    #expect(throws: StoreError.self) { try read(one, FileSeal(testKey(0), in: "other")) }
  }

  @Test func `a file that is not finished leaves nothing behind`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let writer = try SealedFileWriter(in: folder, seal)
      try writer.write(bytes(100_000))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { $0.hasPrefix(".careteam-") })
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }
}

extension SealedFileTests {
  private func read(_ path: String, _ seal: FileSeal) throws -> [UInt8] { try read(path, by: 70_000, seal) }
}
