/// What a write did.
struct WriteResult: Sendable {
  /// The status of the answer: 200, 201 or 204.
  var status: Int
  var stored: StoredResource
}
