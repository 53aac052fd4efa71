package import CareTeamCore

/// One version of a resource as it lies in the store.
package struct StoredResource: Sendable, Equatable {
  /// The row, the same for every version.
  package let key: Int64
  /// The resource type.
  package let type: String
  /// The logical id.
  package let id: String
  /// The version, from 1.
  package let version: Int
  /// `meta.lastUpdated`.
  package let updated: Instant
  /// Whether this version says that the resource is gone.
  package let isDeleted: Bool
  /// The resource as JSON text; empty when it is gone.
  package let text: String
  /// Who created it, such as `Patient/x`.
  package let owner: String

  /// `Type/id`.
  package var reference: String { type + "/" + id }

  /// The resource as a value; a text that cannot be read is a damaged store.
  package func json() throws(FHIRFault) -> JSON {
    do { return try JSON(parsing: text) } catch {
      throw FHIRFault(500, .exception, "\(reference) is damaged in the store (\(error.message)). Restore a backup.")
    }
  }
}
