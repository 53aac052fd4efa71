import CareTeamCore

extension Parser {
  /// JSON: what is read is written back, and nothing that is written acts on a terminal.
  static let json = Parser(name: "json") { bytes in
    guard let value = try? JSON(parsing: bytes) else { return }
    hold((try? JSON(parsing: value.bytes(.wire))) == value, "a value that is written and read is the same")
    let shown = value.text(.output)
    hold((try? JSON(parsing: shown)) == value, "output is exact")
    hold(shown.unicodeScalars.allSatisfy { !isActive($0) }, "output is inert")
  }

  /// FHIR: pages are taken apart, and each resource is read, set aside or named as unreadable.
  static let fhir = Parser(name: "fhir") { bytes in
    _ = OperationOutcome(body: bytes)
    let whole = try? JSON(parsing: bytes)
    let page = try? SearchPage(bytes)
    hold(page != nil || Bundle(whole ?? .null) == nil, "a page that can be read whole is one")
    let found = page?.resources(0..<(page?.count ?? 0))
    if let whole, Bundle(whole) != nil { hold(found?.unreadable.isEmpty != false, "nothing is wrong in what is JSON") }
    hold(found.map { $0.resources.count + $0.unreadable.count <= page?.count ?? 0 } ?? true, "an entry is told once")
    let resources = found?.resources ?? whole.map { [$0] } ?? []
    for dialect in Dialect.all {
      for account in [patient, practitioner] {
        let batch = dialect.read(resources, for: account)
        hold(
          batch.conversations.count + batch.messages.count + batch.receipts.count + batch.foreign
            + batch.unreadable.count <= 2 * resources.count, "no resource is told more often than it is there")
        for message in batch.messages { hold(isPlain(message.reference), "\(message.reference) is a path of one step") }
        for conversation in batch.conversations {
          hold(isPlain(conversation.reference), "\(conversation.reference) is a path of one step")
        }
      }
    }
  }

  private static let patient = Account(
    name: "default", server: "https://example.org/fhir", user: Reference(type: "Patient", id: "p"), userName: nil,
    patient: Reference(type: "Patient", id: "p"), dialect: "careteam", tokenPlace: .file("/dev/null"))
  private static let practitioner = Account(
    name: "default", server: "https://example.org/fhir", user: Reference(type: "Practitioner", id: "d"), userName: nil,
    patient: nil, dialect: "generic", tokenPlace: .file("/dev/null"))

  private static func isPlain(_ reference: Reference) -> Bool {
    !reference.id.contains("/") && reference.id != ".." && reference.id != "."
  }

  /// What a terminal, or the eye, would be misled by.
  static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.properties.isBidiControl
      || scalar.value == 0x2028 || scalar.value == 0x2029 || (0xE0000...0xE007F).contains(scalar.value)
  }
}
