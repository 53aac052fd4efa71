@preconcurrency import Glibc

/// The system's words for its error numbers, as they stand within a sentence.
enum SystemMessage {
  /// The words for the last failed call on this thread.
  static var last: String { text(errno) }

  /// The words for an error number.
  static func text(_ number: Int32) -> String {
    let message = String(cString: strerror(number))
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}
