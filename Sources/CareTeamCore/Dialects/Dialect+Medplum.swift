extension Dialect {
  /// Medplum: a Communication without content heads a conversation, its messages are part of it, and a message that was
  /// read is completed.
  package static let medplum = Dialect(
    name: "medplum", searches: [Search("Communication", patient: "subject")],
    receipts: .status, opening: .header, sentStatus: "in-progress", hasConditionalCreate: true)
}
