extension Dialect {
  /// careteam's own server, the source product's, and OZO: conversations are CommunicationRequests.
  package static let careteam = Dialect(
    name: "careteam",
    threading: [.request],
    searches: [
      Search("CommunicationRequest", patient: "subject"),
      Search("Communication", patient: "subject"),
      Search("Task", patient: "patient"),
    ],
    receipts: .tasks,
    hasConditionalCreate: true)
}
