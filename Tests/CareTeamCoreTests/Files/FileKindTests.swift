import CareTeamCore
import Testing

/// What a file is by its content, against what is said of it.
@Suite struct FileKindTests {
  static let samples: [(bytes: [UInt8], name: String, type: String)] = [
    (Array("%PDF-1.7\n".utf8), "a.pdf", "application/pdf"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "a.jpeg", "image/jpeg"), (Array("GIF89a".utf8), "a.gif", "image/gif"),
    (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), "a.webp", "image/webp"),
    (Array("RIFF\0\0\0\0WAVEfmt ".utf8), "a.wav", "audio/wav"),
    ([0, 0, 0, 24] + Array("ftypheic\0\0\0\0mif1heic".utf8), "a.HEIC", "image/heic"),
    ([0, 0, 0, 24] + Array("ftypavif\0\0\0\0mif1avif".utf8), "a.avif", "image/avif"),
    ([0, 0, 0, 24] + Array("ftypqt  \0\0\0\0qt  qt  ".utf8), "a.mov", "video/quicktime"),
    (Array("II*\0\u{8}\0\0\0".utf8), "a.tif", "image/tiff"),
    (Array("BM".utf8) + [9, 9, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1], "a.bmp", "image/bmp"),
    ([UInt8](repeating: 0, count: 128) + Array("DICM".utf8), "a.dcm", "application/dicom"),
    (
      Array("PK\u{3}\u{4}....word/document.xml[Content_Types].xml".utf8), "a.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    (
      Array("PK\u{3}\u{4}....mimetypeapplication/vnd.oasis.opendocument.text".utf8), "a.odt",
      "application/vnd.oasis.opendocument.text"
    ),
    (Array("PK\u{3}\u{4}....photo.txt".utf8), "a.zip", "application/zip"),
    (Array("{\\rtf1".utf8), "a.rtf", "application/rtf"), (Array("name,value\n".utf8), "a.csv", "text/csv"),
    (Array("{\"a\":1}".utf8), "a.json", "application/json"), (Array("# Title".utf8), "a.md", "text/markdown"),
    (Array("<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">".utf8), "a.xml", "application/xml"),
    (Array("MSH|^~\\&|LAB\rPID|1".utf8), "a.hl7", "text/plain"), (Array("ID3\u{4}".utf8), "a.mp3", "audio/mpeg"),
    (Array("Gr\u{FC}\u{DF}e".unicodeScalars.map { UInt8($0.value) }), "a.txt", "text/plain"),
    ([0xFF, 0xFE, 0x48, 0, 0x69, 0], "a.txt", "text/plain"), (Array("#!AMR\n".utf8), "a.amr", "audio/amr"),
  ]

  @Test(arguments: samples.indices) func `a file that is what it says is passed without a remark`(index: Int) {
    let (bytes, name, type) = Self.samples[index]
    let examination = FileExamination(filename: name, declaredType: type, prefix: bytes, end: [])
    #expect(examination.remarks.isEmpty, "\(name): \(examination.remarks)")
    #expect(MediaType.of(filename: name, kind: examination.kind) == type)
    // What is not known is declared as bytes, and a suffix may be missing.
    let bare = FileExamination(filename: "a", declaredType: "application/octet-stream", prefix: bytes, end: [])
    #expect(bare.remarks.isEmpty)
  }

  @Test(arguments: [
    ("%PDF-1.7", "scan.png", "image/png", ["type-differs", "name-differs"]),
    (
      "<html><script>alert(1)</script></html>", "scan.pdf", "application/pdf",
      ["type-differs", "name-differs", "active"]
    ),
    ("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "a.svg", "image/svg+xml", ["active"]),
    ("  <!DOCTYPE html>", "a.html", "text/html; charset=utf-8", ["active"]),
    ("#!/bin/sh\nrm -rf ~\n", "note.txt", "text/plain", ["program"]),
    ("echo hello\r\n", "run.bat", "text/plain", ["program"]),
    ("\u{7F}ELF\u{2}", "photo.jpg", "image/jpeg", ["type-differs", "name-differs", "program"]),
    ("MZ\0\0", "report.pdf", "application/pdf", ["type-differs", "name-differs", "program"]),
    ("MZ starts this letter", "letter.txt", "text/plain", []),
    ("just text", "scan.jpg", "image/jpeg", ["type-differs", "name-differs"]),
    ("\u{1}\u{2}\u{3}", "scan.jpg", "image/jpeg", ["type-differs", "name-differs"]),
    ("\u{1}\u{2}\u{3}", "data.bin", "application/x-own", []),
    (
      "PK\u{3}\u{4}word/document.xml[Content_Types].xmlword/vbaProject.bin", "a.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      ["type-differs", "name-differs", "active"]
    ),
    ("PK\u{3}\u{4}META-INF/MANIFEST.MF", "a.zip", "application/zip", ["type-differs", "name-differs", "program"]),
  ])
  func `a file that is something else is said so`(text: String, name: String, type: String, words: [String]) {
    let examination = FileExamination(filename: name, declaredType: type, prefix: Array(text.utf8), end: [])
    #expect(examination.remarks.map(\.word) == words)
    #expect(examination.isProgram == words.contains("program"))
  }

  @Test func `macros are found in the list at the end of an archive`() {
    let end = Array("word/vbaProject.bin".utf8)
    let examination = FileExamination(
      filename: "a.docx", declaredType: nil, prefix: Array("PK\u{3}\u{4}word/[Content_Types].xml".utf8), end: end)
    #expect(examination.remarks.contains { $0.word == "active" })
  }

  @Test(arguments: [("300", 300), ("25MB", 25_000_000), ("64 KiB", 65_536), ("1G", 1_000_000_000)])
  func `a size is read as people write it`(text: String, bytes: Int64) { #expect(ByteSize(text)?.bytes == bytes) }

  @Test(arguments: ["", "MB", "-1", "1.5MB", "1XB", "99999999999999999999", "9223372036854775807GB", "0"])
  func `what is no size is refused`(text: String) { #expect(ByteSize(text) == nil) }
}
