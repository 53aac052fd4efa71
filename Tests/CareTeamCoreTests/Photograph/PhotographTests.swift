import Testing

@testable import CareTeamCore

/// What a photograph says about itself is taken out, and one that is not understood is not sent.
@Suite struct PhotographTests {
  @Test func `a JPEG keeps its picture, its orientation and its colours, and nothing else`() throws {
    let profile = PictureBytes.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 5, 6, 7])
    let picture = PictureBytes.jpeg(
      profile, PictureBytes.segment(0xE1, Array("Exif\0\0".utf8) + PictureBytes.exif(orientation: 6)),
      PictureBytes.segment(0xFE, Array("said".utf8)), PictureBytes.segment(0xE2, Array("MPF\0".utf8)),
      trailer: [0xFF, 0xD8, 0xFF, 0xE1])
    let stripped = try #require(try Photograph.stripped(picture))
    let orientation = try #require(Orientation(6))
    #expect(
      stripped.bytes
        == PictureBytes.jpeg(profile, PictureBytes.segment(0xE1, Array("Exif\0\0".utf8) + orientation.exif)))
    #expect(stripped.removed == [.location, .comment, .furtherImage])
  }

  @Test func `a PNG keeps the chunks of its picture, and the checksum of its orientation is right`() throws {
    let picture = PictureBytes.png(
      PictureBytes.chunk("gAMA", [0, 0, 1, 2]), PictureBytes.chunk("eXIf", PictureBytes.exif(orientation: 6)),
      PictureBytes.chunk("iTXt", Array("XML:com.adobe.xmp\0".utf8)), PictureBytes.chunk("zzZz", [1]), trailer: [0])
    let stripped = try #require(try Photograph.stripped(picture))
    let orientation = try #require(Orientation(6))
    var chunk = PictureBytes.chunk("eXIf", orientation.exif)
    // Computed by zlib.
    chunk.replaceSubrange(chunk.count - 4..<chunk.count, with: [0xD6, 0x67, 0x4B, 0x69])
    #expect(stripped.bytes == PictureBytes.png(PictureBytes.chunk("gAMA", [0, 0, 1, 2]), chunk))
    #expect(stripped.removed == [.location, .xmp, .trailer, .other])
  }

  @Test func `a WebP says by its flags and its size what is left in it`() throws {
    let picture = PictureBytes.webp(
      flags: 0b0010_1100, PictureBytes.riff("EXIF", PictureBytes.exif(orientation: 1)),
      PictureBytes.riff("XMP ", [1, 2, 3]),
      PictureBytes.riff("ABCD", [1]), trailer: [5])
    let stripped = try #require(try Photograph.stripped(picture))
    #expect(stripped.bytes == PictureBytes.webp(flags: 0b0010_0000))
    #expect(stripped.removed == [.location, .xmp, .trailer, .other])
  }

  @Test func `a GIF keeps how it moves, and loses comments and the data of applications`() throws {
    let loop: [UInt8] = [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
    let other: [UInt8] = [0x21, 0xFF, 11] + Array("SOMEBODY1.0".utf8) + [1, 65, 0]
    let stripped = try #require(
      try Photograph.stripped(PictureBytes.gif(loop, [0x21, 0xFE, 1, 65, 0], other, trailer: [1])))
    #expect(stripped.bytes == PictureBytes.gif(loop))
    #expect(stripped.removed == [.comment, .trailer, .other])
  }

  @Test(arguments: PictureBytes.telling.indices)
  func `a photograph that is stripped already stays as it is`(index: Int) throws {
    let once = try #require(try Photograph.stripped(PictureBytes.telling[index]))
    let twice = try #require(try Photograph.stripped(once.bytes))
    #expect(!once.removed.isEmpty && twice.removed.isEmpty && twice.bytes == once.bytes)
  }

  @Test(arguments: PictureBytes.telling.indices)
  func `the second look finds what the first would have left`(index: Int) throws {
    let bytes = PictureBytes.telling[index]
    let format = try #require(PhotographFormat(prefix: bytes))
    var reader = PhotographReader(bytes, format: format)
    #expect(try PhotographScan.leftover(in: &reader) != nil)
  }

  @Test(arguments: PictureBytes.telling.indices)
  func `a photograph that is cut off anywhere is refused`(index: Int) throws {
    let whole = try #require(try Photograph.stripped(PictureBytes.telling[index]))
    for count in 12..<whole.bytes.count {
      #expect(throws: PhotographError.self, "cut at \(count)") { try Photograph.stripped(Array(whole.bytes[..<count])) }
    }
  }

  @Test(arguments: PictureBytes.telling.indices)
  func `a changed byte never makes careteam fail, nor metadata pass`(index: Int) throws {
    let bytes = PictureBytes.telling[index]
    for place in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = bytes
        changed[place] ^= change
        guard let result = try? Photograph.stripped(changed), let format = PhotographFormat(prefix: result.bytes) else {
          continue
        }
        var reader = PhotographReader(result.bytes, format: format)
        #expect(try PhotographScan.leftover(in: &reader) == nil, "byte \(place)")
      }
    }
  }

  @Test(arguments: [
    Array("II*\0\u{8}\0\0\0\0\0".utf8), Array("MM\0*\0\0\0\u{8}".utf8), Array("FUJIFILMCCD-RAW ".utf8),
    Array("8BPS".utf8),
    [0xFF, 0x0A, 0, 0], [0, 0, 0, 24] + Array("ftypcrx \0\0\0\u{1}crx isom".utf8),
    [0, 0, 0, 20] + Array("ftypheic\0\0\0\0mif1".utf8),
  ])
  func `a picture that cannot be taken apart is refused, not passed`(bytes: [UInt8]) {
    #expect(throws: PhotographError.self) { try Photograph.stripped(bytes) }
  }

  @Test(arguments: ["%PDF-1.7", "hello", "", "BM", "PK\u{3}\u{4}"])
  func `a file that is no photograph is left alone`(text: String) throws {
    #expect(try Photograph.stripped(Array(text.utf8)) == nil)
  }

  @Test func `a picture larger than the window is read in pieces`() throws {
    var scan = [UInt8](repeating: 0x11, count: 3_000_000)
    scan[2_999_000] = 0xFF
    scan[2_999_001] = 0x00
    var picture = PictureBytes.jpeg(PictureBytes.segment(0xFE, [65]))
    picture.insert(contentsOf: scan, at: picture.count - 2)
    var largest = 0
    let plan = try #require(
      try Photograph.plan(size: picture.count, prefix: Array(picture.prefix(64))) { (range) throws(PhotographError) in
        largest = max(largest, range.count)
        return Array(picture[range])
      })
    #expect(largest <= 1 << 17 && plan.count == picture.count - 5 && plan.pieces.count < 5)
  }
}
