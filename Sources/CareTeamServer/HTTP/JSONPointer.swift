import CareTeamCore

/// RFC 6901 JSON Pointer.
struct JSONPointer {
  let text: String
  private let steps: [String]

  init(_ text: String?) throws(FHIRFault) {
    guard let text, text.isEmpty || text.hasPrefix("/") else { throw JSONPatch.fault("has a path that is no pointer") }
    let steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    self.init(
      text: text, steps: steps.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") })
  }

  private init(text: String, steps: [String]) {
    self.text = text
    self.steps = steps
  }

  func isProperPrefix(of other: JSONPointer) -> Bool {
    steps.count < other.steps.count && other.steps.starts(with: steps)
  }

  /// The value it points at.
  func value(in value: JSON) throws(FHIRFault) -> JSON {
    var found = value
    for step in steps {
      if case .array(let values) = found {
        found = values[try index(step, below: values.count)]
      } else {
        guard let member = found[step] else { throw missing }
        found = member
      }
    }
    return found
  }

  /// Inserts, or sets a member.
  func add(_ new: JSON, to value: inout JSON) throws(FHIRFault) {
    try edit(steps[...], of: &value) { (last, container) throws(FHIRFault) in
      guard let last else {
        container = new
        return
      }
      switch container {
      case .array(var values):
        values.insert(new, at: last == "-" ? values.count : try index(last, below: values.count + 1))
        container = .array(values)
      case .object: container[last] = new
      default: throw missing
      }
    }
  }

  /// Sets a value that is there.
  func replace(with new: JSON, in value: inout JSON) throws(FHIRFault) {
    try edit(steps[...], of: &value) { (last, container) throws(FHIRFault) in
      switch (last, container) {
      case (nil, _): container = new
      case (let last?, .array(var values)):
        values[try index(last, below: values.count)] = new
        container = .array(values)
      case (let last?, _): container[last] = new
      }
    }
  }

  /// Takes a value out and gives it.
  func remove(from value: inout JSON) throws(FHIRFault) -> JSON {
    let removed = try self.value(in: value)
    try edit(steps[...], of: &value) { (last, container) throws(FHIRFault) in
      guard let last else { throw JSONPatch.fault("removes the whole resource") }
      if case .array(var values) = container {
        values.remove(at: try index(last, below: values.count))
        container = .array(values)
      } else {
        container[last] = nil
      }
    }
    return removed
  }

  private func edit(
    _ steps: ArraySlice<String>, of value: inout JSON,
    _ change: (_ last: String?, _ container: inout JSON) throws(FHIRFault) -> Void
  ) throws(FHIRFault) {
    guard steps.count > 1, let step = steps.first else { return try change(steps.first, &value) }
    switch value {
    case .array(var values):
      let index = try index(step, below: values.count)
      try edit(steps.dropFirst(), of: &values[index], change)
      value = .array(values)
    case .object(let object):
      guard var member = object[step] else { throw missing }
      try edit(steps.dropFirst(), of: &member, change)
      value[step] = member
    default: throw missing
    }
  }

  private func index(_ step: String, below count: Int) throws(FHIRFault) -> Int {
    guard let index = Int(step), String(index) == step, (0..<count).contains(index) else { throw missing }
    return index
  }

  private var missing: FHIRFault { JSONPatch.fault("has a path, \(text.prefix(80)), that leads nowhere") }
}
