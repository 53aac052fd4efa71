/// Something that a photograph says beside the picture.
package enum PhotographFinding: String, Sendable, CaseIterable, Comparable {
  case location
  case time
  case serialNumber
  case owner
  case camera
  case thumbnail
  case makerNotes
  case xmp
  case iptc
  case comment
  case furtherImage
  case video
  case trailer
  case other

  /// As it is said to people.
  package var phrase: String {
    switch self {
    case .location: "location"
    case .time: "times"
    case .serialNumber: "serial numbers"
    case .owner: "owner or author"
    case .camera: "camera model and settings"
    case .thumbnail: "preview image"
    case .makerNotes: "maker notes"
    case .xmp: "XMP"
    case .iptc: "IPTC"
    case .comment: "comments"
    case .furtherImage: "further images"
    case .video: "video"
    case .trailer: "data after the image"
    case .other: "other data"
    }
  }

  /// The order in which they are told: what matters most first.
  package static func < (one: PhotographFinding, other: PhotographFinding) -> Bool {
    (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
  }
}
