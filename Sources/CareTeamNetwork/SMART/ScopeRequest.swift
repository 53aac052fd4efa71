/// What careteam asks for at a login.
package enum ScopeRequest {
  /// What is needed of each type. Beside messages, conversations and receipts: names, photographs and documents, and
  /// subscriptions, by which the server says that there is something new.
  private static let types = [
    ("Communication", "crus"), ("CommunicationRequest", "crus"), ("Task", "rus"), ("Binary", "cr"),
    ("DocumentReference", "crs"), ("CareTeam", "rs"), ("Patient", "rs"), ("Practitioner", "rs"),
    ("RelatedPerson", "rs"), ("Organization", "r"), ("Subscription", "crus"),
  ]

  /// The scopes for a person's login: those for one patient, and those for all the patients of a clinician where the
  /// server says that it has them. Who logs in is not known before; a server gives each what is theirs.
  package static func person(at configuration: SMARTConfiguration) -> String {
    let isForUsers = configuration.scopes.contains { $0.hasPrefix("user/") }
    let contexts = isForUsers ? ["patient", "user"] : ["patient"]
    let login = ["openid", "fhirUser", "launch/patient", "offline_access"]
    return (login + contexts.flatMap { resources($0, configuration) }).joined(separator: " ")
  }

  /// The scopes for a clinic's program.
  package static func backend(at configuration: SMARTConfiguration) -> String {
    resources("system", configuration).joined(separator: " ")
  }

  private static func resources(_ context: String, _ configuration: SMARTConfiguration) -> [String] {
    types.flatMap { type, letters in
      guard configuration.isVersion1 else { return ["\(context)/\(type).\(letters)"] }
      let isWritten = letters.contains { "cu".contains($0) }
      return ["\(context)/\(type).read"] + (isWritten ? ["\(context)/\(type).write"] : [])
    }
  }
}
