import CareTeamCore

/// Follows a dotted path through objects and arrays.
enum JSONPath {
  /// Every value at the path, arrays flattened.
  static func values(_ path: String, in value: JSON) -> [JSON] {
    var values = flatten(value)
    for step in path.split(separator: ".") {
      let key = String(step)
      values = values.flatMap { element in element[key].map(flatten) ?? [] }
    }
    return values
  }

  private static func flatten(_ value: JSON) -> [JSON] {
    guard case .array(let values) = value else { return [value] }
    return values.flatMap(flatten)
  }
}
