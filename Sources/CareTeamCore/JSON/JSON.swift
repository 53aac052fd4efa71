/// A JSON value that keeps what it was read from: member order and the spelling of numbers (FHIR R4 §2.6.2 asks that
/// the precision of decimals survives, which a Double would lose).
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The literal as written, such as `1.10`.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// The member of an object, or nil for a missing member and for any other kind of value.
  package subscript(key: String) -> JSON? {
    get {
      guard case .object(let object) = self else { return nil }
      return object[key]
    }
    set {
      guard case .object(var object) = self else { return }
      object[key] = newValue
      self = .object(object)
    }
  }

  /// The element of an array, or nil out of its bounds and for any other kind of value.
  package subscript(index: Int) -> JSON? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }

  /// The text of a string value.
  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The value of a boolean.
  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The value of a whole number that fits.
  package var int: Int? {
    guard case .number(let literal) = self else { return nil }
    return Int(literal)
  }

  /// The elements of an array; a missing or other value has none, as FHIR leaves empty arrays out.
  package var array: [JSON] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  /// The members of an object.
  package var object: JSONObject? {
    guard case .object(let value) = self else { return nil }
    return value
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
  package init(nilLiteral: ()) { self = .null }

  /// A string, or null where there is none.
  package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
  /// A whole number.
  package init(_ value: Int) { self = .number(String(value)) }
}
