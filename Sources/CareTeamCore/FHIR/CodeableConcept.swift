/// A concept: codings and words (FHIR R4 §2.24.0.6).
package struct CodeableConcept: Sendable {
  /// The value as received.
  package var json: JSON

  /// A view on a JSON value.
  package init(_ json: JSON) { self.json = json }

  /// The words, else the words of the first coding that has any, else its code.
  package var words: String? {
    json["text"]?.string ?? codings.lazy.compactMap(\.display).first ?? codings.lazy.compactMap(\.code).first
  }

  /// The codings.
  package var codings: [Coding] {
    json["coding"]?.array.map {
      Coding(system: $0["system"]?.string, code: $0["code"]?.string, display: $0["display"]?.string)
    } ?? []
  }

  /// Whether one of the codings is this code of this system.
  package func has(_ code: String, of system: String) -> Bool {
    codings.contains { $0.code == code && $0.system == system }
  }
}

extension Resource {
  /// The concepts of a member, which may hold one or a list.
  package func concepts(_ member: String) -> [CodeableConcept] {
    switch json[member] {
    case .array(let values): values.map(CodeableConcept.init)
    case .some(let value): [CodeableConcept(value)]
    case nil: []
    }
  }
}
