import CareTeamCore

/// An address that careteam sends to: https, or http on this machine.
struct RequestTarget: Sendable, Equatable {
  /// The whole address, without fragment.
  let url: URLReference
  /// Where it goes.
  let origin: Origin

  /// Checks an absolute address; throws `TransportError.refused`.
  init(_ text: String) throws(TransportError) {
    guard var url = URLReference(text), let origin = Origin(url) else {
      throw .refused("the address is not one careteam can send to: it takes https://host/path")
    }
    if origin.scheme == "http", !origin.isLoopback {
      throw .refused("\(origin.host) is not asked without encryption: use https (http is for this machine only)")
    }
    url.fragment = nil
    if url.path.isEmpty { url.path = "/" }
    self.url = url
    self.origin = origin
  }

  /// The address as http or https, put together from its checked parts, so that libcurl reads no other host in it.
  var address: String {
    var plain = url
    plain.scheme = origin.scheme
    plain.authority = origin.hostAndPort
    return plain.description
  }
}
