/// Content that is on disk and waits for its resource.
struct FinishedUpload: Sendable {
  /// Where it lies.
  let path: String
  /// Its bytes.
  let size: Int64
}
