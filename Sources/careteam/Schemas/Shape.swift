import CareTeamCore

/// The form of a JSON value, in the words of JSON Schema (draft 2020-12).
///
/// Objects are open: within a version members may be added, and a consumer must not fail over one that it does not know.
struct Shape: Sendable {
  /// The schema of the value.
  private(set) var json: JSON
  /// The schemas it refers to by their names, and those that these refer to.
  private(set) var definitions = JSONObject()
  /// The names of an object's members.
  private(set) var members: [String] = []

  private init(_ json: JSON) { self.json = json }

  /// A text, exact.
  static let text = Shape(["type": "string"])
  /// A text that is not empty.
  static let name = Shape(["type": "string", "minLength": 1])
  /// A number of things.
  static let count = Shape(["type": "integer", "minimum": 0])
  /// Yes or no.
  static let flag = Shape(["type": "boolean"])
  /// A moment: RFC 3339 in UTC, with a fraction where there is one.
  static let time = Shape([
    "type": "string", "format": "date-time",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$",
  ])
  /// A UUID (RFC 9562).
  static let uuid = Shape(["type": "string", "format": "uuid"])
  /// Null and nothing else.
  static let null = Shape(["type": "null"])
  /// A resource as the server sent it (FHIR R4 §2.6.2): what more is in it is the server's.
  static let resource = Shape([
    "type": "object", "required": ["resourceType"], "properties": ["resourceType": name.json],
    "additionalProperties": true,
  ])

  /// A text that a regular expression describes.
  static func text(matching pattern: String) -> Shape { Shape(["type": "string", "pattern": .string(pattern)]) }

  /// A handle of one kind; an attachment's has its number behind that of the message.
  static func handle(_ kind: Handle.Kind, ofAttachment: Bool = false) -> Shape {
    text(matching: "^\(kind.rawValue)[1-9][0-9]*\(ofAttachment ? "[.][1-9][0-9]*" : "")$")
  }

  /// A whole number between two.
  static func number(_ range: ClosedRange<Int>) -> Shape {
    Shape(["type": "integer", "minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)])
  }

  /// One word and no other.
  static func word(_ word: String) -> Shape { Shape(["const": .string(word)]) }

  /// One of some words.
  static func words(_ words: [String]) -> Shape { Shape(["enum": .array(words.map(JSON.string))]) }

  /// One of the words of a type.
  static func words<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type) -> Shape {
    words(type.allCases.map(\.rawValue))
  }

  /// A list of values of one shape.
  static func list(of item: Shape) -> Shape {
    var shape = Shape(["type": "array", "items": item.json])
    shape.definitions = item.definitions
    return shape
  }

  /// An object with all of these members.
  static func object(_ members: KeyValuePairs<String, Shape>) -> Shape { object(Array(members)) }

  /// An object with all of these members.
  static func object(_ members: [(key: String, value: Shape)]) -> Shape {
    var shape = Shape([
      "type": "object", "required": .array(members.map { .string($0.key) }),
      "properties": .object(JSONObject(members.map { ($0.key, $0.value.json) })),
    ])
    shape.members = members.map(\.key)
    for member in members { shape.merge(member.value.definitions) }
    return shape
  }

  /// A value of one of several shapes.
  static func any(of shapes: [Shape]) -> Shape {
    var shape = Shape(["anyOf": .array(shapes.map(\.json))])
    for one in shapes {
      shape.merge(one.definitions)
      shape.members += one.members.filter { !shape.members.contains($0) }
    }
    return shape
  }

  /// The same, or null where it is not known.
  var orNull: Shape {
    guard let type = json["type"] else { return .any(of: [self, .null]) }
    var shape = self
    shape.json["type"] = [type, "null"]
    return shape
  }

  /// The same under a name that the document refers to.
  func named(_ name: String) -> Shape {
    var shape = Shape(["$ref": .string("#/$defs/\(name)")])
    shape.definitions = definitions
    shape.definitions[name] = json
    shape.members = members
    return shape
  }

  private mutating func merge(_ others: JSONObject) {
    for (name, schema) in others.members { definitions[name] = schema }
  }
}
