extension DemoClinic {
  /// Puts the clinic into a store, with its users; doing it again puts everything back as it was written down.
  package func fill(_ store: ResourceStore) async throws {
    try await store.put(resources())
    for attachment in attachments() {
      try await store.putBinary(
        id: attachment.id, contentType: attachment.contentType, bytes: attachment.bytes,
        securityContext: attachment.securityContext)
    }
    for person in DemoPerson.all {
      try await store.addUser(
        person.reference, name: person.name, role: person.reference.hasPrefix("Patient/") ? .patient : .practitioner)
    }
  }
}
