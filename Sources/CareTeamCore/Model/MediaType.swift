/// The media type of a file, from its first bytes and its name.
package enum MediaType {
  /// The type of anything that is not known.
  package static let unknown = "application/octet-stream"
  /// How many leading bytes the decision needs.
  package static let prefixLength = 16

  /// The type that the first bytes show, else the one that the suffix stands for, else `application/octet-stream`.
  package static func of(filename: String, prefix: [UInt8]) -> String {
    let suffix = filename.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let named = suffixes[suffix]
    guard let shown = shown(by: prefix) else { return named ?? unknown }
    // Office files are ZIP archives: the suffix says which.
    return shown == "application/zip" ? named ?? shown : shown
  }

  /// The type that the first bytes show; nil where they show none.
  package static func shown(by prefix: [UInt8]) -> String? {
    if prefix.count >= 12, Array(prefix[4..<8]) == Array("ftyp".utf8) {
      return heicBrands.contains(String(decoding: prefix[8..<12], as: UTF8.self)) ? "image/heic" : "video/mp4"
    }
    if prefix.count >= 12, prefix.starts(with: "RIFF".utf8), Array(prefix[8..<12]) == Array("WEBP".utf8) {
      return "image/webp"
    }
    return signatures.first { prefix.starts(with: $0.bytes) }?.type
  }

  private static let heicBrands: Set<String> = ["heic", "heix", "hevc", "mif1", "msf1"]

  private static let signatures: [(bytes: [UInt8], type: String)] = [
    (Array("%PDF-".utf8), "application/pdf"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    ([0xFF, 0xD8, 0xFF], "image/jpeg"),
    (Array("GIF8".utf8), "image/gif"),
    ([0x50, 0x4B, 0x03, 0x04], "application/zip"),
    ([0x1F, 0x8B], "application/gzip"),
  ]

  private static let suffixes: [String: String] = [
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "heic": "image/heic", "txt": "text/plain", "md": "text/markdown", "csv": "text/csv",
    "json": "application/json", "xml": "application/xml", "html": "text/html", "htm": "text/html",
    "svg": "image/svg+xml", "zip": "application/zip", "gz": "application/gzip", "mp4": "video/mp4",
    "mov": "video/quicktime", "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "rtf": "application/rtf",
    "doc": "application/msword", "dcm": "application/dicom",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
  ]
}
