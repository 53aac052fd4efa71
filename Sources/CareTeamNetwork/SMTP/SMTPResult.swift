import CCurl
import CareTeamCore

/// What libcurl's result and the server's last reply mean for a mail.
struct SMTPResult {
  /// The reply that invites the mail itself (RFC 5321 §4.2.3): what comes after it may have arrived.
  private static let startMail = 354
  /// The replies to a login that is not accepted or was needed (RFC 4954 §6).
  private static let login: Set<Int> = [530, 534, 535, 538]

  private let easy: UnsafeMutableRawPointer
  private let host: String

  init(_ easy: UnsafeMutableRawPointer, _ server: MailServer) {
    self.easy = easy
    host = server.hostAndPort
  }

  /// What became of the mail.
  func outcome(_ code: CURLcode) -> MailOutcome {
    if code == CURLE_OK { return .accepted }
    let status = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE)
    switch status {
    case Self.startMail: return .unknown("the mail server \(host) fell silent while it took the digest")
    case 400..<500: return .notNow(status: status)
    case _ where Self.login.contains(status): return .loginRefused(status: status)
    case 500..<600: return .refused(status: status)
    default: return .notSent(reason(code))
    }
  }

  private func reason(_ code: CURLcode) -> String {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: "cannot reach the mail server \(host): its name is not known"
    case CURLE_COULDNT_CONNECT: "cannot reach the mail server \(host): \(systemMessage ?? "no connection")"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      "the certificate of the mail server \(host) is not trusted"
    case CURLE_SSL_CACERT_BADFILE: "the file of trusted certificates cannot be read"
    case CURLE_USE_SSL_FAILED: "the mail server \(host) offers no STARTTLS"
    case CURLE_SSL_CONNECT_ERROR: "no secure connection to the mail server \(host) could be agreed"
    case CURLE_LOGIN_DENIED: "the mail server \(host) offers no way to log in that careteam knows"
    case CURLE_OPERATION_TIMEDOUT: "the mail server \(host) did not answer in time"
    default: "the connection to the mail server \(host) broke"
    }
  }

  private var systemMessage: String? {
    let number = Int32(truncatingIfNeeded: ccurl_get_long(easy, CURLINFO_OS_ERRNO))
    return number == 0 ? nil : SystemMessage.text(number)
  }
}
