import Glibc

/// Where a request comes from, as far as limits are concerned.
struct ClientAddress: Sendable, Equatable {
  /// The address; of IPv6 the first 64 bits, since a subscriber has all the others.
  let key: String

  /// Whether it is this machine: behind a proxy everyone comes from there, and nobody must wait for a stranger.
  var isLoopback: Bool { key.hasPrefix("127.") || key == "0:0:0:0:0:0:0:0" }

  init(_ text: String?) {
    var six = in6_addr()
    guard let text, inet_pton(AF_INET6, text, &six) == 1 else {
      key = text ?? "unknown"
      return
    }
    let bytes = withUnsafeBytes(of: six) { Array($0) }
    let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    key =
      isMapped
      ? bytes.suffix(4).map(String.init).joined(separator: ".")
      : bytes.prefix(8).map(String.init).joined(separator: ":")
  }
}
