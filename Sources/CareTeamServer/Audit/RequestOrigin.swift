package import Hummingbird

/// Where a request comes from, as far as it can be told.
package struct RequestOrigin: Sendable, Equatable {
  /// The address at the other end of the connection.
  package var address: String?
  /// What the program calls itself; anybody can claim anything there.
  package var userAgent: String?

  /// An origin of these parts.
  package init(address: String? = nil, userAgent: String? = nil) {
    self.address = address
    self.userAgent = userAgent
  }

  /// The origin of a request; of what a program calls itself only the start, and no control characters, are kept.
  package init(_ request: Request, address: String?) {
    let claimed = request.headers[.userAgent]?.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.prefix(120)
    self.init(address: address, userAgent: claimed.map { String(String.UnicodeScalarView($0)) })
  }
}
