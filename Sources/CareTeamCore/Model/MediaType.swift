/// The media type of a file, from its content and its name.
package enum MediaType {
  /// The type of anything that is not known.
  package static let unknown = "application/octet-stream"

  /// The type that the content shows; where that leaves a choice, the one of those that the suffix stands for.
  package static func of(filename: String, kind: FileKind?) -> String {
    let suffix = FileKind.suffix(of: filename)
    let named = suffixes[suffix] ?? FileKind.named(suffix: suffix)?.type
    guard let kind else { return named ?? unknown }
    guard let named, kind.allows(suffix: suffix), kind.allows(type: named) else { return kind.type }
    return named
  }

  /// The types of suffixes that share a kind with others.
  private static let suffixes: [String: String] = [
    "md": "text/markdown", "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json",
    "ics": "text/calendar", "vcf": "text/vcard", "eml": "message/rfc822", "xml": "application/xml",
    "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint", "msg": "application/vnd.ms-outlook",
    "mov": "video/quicktime", "qt": "video/quicktime", "m4a": "audio/mp4", "heif": "image/heif",
    "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
  ]
}
