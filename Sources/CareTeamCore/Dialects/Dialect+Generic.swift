extension Dialect {
  /// Any other FHIR R4 server: conversations by whatever its messages say, read state kept here.
  package static let generic = Dialect(
    name: "generic",
    searches: [
      Search("CommunicationRequest", patient: "subject", optional: true),
      Search("Communication", patient: "subject"),
    ],
    receipts: .local, opening: .request, hasConditionalCreate: false)

  /// The same where there are no CommunicationRequests: a conversation begins with its first message.
  package static let communication = Dialect(
    name: "communication", searches: [Search("Communication", patient: "subject")],
    receipts: .local, opening: .message, hasConditionalCreate: false)
}
