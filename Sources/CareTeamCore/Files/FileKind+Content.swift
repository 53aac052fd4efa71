extension FileKind {
  /// How many bytes of the beginning and of the end of a file show what it is.
  package static let prefixLength = 4096
  package static let suffixLength = 65_536

  /// What the content shows; nil where it shows nothing that is known.
  ///
  /// - Parameters:
  ///   - prefix: the beginning, of `prefixLength` bytes where there are as many.
  ///   - end: the end, where an archive lists what is in it.
  package init?(prefix: [UInt8], end: [UInt8] = []) {
    guard let kind = Self.container(prefix, end) ?? Self.signed(prefix) ?? Self.written(prefix) else { return nil }
    self = kind
  }

  private static let signatures: [(bytes: [UInt8], kind: FileKind)] = [
    (Array("%PDF-".utf8), pdf), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png), ([0xFF, 0xD8, 0xFF], jpeg),
    (Array("GIF87a".utf8), gif), (Array("GIF89a".utf8), gif), (Array("II*\0".utf8), tiff), (Array("MM\0*".utf8), tiff),
    (Array("II+\0".utf8), tiff), (Array("MM\0+".utf8), tiff), ([0xFF, 0x0A], jpegXL),
    ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], jpegXL), ([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], jpeg2000),
    (Array("8BPS".utf8), photoshop), (Array("{\\rtf".utf8), rtf), (Array("%!PS".utf8), postScript),
    ([0x1A, 0x45, 0xDF, 0xA3], matroska), (Array("ID3".utf8), mp3), ([0xFF, 0xFB], mp3), ([0xFF, 0xF3], mp3),
    ([0xFF, 0xF2], mp3), ([0xFF, 0xF1], aac), ([0xFF, 0xF9], aac), (Array("OggS".utf8), ogg),
    (Array("fLaC".utf8), flac),
    (Array("#!AMR".utf8), amr), ([0x1F, 0x8B], gzip), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], sevenZip),
    (Array("Rar!".utf8), rar), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], xz), (Array("BZh".utf8), bzip2),
    ([0x7F, 0x45, 0x4C, 0x46], elf), ([0xFE, 0xED, 0xFA, 0xCE], mac), ([0xFE, 0xED, 0xFA, 0xCF], mac),
    ([0xCE, 0xFA, 0xED, 0xFE], mac), ([0xCF, 0xFA, 0xED, 0xFE], mac), ([0xCA, 0xFE, 0xBA, 0xBE], mac),
    ([0, 0x61, 0x73, 0x6D], webAssembly), ([0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0], link), (Array("dex\n".utf8), java),
  ]

  private static func signed(_ prefix: [UInt8]) -> FileKind? {
    if let match = signatures.first(where: { prefix.starts(with: $0.bytes) }) { return match.kind }
    if prefix.starts(with: "BM".utf8), prefix.count > 18, prefix[6..<10].allSatisfy({ $0 == 0 }), prefix[15] == 0 {
      return bmp
    }
    // The header that begins with MZ says where the rest is; a text of these letters does not.
    if prefix.starts(with: "MZ".utf8), prefix.contains(0) { return windows }
    if prefix.count >= 132, Array(prefix[128..<132]) == Array("DICM".utf8) { return dicom }
    if prefix.count >= 262, Array(prefix[257..<262]) == Array("ustar".utf8) { return tar }
    return nil
  }

  /// The kinds of which the first bytes say only what they are packed in.
  private static func container(_ prefix: [UInt8], _ end: [UInt8]) -> FileKind? {
    if prefix.starts(with: [0x50, 0x4B, 3, 4]) || prefix.starts(with: [0x50, 0x4B, 5, 6]) {
      return archive(prefix + end)
    }
    if prefix.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return oldOffice }
    guard prefix.count >= 12 else { return nil }
    if Array(prefix[4..<8]) == Array("ftyp".utf8) {
      guard PhotographFormat(prefix: prefix) == .heif else { return mp4 }
      return prefix[8..<min(prefix.count, 64)].contains("avif") ? avif : heic
    }
    guard prefix.starts(with: "RIFF".utf8) else { return nil }
    return ["WEBP": webp, "WAVE": wav, "AVI ": avi][String(decoding: prefix[8..<12], as: UTF8.self)]
  }

  /// ZIP files by the names of what is in them; what they say of their own type stands first in some (ODF 1.3 part 2 §3.3).
  private static func archive(_ bytes: [UInt8]) -> FileKind {
    let content = bytes[...]
    if content.contains("vbaProject.bin") { return macros }
    if content.contains("META-INF/MANIFEST.MF") && !content.contains("mimetype")
      || content.contains("AndroidManifest.xml")
    {
      return java
    }
    for kind in [odt, ods, odp, odg, epub] where content.prefix(200).contains("mimetype" + kind.type) { return kind }
    for (folder, kind) in [("word/", word), ("xl/", excel), ("ppt/", powerpoint)] where content.contains(folder) {
      return content.contains("[Content_Types].xml") ? kind : zip
    }
    return zip
  }

  private static func written(_ prefix: [UInt8]) -> FileKind? {
    if prefix.starts(with: "#!".utf8) { return script }
    guard let content = readable(prefix) else { return nil }
    let start = String(content.drop { $0.isWhitespace }.prefix(2000)).lowercased()
    if let kind = markup(start) { return kind }
    return start.hasPrefix("<?xml") ? xml : text
  }

  private static func markup(_ start: String) -> FileKind? {
    guard start.hasPrefix("<") else { return nil }
    let bytes = Array(start.utf8)[...]
    if bytes.contains("<clinicaldocument") { return clinicalDocument }
    let pages = [
      "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<img", "<table", "<div", "<a ", "<p>",
      "<style", "<meta",
    ]
    if pages.contains(where: start.hasPrefix) || bytes.contains("<html") || bytes.contains("<script") {
      return bytes.contains("<svg") && !bytes.contains("<html") ? svg : html
    }
    return bytes.contains("<svg") ? svg : nil
  }

  /// The text that the bytes are, in UTF-8, UTF-16 with its mark, or a set of one byte a character; nil for no text.
  private static func readable(_ bytes: [UInt8]) -> String? {
    guard !bytes.isEmpty else { return nil }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      let isBig = bytes[0] == 0xFE
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
        UInt16(bytes[index + (isBig ? 0 : 1)]) << 8 | UInt16(bytes[index + (isBig ? 1 : 0)])
      }
      return units.contains(0) ? nil : String(decoding: units, as: UTF16.self)
    }
    // Of the controls a text has line ends, tabulators, form feeds and those of HL7's messages.
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B, 0x1C].contains($0) })
    else { return nil }
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    return text
  }
}

extension ArraySlice<UInt8> {
  /// Whether a text stands in these bytes.
  func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return true }
    var rest = self
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: wanted) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
