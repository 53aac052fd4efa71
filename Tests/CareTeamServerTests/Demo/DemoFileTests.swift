import CareTeamCore
import Foundation
import Testing

@testable import CareTeamServer

@Suite struct DemoFileTests {
  @Test func `every cross reference of the lab report points at its object`() throws {
    let bytes = try #require(DemoFile.named("lab-results.pdf")).bytes
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1.4\n") && text.hasSuffix("%%EOF\n"))
    let lines = text.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "startxref").flatMap { Int(lines[$0 + 1]) })
    #expect(String(decoding: bytes[start..<start + 4], as: UTF8.self) == "xref")
    for (index, line) in lines.filter({ $0.hasSuffix(" 00000 n ") }).enumerated() {
      let offset = try #require(Int(line.prefix(10)))
      let head = "\(index + 1) 0 obj"
      #expect(String(decoding: bytes[offset..<offset + head.utf8.count], as: UTF8.self) == head)
    }
  }

  @Test func `the picture has the chunks of a PNG file`() throws {
    let bytes = try #require(DemoFile.named("left-hand-day-5.png")).bytes
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    var types: [String] = []
    var index = 8
    while index + 12 <= bytes.count {
      let length = bytes[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
      types.append(String(decoding: bytes[index + 4..<index + 8], as: UTF8.self))
      index += length + 12
    }
    #expect(types == ["IHDR", "IDAT", "IEND"] && index == bytes.count)
    // The CRC of an empty IEND is the same in every PNG file.
    #expect(Array(bytes.suffix(4)) == [0xAE, 0x42, 0x60, 0x82])
  }

  @Test func `what a message says of its file is true`() throws {
    let file = try #require(DemoFile.named("お薬の説明.txt"))
    let attachment = try #require(file.payload(binaryID: "b1")["contentAttachment"])
    #expect(attachment["size"]?.int == file.bytes.count)
    #expect(attachment["url"] == "Binary/b1" && attachment["title"] == "お薬の説明.txt")
    #expect(attachment["extension"]?[0]?["valueString"]?.string?.count == 64)
    #expect(Data(base64Encoded: attachment["hash"]?.string ?? "")?.count == 20)
  }
}
