import CCurl
import CareTeamCore
@preconcurrency import Glibc

extension CurlExchange {
  /// What libcurl takes for "stop" from its read callback (CURL_READFUNC_ABORT).
  private static let abort = 0x1000_0000

  /// Has libcurl hand over header, body and progress, and ask for the request's body.
  func setCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      CurlExchange.take(bytes, size * count, context) { exchange, part throws(TransportError) in
        try exchange.sink.takeHeader(part)
      }
    }
    ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      CurlExchange.take(bytes, size * count, context) { exchange, part throws(TransportError) in
        try exchange.sink.takeBody(part, status: exchange.status)
      }
    }
    ccurl_set_data_function(easy, CURLOPT_READFUNCTION) { CurlExchange.give($0, $1 * $2, $3) }
    ccurl_set_seek_function(easy) { CurlExchange.seek($0, $1, $2) }
    for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_XFERINFODATA] {
      ccurl_set_pointer(easy, option, context)
    }
    ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "gzip")
    ccurl_set_long(easy, CURLOPT_BUFFERSIZE, 128 << 10)
    ccurl_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
    guard errand.progress != nil else { return }
    ccurl_set_progress_function(easy) { context, _, received, _, sent in
      CurlExchange.at(context)?.errand.progress?(Int64(sent), Int64(received))
      return 0
    }
    ccurl_set_long(easy, CURLOPT_NOPROGRESS, 0)
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
    context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Hands a part of the answer to the exchange; what it does not take ends the transfer.
  private static func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ sink: (CurlExchange, UnsafeRawBufferPointer) throws(TransportError) -> Void
  ) -> Int {
    guard count > 0, let exchange = at(context) else { return 0 }
    do throws(TransportError) {
      try sink(exchange, UnsafeRawBufferPointer(start: bytes, count: count))
      return count
    } catch {
      exchange.failure = error
      return 0
    }
  }

  private static func give(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) -> Int {
    guard let exchange = at(context) else { return abort }
    do throws(TransportError) {
      return try exchange.source.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: count))
    } catch {
      exchange.failure = error
      return abort
    }
  }

  /// libcurl rewinds only to send the request again on a fresh connection, which not every request may be.
  private static func seek(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard let exchange = at(context), exchange.errand.isRepeatable, offset == 0, origin == SEEK_SET else {
      return CURL_SEEKFUNC_FAIL
    }
    exchange.source.rewind()
    return CURL_SEEKFUNC_OK
  }
}
