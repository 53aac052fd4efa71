/// What a browser is shown that comes to the loopback listener.
enum LoopbackPage {
  /// The page for a request, and the answer of the authorisation server if it brought the one that is waited for.
  static func reply(
    to head: String, port: UInt16, path: String, request: AuthorizationRequest
  ) -> (page: String, answer: AuthorizationAnswer?) {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count == 3, words[0] == "GET" else { return (page("405 Method Not Allowed", strayTitle, stray), nil) }
    // Another host's name that leads here is a page that wants to talk to this machine (DNS rebinding).
    let host = lines.dropFirst().first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5).filter { $0 != " " }
    guard host == "127.0.0.1:\(port)" else { return (page("400 Bad Request", strayTitle, stray), nil) }
    let target = words[1].split(separator: "?", maxSplits: 1)
    guard target.first.map(String.init) == path else { return (page("404 Not Found", strayTitle, stray), nil) }
    guard target.count == 2, let answer = AuthorizationAnswer(query: target[1]), request.isAnswered(by: answer) else {
      return (page("400 Bad Request", strayTitle, stray), nil)
    }
    guard answer.refusal == nil else { return (page("200 OK", "Not logged in", refused), answer) }
    return (page("200 OK", "Back to careteam", done), answer)
  }

  private static let done = "careteam has the answer. You can close this page and go back to the terminal."
  private static let refused = "The login did not come about. The terminal says why; you can close this page."
  private static let strayTitle = "Nothing here"
  private static let stray =
    "This is not the login that careteam waits for. Use the newest page, or run ‘careteam login’ again."

  private static func page(_ status: String, _ title: String, _ text: String) -> String {
    let body = """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>\(title) – careteam</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>
      :root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }
      body { max-width: 32rem; margin: 4rem auto; padding: 0 1rem }
      </style></head><body><main><h1>\(title)</h1><p>\(text)</p></main></body></html>

      """
    return """
      HTTP/1.1 \(status)\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: \(body.utf8.count)\r
      Cache-Control: no-store\r
      Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'\r
      Referrer-Policy: no-referrer\r
      X-Content-Type-Options: nosniff\r
      Connection: close\r
      \r
      \(body)
      """
  }
}
