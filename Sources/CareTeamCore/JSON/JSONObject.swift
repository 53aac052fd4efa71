/// The members of a JSON object in their written order.
///
/// A list, not a dictionary: FHIR objects have a dozen members, where a scan beats hashing, and order survives.
package struct JSONObject: Sendable {
  /// The members, each key once.
  package private(set) var members: [(key: String, value: JSON)]

  /// An object of these members; of a repeated key the last wins.
  package init(_ members: [(String, JSON)] = []) {
    self.members = []
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  init(unique members: [(key: String, value: JSON)]) { self.members = members }

  /// The value of a member; setting nil removes it, setting a new key appends it.
  package subscript(key: String) -> JSON? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// The keys in their written order.
  package var keys: [String] { members.map(\.key) }
  /// Whether there is no member.
  package var isEmpty: Bool { members.isEmpty }
}

extension JSONObject: Equatable {
  /// Objects are equal when their members are, in whatever order (RFC 8259 §4).
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }
}
