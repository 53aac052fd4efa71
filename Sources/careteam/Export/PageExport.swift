import CareTeamCore

/// One page of HTML for a browser and for paper: no script, nothing fetched, every text escaped.
struct PageExport: ExportWriter {
  let facts: ExportFacts

  func beginning() -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Messages with your care team</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <header>
    <h1>Messages with your care team</h1>
    \(facts.sentences.map { "<p class=\"quiet\" dir=\"auto\">\(cell($0))</p>" }.joined(separator: "\n"))
    </header>

    """
  }

  func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    [
      .text(
        heading(exported) + exported.messages.map { article($0, exported.risky) }.joined() + "</section>\n")
    ]
  }

  func ending() -> String { "</body>\n</html>\n" }

  private func heading(_ exported: ExportedConversation) -> String {
    let conversation = exported.conversation
    let with = conversation.others.map { "<bdi lang=\"und\">\(cell($0.name))</bdi>" }.joined(separator: ", ")
    let about = conversation.patient.map { "<br>\nabout <bdi lang=\"und\">\(cell($0.name))</bdi>" } ?? ""
    return """
      <section>
      <h2 id="\(conversation.handle)" dir="auto" lang="und">\(cell(exported.subject))</h2>
      <p class="quiet">\(conversation.handle) · \(conversation.status.rawValue) · \
      \(conversation.priority.rawValue) · \(conversation.type.rawValue)<br>
      with \(with.isEmpty ? "nobody else" : with)\(about)</p>

      """
  }

  private func article(_ message: Message, _ risky: Set<Handle>) -> String {
    let to = message.to.map { "<bdi lang=\"und\">\(cell($0.name))</bdi>" }.joined(separator: ", ")
    let remarks = message.remarks.map { "<p class=\"state\">(\(cell($0)))</p>\n" }.joined()
    let body = HTMLEscape.text(SafeText.render(message.readableText, .body))
    let files = message.attachments.map { "<li>\(file($0, isLinked: !risky.contains($0.handle)))</li>\n" }.joined()
    return """
      <article class="\(message.direction.rawValue)" id="\(message.handle)">
      <h3><bdi lang="und">\(cell(message.from.name))</bdi></h3>
      <p class="quiet">\(to.isEmpty ? "" : "to \(to)<br>\n")<time datetime="\(message.sentAt.rfc3339)">\
      \(facts.words(for: message.sentAt))</time> · \(message.handle) · \(MessagePresentation.state(message))</p>
      \(remarks)\(body.isEmpty ? "" : "<div class=\"text\" dir=\"auto\" lang=\"und\">\(body)</div>\n")\
      \(files.isEmpty ? "" : "<ul>\n\(files)</ul>\n")</article>

      """
  }

  private func file(_ attachment: Attachment, isLinked: Bool) -> String {
    let name = "<bdi lang=\"und\">\(cell(MessagePresentation.describe(attachment)))</bdi>"
    let start = "\(attachment.handle) · "
    guard facts.hasFiles else { return start + name }
    guard let path = attachment.openPath else { return start + name + ", which is not here" }
    guard isLinked else { return "\(start)\(name), in \(cell(path)): opening it can run what is inside" }
    return "\(start)<a href=\"\(Self.address(path))\">\(name)</a>"
  }

  private func cell(_ text: String) -> String { HTMLEscape.text(SafeText.render(text, .cell)) }

  /// A path as a relative address (RFC 3986 §4.2); the folder in front keeps a colon from making a scheme.
  private static func address(_ path: String) -> String {
    path.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return String(UnicodeScalar(byte))
      case _ where "-._~/".utf8.contains(byte): return String(UnicodeScalar(byte))
      default: return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { margin: 0 auto; padding: 1.5em 1em; max-width: 44em; font: 16px/1.5 sans-serif;
      color: #1c1c1e; background-color: #ffffff; }
    h1 { font-size: 1.4em; margin: 0 0 0.5em; }
    h2 { font-size: 1.2em; margin: 2.5em 0 0; padding-top: 0.75em; border-top: 1px solid #8a8a90; }
    h3 { font-size: 1em; margin: 0; }
    p { margin: 0.25em 0; }
    ul { margin: 0.5em 0 0; padding-left: 1.25em; font-size: 0.9em; }
    a { color: #0b57a4; }
    article { margin: 1em 0; padding: 0 0 0 0.75em; border-left: 3px solid #8a8a90; }
    article.out { margin-left: 2em; border-left-color: #2f7d4f; }
    .quiet { color: #5a5a60; font-size: 0.9em; overflow-wrap: anywhere; }
    .state { color: #a11212; font-weight: bold; }
    .text { margin-top: 0.5em; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
    @media (prefers-color-scheme: dark) {
      body { color: #f2f2f4; background-color: #1c1c1e; }
      a { color: #8ab8ff; }
      article.out { border-left-color: #6fcf97; }
      .quiet { color: #b0b0b6; }
      .state { color: #ff8a80; }
    }
    @media print {
      @page { margin: 2cm; }
      :root { color-scheme: light; }
      body { color: #000000; background-color: #ffffff; font: 11pt/1.4 serif; max-width: none; padding: 0; }
      h2, h3, .quiet, .state { break-after: avoid; color: #000000; }
      .text { orphans: 3; widows: 3; }
      a { color: #000000; }
    }
    """
}
