extension Dialect {
  /// Any other FHIR R4 server: conversations by whatever its messages say, read state kept here.
  package static let generic = Dialect(
    name: "generic",
    threading: [.request, .parentCommunication, .answered, .alone],
    searches: [
      Search("CommunicationRequest", patient: "subject", optional: true),
      Search("Communication", patient: "subject"),
    ],
    receipts: .local,
    hasConditionalCreate: false)
}
