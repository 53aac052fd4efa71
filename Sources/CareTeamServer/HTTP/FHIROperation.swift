package import CareTeamCore

/// An operation on one resource, `GET` or `POST` `Type/id/$name`; the caller may see the resource.
package struct FHIROperation: Sendable {
  /// The resource type it is defined on.
  package let type: String
  /// The name, without the `$`.
  package let name: String
  /// Answers with a resource, usually Parameters, or throws an `FHIRFault`.
  package let handler: @Sendable (_ resource: StoredResource, _ principal: Principal) async throws -> JSON

  /// An operation.
  package init(
    type: String, name: String,
    handler: @escaping @Sendable (_ resource: StoredResource, _ principal: Principal) async throws -> JSON
  ) {
    self.type = type
    self.name = name
    self.handler = handler
  }
}
