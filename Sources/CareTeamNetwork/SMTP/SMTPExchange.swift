import CCurl
import CareTeamCore
@preconcurrency import Glibc

/// One mail on its way (RFC 5321): libcurl's handle and the bytes it asks for. Only its own thread touches it.
final class SMTPExchange {
  /// libcurl's `CURLUSESSL_ALL`: TLS for everything, or nothing at all.
  private static let requireTLS = 3
  /// libcurl's bits for SMTP and SMTPS among the protocols.
  private static let protocols = (plain: 1 << 16, tls: 1 << 17)

  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let submission: MailSubmission
  private let bytes: [UInt8]
  private var offset = 0
  private var recipients: UnsafeMutablePointer<curl_slist>?

  /// Sets every option; nothing is sent yet.
  init(_ mail: MailMessage, to submission: MailSubmission) throws(SMTPFailure) {
    if let fault = Libcurl.load() { throw SMTPFailure(reason: fault) }
    guard let easy = ccurl_easy_init() else { throw SMTPFailure(reason: "libcurl could not be started: out of memory") }
    guard let multi = ccurl_multi_init() else {
      ccurl_easy_cleanup(easy)
      throw SMTPFailure(reason: "libcurl could not be started: out of memory")
    }
    self.easy = easy
    self.multi = multi
    self.submission = submission
    bytes = Array(mail.wire.utf8)
    setConnection()
    setMail(mail)
  }

  /// Sends the mail; blocks the thread until it is known what became of it.
  func run() -> MailOutcome {
    ccurl_multi_add(multi, easy)
    var running: Int32 = 0
    var code = CURLE_OK
    while true {
      ccurl_multi_perform(multi, &running)
      if ccurl_multi_next_ended(multi, &code) != nil { return SMTPResult(easy, submission.server).outcome(code) }
      ccurl_multi_poll(multi, -1, 1000)
    }
  }

  /// Ends the connection and gives everything back.
  func close() {
    ccurl_multi_remove(multi, easy)
    ccurl_easy_cleanup(easy)
    ccurl_multi_cleanup(multi)
    ccurl_list_free(recipients)
  }

  private func setConnection() {
    let options = CurlOptions(easy)
    let server = submission.server
    ccurl_set_string(easy, CURLOPT_URL, server.url)
    options.set(CURLOPT_PROTOCOLS, server.isImplicitTLS ? Self.protocols.tls : Self.protocols.plain)
    if submission.requiresTLS { options.set(CURLOPT_USE_SSL, Self.requireTLS) }
    options.set(CURLOPT_NOSIGNAL, true)
    options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    options.set(CURLOPT_SSL_VERIFYPEER, true)
    options.set(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = submission.certificateFile { ccurl_set_string(easy, CURLOPT_CAINFO, file) }
    if server.isLoopback { ccurl_set_string(easy, CURLOPT_NOPROXY, "*") }
    if let user = submission.user {
      ccurl_set_string(easy, CURLOPT_USERNAME, user)
      ccurl_set_string(easy, CURLOPT_PASSWORD, submission.password ?? "")
    }
    options.set(CURLOPT_TIMEOUT_MS, submission.timeout.wholeMilliseconds)
  }

  private func setMail(_ mail: MailMessage) {
    ccurl_set_string(easy, CURLOPT_MAIL_FROM, "<\(mail.from.address)>")
    recipients = mail.to.reduce(nil) { ccurl_list_append($0, "<\($1.address)>") ?? $0 }
    ccurl_set_list(easy, CURLOPT_MAIL_RCPT, recipients)
    CurlOptions(easy).set(CURLOPT_UPLOAD, true)
    ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(bytes.count))
    ccurl_set_pointer(easy, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
    ccurl_set_data_function(easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
      guard let context, let buffer else { return 0 }
      let exchange = Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
      return exchange.give(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
  }

  /// The next bytes of the mail; libcurl itself doubles the dots that begin a line (RFC 5321 §4.5.2).
  private func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    buffer.copyBytes(from: bytes[offset..<offset + count])
    offset += count
    return count
  }
}
