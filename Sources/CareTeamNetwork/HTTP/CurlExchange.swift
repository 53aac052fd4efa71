import CCurl
import CareTeamCore

/// One errand at work: its libcurl handle and what its callbacks fill. Only the loop's thread touches it.
final class CurlExchange {
  let errand: CurlErrand
  let completion: CurlLoop.Completion
  let easy: UnsafeMutableRawPointer
  /// Why a callback made libcurl stop.
  var failure: TransportError?
  var source: RequestSource
  var sink: ResponseSink
  private var lines: UnsafeMutablePointer<curl_slist>?

  /// Opens the files and sets every option; throws `TransportError.file`, nothing having been sent.
  init(
    _ errand: CurlErrand, _ configuration: TransportConfiguration, _ completion: CurlLoop.Completion
  ) throws(TransportError) {
    let source = try RequestSource(errand.request.body)
    do throws(TransportError) {
      let request = errand.request
      sink = try ResponseSink(limit: request.responseLimit, destination: request.destination, taker: request.sink)
    } catch {
      source.close()
      throw error
    }
    guard let easy = ccurl_easy_init() else {
      source.close()
      sink.close()
      throw .unreachable("there is not enough memory to send the request")
    }
    self.errand = errand
    self.completion = completion
    self.easy = easy
    self.source = source
    CurlOptions(easy).setConnection(to: errand.target, configuration)
    setRequest()
    setCallbacks()
  }

  /// Gives the handle and the files back; the loop calls it once.
  func close() {
    ccurl_easy_cleanup(easy)
    ccurl_list_free(lines)
    source.close()
    sink.close()
  }

  /// The status of the newest answer's header.
  var status: Int { ccurl_get_long(easy, CURLINFO_RESPONSE_CODE) }

  private func setRequest() {
    let options = CurlOptions(easy)
    lines = errand.lines.reduce(nil) { ccurl_list_append($0, $1) ?? $0 }
    ccurl_set_list(easy, CURLOPT_HTTPHEADER, lines)
    let method = errand.request.method
    if let size = source.size ?? (["POST", "PUT", "PATCH"].contains(method) ? 0 : nil) {
      options.set(CURLOPT_UPLOAD, true)
      ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(size))
    } else if method == "HEAD" {
      options.set(CURLOPT_NOBODY, true)
    } else {
      options.set(CURLOPT_HTTPGET, true)
    }
    ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method)
    if let timeout = errand.timeout { options.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds) }
  }
}
