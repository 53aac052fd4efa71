/// Which careteam this is.
enum Version {
  /// The version that `careteam --version` prints.
  static let text = "0.1.0"
}
