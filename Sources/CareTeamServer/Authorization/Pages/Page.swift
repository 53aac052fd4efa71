import HTTPTypes
import Hummingbird
import NIOCore

/// A page for a person: HTML without a script, which no cache keeps and no other site frames.
struct Page: Sendable {
  var title: String
  var body: HTML
  var status = 200
  /// Where its forms may lead besides this server: browsers hold redirects after a form to that as well.
  var formTarget: String?
  /// Seconds to wait before another attempt.
  var retryAfter: Int?

  /// A page that only says something.
  static func notice(_ title: String, _ text: String, status: Int, retryAfter: Int? = nil) -> Page {
    Page(title: title, body: "<h1>\(title)</h1><p>\(text)</p>", status: status, retryAfter: retryAfter)
  }

  var response: Response {
    let text: HTML = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>\(title) · careteam</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <style>\(HTML(stringLiteral: PageStyle.text))</style></head>
      <body><main>
      \(body)
      </main></body></html>
      """
    var response = Response(
      status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(string: text.text + "\n")))
    response.headers[.contentType] = "text/html; charset=utf-8"
    response.headers[.cacheControl] = "no-store"
    response.headers[.contentSecurityPolicy] = policy
    response.headers[.frameOptions] = "DENY"
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.xContentTypeOptions] = "nosniff"
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
    return response
  }

  private var policy: String {
    let target = formTarget.map { " " + $0 } ?? ""
    return "default-src 'none'; style-src \(PageStyle.policySource); form-action 'self'\(target); "
      + "frame-ancestors 'none'; base-uri 'none'"
  }
}
