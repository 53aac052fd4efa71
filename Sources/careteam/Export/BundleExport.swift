import CareTeamCore

/// A FHIR Bundle of type `collection` (FHIR R4 §2.36) with the resources as the server sent them.
struct BundleExport: ExportWriter {
  private let facts: ExportFacts
  private var isEmpty = true
  private var binaries: Set<String> = []

  init(facts: ExportFacts) { self.facts = facts }

  func beginning() -> String {
    "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"\(facts.at.rfc3339)\""
  }

  mutating func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    var pieces = exported.resources.map { resource in
      let address = "\(facts.account.server)/\(resource["resourceType"]?.string ?? "")/\(resource["id"]?.string ?? "")"
      return ExportPiece.text(
        entry(address) + (facts.isSafe ? resource.safe : resource).text(.wire) + "}")
    }
    guard facts.hasFiles else { return pieces }
    for attachment in exported.messages.flatMap(\.attachments) {
      // What stands in the message's own resource has no address, and what was not sent yet neither.
      guard attachment.path != nil, let url = attachment.url else { continue }
      let address = url.contains("://") ? url : "\(facts.account.server)/\(url)"
      // The addresses in a Bundle differ (FHIR R4 §2.36.6, bdl-7).
      guard binaries.insert(address).inserted else { continue }
      pieces += [
        .text(entry(address) + binary(attachment)), .file(attachment, inLines: false), .text("\"}}"),
      ]
    }
    return pieces
  }

  func ending() -> String { isEmpty ? "}\n" : "\n]}\n" }

  /// An empty list is none in FHIR (R4 §2.6.2), so that the first entry begins it.
  private mutating func entry(_ address: String) -> String {
    defer { isEmpty = false }
    return (isEmpty ? ",\"entry\":[\n" : ",\n") + "{\"fullUrl\":\(JSON.string(address).text()),\"resource\":"
  }

  private func binary(_ attachment: Attachment) -> String {
    var binary: JSON = ["resourceType": "Binary"]
    if let id = attachment.id { binary["id"] = .string(id) }
    binary["contentType"] = .string(attachment.contentType ?? MediaType.unknown)
    return "\(binary.text().dropLast()),\"data\":\""
  }
}
