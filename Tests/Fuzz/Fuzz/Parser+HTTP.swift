import CareTeamCore

extension Parser {
  /// Header fields, dates, addresses: a link is resolved within its origin or not at all.
  static let http = Parser(name: "http") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = HTTPDate.instant(text)
    let waits = HTTPResponse(status: 503, headers: ["Retry-After": text, "Date": "Sun, 06 Nov 1994 08:49:37 GMT"])
    hold((0...86_400).contains(waits.retryAfterSeconds ?? 0), "a wait is a day at most")
    if case .field(let name, let value) = HeaderLine(bytes) {
      hold(!name.utf8.contains(0x0A) && !value.utf8.contains(0x0A), "a field is on one line")
    }
    guard let base = URLReference("https://example.org/fhir/"), let link = URLReference(text) else { return }
    let target = link.resolved(against: base)
    hold(
      URLReference(target.description)?.resolved(against: base) == target, "\(target) leads to where it was printed for"
    )
    hold(Origin(target) == Origin(target.description), "\(target) has one origin")
    _ = MailServer(text)
  }

  /// WebSocket frames: read in pieces they mean what they mean read at once.
  static let websocket = Parser(name: "websocket") { bytes in
    let whole = events(of: bytes, in: [bytes[...]])
    let step = Int(bytes.last ?? 0) % 7 + 1
    let pieces = stride(from: 0, to: bytes.count, by: step).map { bytes[$0..<min($0 + step, bytes.count)] }
    hold(events(of: bytes, in: pieces) == whole, "frames in pieces are the same frames")
  }

  private static func events(of bytes: [UInt8], in pieces: [ArraySlice<UInt8>]) -> [WebSocketReader.Event] {
    var reader = WebSocketReader(limit: 4096)
    var events: [WebSocketReader.Event] = []
    for piece in pieces {
      reader.append(piece)
      do throws(WebSocketViolation) {
        while let event = try reader.next() { events.append(event) }
      } catch {
        return events
      }
    }
    return events
  }
}
