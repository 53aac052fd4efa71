extension Dialect {
  /// careteam's own server, the source product's, OZO, and other servers with all of FHIR R4: conversations are
  /// CommunicationRequests.
  package static let careteam = Dialect(
    name: "careteam",
    searches: [
      Search("CommunicationRequest", patient: "subject"),
      Search("Communication", patient: "subject"),
      Search("Task", patient: "patient"),
    ],
    receipts: .tasks, opening: .request, hasConditionalCreate: true)
}
