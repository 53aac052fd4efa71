import CareTeamCore

/// RFC 6902 JSON Patch: operations applied in order, all or none.
struct JSONPatch {
  private let operations: [JSON]

  init(_ document: JSON) throws(FHIRFault) {
    guard case .array(let operations) = document else {
      throw FHIRFault(400, .structure, "A JSON Patch is an array of operations (RFC 6902).")
    }
    self.operations = operations
  }

  /// The value after every operation; a `test` that fails is 409, anything that cannot be applied 422.
  func applied(to value: JSON) throws(FHIRFault) -> JSON {
    var value = value
    for operation in operations { try Self.apply(operation, to: &value) }
    return value
  }

  private static func apply(_ operation: JSON, to value: inout JSON) throws(FHIRFault) {
    let path = try JSONPointer(operation["path"]?.string)
    switch operation["op"]?.string {
    case "add": try path.add(try member("value", of: operation), to: &value)
    case "remove": _ = try path.remove(from: &value)
    case "replace":
      _ = try path.value(in: value)
      try path.replace(with: try member("value", of: operation), in: &value)
    case "move":
      let from = try JSONPointer(operation["from"]?.string)
      guard !from.isProperPrefix(of: path) else { throw fault("moves a value into itself") }
      try path.add(try from.remove(from: &value), to: &value)
    case "copy":
      try path.add(try JSONPointer(operation["from"]?.string).value(in: value), to: &value)
    case "test":
      let expected = try member("value", of: operation)
      guard (try? path.value(in: value)) == expected else {
        throw FHIRFault(
          409, .conflict, "The patch's test of \(path.text.prefix(80)) failed: it was changed. Read it and patch again."
        )
      }
    default: throw fault("has an operation that RFC 6902 does not know")
    }
  }

  private static func member(_ name: String, of operation: JSON) throws(FHIRFault) -> JSON {
    guard let value = operation[name] else { throw fault("has an operation without \(name)") }
    return value
  }

  static func fault(_ detail: String) -> FHIRFault {
    FHIRFault(422, .value, "The JSON Patch \(detail). Nothing was changed.")
  }
}
