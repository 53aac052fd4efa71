/// HTTP header fields: names compare without case (RFC 9110 §5.1), order and repeats are kept.
package struct HTTPFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The fields in order.
  package private(set) var fields: [Field] = []

  /// One header line.
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  /// No fields.
  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// Appends a field, whether or not one of that name is there.
  package mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// The first value of a field; setting replaces every field of that name, nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
    set {
      fields.removeAll { $0.name.lowercased() == name.lowercased() }
      if let newValue { add(name, newValue) }
    }
  }
}
