/// The content of a message (`Communication.payload`, FHIR R4 §12.5).
package struct Payload: Sendable, Equatable {
  /// The texts, joined by a blank line.
  package var text: String
  /// The files in order.
  package var attachments: [ServerAttachment]

  /// Reads the payload of a Communication or CommunicationRequest.
  package init(of resource: Resource) {
    var texts: [String] = []
    attachments = []
    for part in resource.json["payload"]?.array ?? [] {
      if let text = part["contentString"]?.string { texts.append(text) }
      if let attachment = part["contentAttachment"] { attachments.append(ServerAttachment(fhir: attachment)) }
      if let reference = part["contentReference"] {
        texts.append("[\(reference["display"]?.string ?? reference["reference"]?.string ?? "reference")]")
      }
    }
    text = texts.joined(separator: "\n\n")
  }

  /// Whether there is neither text nor file.
  package var isEmpty: Bool { text.isEmpty && attachments.isEmpty }
}

extension ServerAttachment {
  /// The extension in which careteam keeps the SHA-256, since R4's own `hash` is SHA-1 (FHIR R4 §2.24.0.3 Attachment).
  package static let sha256Extension = "urn:careteam:sha256"

  /// Reads an Attachment; an inline one has no URL and the size of its decoded data.
  init(fhir json: JSON) {
    let sha256 = json["extension"]?.array.first { $0["url"]?.string == Self.sha256Extension }
    let inline = json["data"]?.string.map { Int64($0.utf8.count / 4 * 3 - $0.utf8.suffix(2).count { $0 == 0x3D }) }
    self.init(
      url: json["url"]?.string, filename: json["title"]?.string, contentType: json["contentType"]?.string,
      size: json["size"]?.int.map(Int64.init) ?? inline, sha256: sha256?["valueString"]?.string?.lowercased())
  }
}
