/// Why the store cannot be opened.
package enum StoreError: Error, Sendable, Equatable {
  /// The data directory cannot be made or used.
  case directory(String)
  /// The database cannot be opened or brought up to date.
  case database(String)

  /// What failed, then what to do.
  package var message: String {
    switch self {
    case .directory(let path): "Cannot use the data directory \(path). Check that it is yours to write."
    case .database(let detail): "Cannot open the resource store (\(detail)). Check the disk, or restore a backup."
    }
  }
}
