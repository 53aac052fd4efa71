import CCurl
import CareTeamCore
@preconcurrency import Glibc

/// Why a transfer failed, read from its handle.
struct CurlFailure {
  private let easy: UnsafeMutableRawPointer
  private let host: String

  init(_ easy: UnsafeMutableRawPointer, _ origin: Origin) {
    self.easy = easy
    host = origin.hostAndPort
  }

  /// The error for libcurl's result, in words that hold no part of the request.
  func error(_ code: CURLcode, _ timeout: Duration?) -> TransportError {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return timedOut(after: timeout)
    case CURLE_COULDNT_RESOLVE_HOST: return .unreachable("cannot reach \(host): its name is not known")
    case CURLE_COULDNT_RESOLVE_PROXY: return .unreachable("cannot reach \(host): the proxy's name is not known")
    case CURLE_COULDNT_CONNECT: return .unreachable("cannot reach \(host): \(systemMessage ?? "no connection")")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      return .untrusted(distrust)
    case CURLE_SSL_CACERT_BADFILE: return .untrusted("the file of trusted certificates cannot be read")
    case CURLE_SSL_CONNECT_ERROR where systemMessage == nil:
      return .untrusted("no secure connection to \(host) could be agreed: it must speak TLS 1.2 or later")
    case CURLE_UNSUPPORTED_PROTOCOL where !hasSent, CURLE_URL_MALFORMAT:
      return .refused("the address is not one careteam can send to: it takes https://host/path")
    default: return broken
    }
  }

  /// What is wrong with the certificate, by OpenSSL's number (X509_V_ERR_…). Another name is found by libcurl itself, which
  /// leaves 0 or 1 there.
  private var distrust: String {
    switch ccurl_get_long(easy, CURLINFO_SSL_VERIFYRESULT) {
    case 0, 1: "the certificate of \(host) is another server's: it does not have this name"
    case 9: "the certificate of \(host) is not valid yet: is the clock of this machine right?"
    case 10: "the certificate of \(host) has expired: its administrator must renew it"
    case 18...21:
      "the certificate of \(host) is from an authority that is not trusted here; "
        + "if it should be, name the file with the authority's certificate with --cacert, or as ‘cacert’ in the "
        + "configuration"
    default: "the certificate of \(host) is not trusted"
    }
  }

  /// Whether a byte of the request itself went out: a proxy that refused the tunnel saw none of it.
  private var hasSent: Bool {
    let proxy = ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
    if proxy != 0, !(200..<300).contains(proxy) { return false }
    return ccurl_get_long(easy, CURLINFO_REQUEST_SIZE) > 0 || ccurl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T) > 0
  }

  private var broken: TransportError {
    guard hasSent else {
      return .unreachable("cannot reach \(host): \(systemMessage ?? "the connection was closed")")
    }
    return .interrupted("the connection to \(host) broke before the whole answer came")
  }

  /// The time allowed, the time to connect and the stall limit all end in the same code of libcurl's.
  private func timedOut(after timeout: Duration?) -> TransportError {
    guard hasSent else { return .timedOut(mayHaveArrived: false) }
    let elapsed = Duration.microseconds(ccurl_get_offset(easy, CURLINFO_TOTAL_TIME_T))
    if let timeout, elapsed >= timeout - .milliseconds(5) { return .timedOut(mayHaveArrived: true) }
    return .interrupted("the connection to \(host) stalled: no byte moved for too long")
  }

  private var systemMessage: String? {
    let number = Int32(truncatingIfNeeded: ccurl_get_long(easy, CURLINFO_OS_ERRNO))
    return number == 0 ? nil : SystemMessage.text(number)
  }
}
