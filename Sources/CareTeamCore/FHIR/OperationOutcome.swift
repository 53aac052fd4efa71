/// What a server says went wrong (FHIR R4 §2.35).
package struct OperationOutcome: Sendable {
  /// The issues in a sentence; nil when the resource says nothing.
  package var message: String?

  /// The most characters of it: some servers write a whole stack trace.
  private static let length = 1000

  /// Reads an answer's body; anything that is no OperationOutcome has no message.
  package init(body: [UInt8]) {
    guard let json = try? JSON(parsing: body), json["resourceType"]?.string == "OperationOutcome" else { return }
    let issues = json["issue"]?.array.compactMap { issue in
      issue["details"]?["text"]?.string ?? issue["diagnostics"]?.string ?? issue["code"]?.string
    }
    message = issues.flatMap { $0.isEmpty ? nil : $0.joined(separator: "; ").shortened(to: Self.length) }
  }
}
