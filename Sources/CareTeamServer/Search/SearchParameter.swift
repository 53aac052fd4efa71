/// One search parameter of a resource type: what the index is filled from, what a search may ask, and what the
/// CapabilityStatement says.
struct SearchParameter: Sendable, Equatable {
  /// FHIR R4 §3.1.1.4.4, as far as it is used; each has an index table of its own.
  enum Kind: String, Sendable {
    case token, reference, date, string

    /// The table of the index.
    var table: String { rawValue + "_index" }
  }

  let name: String
  let kind: Kind
  /// Where the values lie, as dotted paths.
  let paths: [String]
  /// The types a reference may lead to; empty for any.
  let targets: Set<String>
  /// The system that the codes of a `code` element are of without saying so (FHIR R4 §3.1.1.4.10).
  let implicitSystem: String?

  init(
    _ name: String, _ kind: Kind, _ paths: [String], targets: Set<String> = [], implicitSystem: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.paths = paths
    self.targets = targets
    self.implicitSystem = implicitSystem
  }

  static func token(_ name: String, _ paths: String...) -> Self { Self(name, .token, paths) }
  static func code(_ name: String, _ path: String, of system: String) -> Self {
    Self(name, .token, [path], implicitSystem: "http://hl7.org/fhir/" + system)
  }
  static func date(_ name: String, _ paths: String...) -> Self { Self(name, .date, paths) }
  static func string(_ name: String, _ paths: String...) -> Self { Self(name, .string, paths) }
  static func reference(_ name: String, _ paths: String..., targets: Set<String> = []) -> Self {
    Self(name, .reference, paths, targets: targets)
  }
}
