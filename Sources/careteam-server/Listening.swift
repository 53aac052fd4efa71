import Glibc

/// Where the server listens.
struct Listening: Equatable {
  /// A loopback address.
  var host: String
  /// 0 lets the system choose.
  var port: Int

  /// Refuses an address beyond this machine, since there is no TLS to protect what would be said there.
  init(host: String, port: Int) throws(ServeError) {
    guard (0...65_535).contains(port) else { throw .usage("--port is a number from 0 to 65535") }
    guard Self.isLoopback(host) else { throw .hostNeedsTLS(host) }
    self.host = host == "localhost" ? "127.0.0.1" : host
    self.port = port
  }

  /// The base URL once the port is known.
  func url(port: Int) -> String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/fhir" }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}
