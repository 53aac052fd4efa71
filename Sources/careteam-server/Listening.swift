import Glibc

/// Where the server listens.
struct Listening: Equatable {
  /// An address or a name of this machine.
  var host: String
  /// 0 lets the system choose.
  var port: Int
  /// Whether what is said there is protected.
  var isSecure: Bool
  /// What clients call it, where that is something else.
  var publicAddress: PublicAddress?

  /// Refuses an address beyond this machine without TLS to protect what would be said there.
  init(host: String, port: Int, isSecure: Bool = false, publicURL: String? = nil) throws(ServeError) {
    guard (0...65_535).contains(port) else { throw .usage("--port is a number from 0 to 65535") }
    guard isSecure || Self.isLoopback(host) else { throw .hostNeedsTLS(host) }
    publicAddress = try publicURL.map { text throws(ServeError) in try PublicAddress(text) }
    guard publicAddress != nil || !["0.0.0.0", "::", "0"].contains(host) else { throw .hostNeedsName(host) }
    self.host = host == "localhost" ? "127.0.0.1" : host
    self.port = port
    self.isSecure = isSecure
  }

  /// The base URL once the port is known.
  func url(port: Int) -> String {
    let here = "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    return (publicAddress?.origin ?? here) + "/fhir"
  }

  /// Whether only this machine can connect.
  var isLoopback: Bool { Self.isLoopback(host) && publicAddress == nil }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// The port to serve: the one asked for, or one that is free now. The server must know its own URL before it listens.
  func reservedPort() throws(ServeError) -> Int {
    guard port == 0 else { return port }
    let isSix = host.contains(":")
    let descriptor = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .cannotListen(host: host, port: 0, detail: systemError()) }
    defer { close(descriptor) }
    let bound = isSix ? bindSix(descriptor) : bindFour(descriptor)
    guard let bound else { throw .cannotListen(host: host, port: 0, detail: systemError()) }
    return Int(UInt16(bigEndian: bound))
  }

  private func bindFour(_ descriptor: Int32) -> in_port_t? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return nil }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
    }
    return isBound ? address.sin_port : nil
  }

  private func bindSix(_ descriptor: Int32) -> in_port_t? {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { return nil }
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
    }
    return isBound ? address.sin6_port : nil
  }
}
