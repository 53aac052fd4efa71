import CCurl
import CareTeamCore

/// The options of a libcurl handle that requests and WebSockets share.
struct CurlOptions {
  private let easy: UnsafeMutableRawPointer

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  func set(_ option: CURLoption, _ value: Int) { ccurl_set_long(easy, option, value) }

  func set(_ option: CURLoption, _ value: Bool) { ccurl_set_long(easy, option, value ? 1 : 0) }

  /// Where to, how safely, and for how long. What is left out stays off in libcurl: cookies, netrc, redirects.
  func setConnection(to target: RequestTarget, _ configuration: TransportConfiguration) {
    ccurl_set_string(easy, CURLOPT_URL, target.address)
    set(CURLOPT_PROTOCOLS, target.origin.scheme == "https" ? 1 << 1 : 1 << 0)
    set(CURLOPT_PATH_AS_IS, true)
    set(CURLOPT_FOLLOWLOCATION, false)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_NOSIGNAL, true)
    set(CURLOPT_TCP_NODELAY, true)
    set(CURLOPT_TCP_KEEPALIVE, true)
    // A cancelled name lookup is left behind instead of being waited for (7.87; older ones do not know it).
    set(CURLOPT_QUICK_EXIT, true)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, true)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    // Debian's libcurl keeps its CAPATH beside this file, so the system's certificates stay trusted.
    if let file = configuration.certificateFile { ccurl_set_string(easy, CURLOPT_CAINFO, file) }
    // Proxies come from the environment, but never for this machine.
    if target.origin.isLoopback { ccurl_set_string(easy, CURLOPT_NOPROXY, "*") }
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
    ccurl_set_string(easy, CURLOPT_USERAGENT, configuration.userAgent)
    set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.wholeMilliseconds)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, max(1, Int(configuration.stallLimit.components.seconds)))
  }
}
