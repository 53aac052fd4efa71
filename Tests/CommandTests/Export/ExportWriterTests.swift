import CareTeamCore
import CareTeamTestSupport
import Testing

@testable import careteam

/// What the writers of an export make of texts that try to be something else.
@Suite struct ExportWriterTests {
  private let ada = Participant(reference: Reference(type: "Patient", id: "ada"), name: "Ada", isSelf: true)

  private func facts(columns: Int = 80, isOnTerminal: Bool = false) -> ExportFacts {
    ExportFacts(
      account: Account(
        name: "default", server: "https://fhir.example.org/r4", user: ada.reference, userName: "Ada",
        patient: ada.reference,
        dialect: "careteam", tokenPlace: .keyring),
      user: ada, at: Instant(seconds: 1_795_500_000), freshness: Freshness(syncedAt: nil, isStale: false),
      period: (nil, nil), hasFiles: true, columns: columns, isOnTerminal: isOnTerminal, fields: nil, isSafe: false,
      hasHeader: false)
  }

  private func exported(_ text: String) -> ExportedConversation {
    let writer = Participant(reference: Reference(type: "Practitioner", id: "drlee"), name: text, isSelf: false)
    let link = ConversationLink(
      handle: Handle(.conversation, 1), reference: Reference(type: "CommunicationRequest", id: "1"))
    var file = Attachment(handle: Handle(.message, 1, part: 1), filename: text, contentType: text)
    file.path = "attachments/\(SafeFilename(text).name)"
    let message = Message(
      handle: Handle(.message, 1), reference: Reference(type: "Communication", id: "1"), clientId: nil,
      conversation: link, direction: .incoming, from: writer, to: [ada], inReplyTo: nil, text: text,
      sentAt: Instant(seconds: 1_795_400_000), receivedAt: nil, isRead: false, readAt: nil, priority: .urgent,
      delivery: Delivery(state: .retracted, lastError: text), attachments: [file])
    let conversation = Conversation(
      handle: link.handle, reference: link.reference, status: .active, serverStatus: "active", isClosed: false,
      priority: .routine, type: .other, category: [], reason: text, subject: text, medium: text,
      participants: [writer, ada], patient: writer, unreadCount: 0, messageCount: 1, attachmentCount: 1,
      waitingOn: nil, lastMessage: nil, createdAt: nil, updatedAt: Instant(seconds: 0))
    return ExportedConversation(conversation: conversation, all: [message], messages: [message])
  }

  private func text(_ format: OutputFormat, _ text: String, _ facts: ExportFacts, times: Int = 1) -> String {
    var writer = format.exportWriter(facts)
    var whole = writer.beginning()
    for _ in 0..<times {
      for piece in writer.pieces(of: exported(text)) { if case .text(let text) = piece { whole += text } }
    }
    return whole + writer.ending()
  }

  @Test func `in a page every text is text`() {
    let attacks = [
      "<script>alert(1)</script>", "</div></body><img src=x onerror=alert(1)>", "\" onclick=\"x", "' autofocus '",
      "<\u{301}script>", "&lt;b&gt; & &amp;", "]]><!--", "javascript:alert(1)", "http://evil.example/?<b>",
      "<svg/onload=x>", "<style>*{background:url(//evil.example)}", "{{subject}}",
    ]
    let plain = tags(of: text(.html, "plain", facts()))
    for attack in attacks + HostileText.corpus {
      let page = text(.html, attack, facts())
      #expect(tags(of: page) == plain, "\(attack.debugDescription)")
      #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) })
      let links = page.matches(of: #/(?:href|src)="([^"]*)"/#).map { String($0.output.1) }
      #expect(links.count == 1 && links.allSatisfy { $0.hasPrefix("attachments/") && !$0.dropFirst(12).contains("/") })
    }
  }

  /// The tags with the names of their attributes, as a browser's tokenizer finds them.
  private func tags(of page: String) -> [String] {
    page.matches(of: #/<(/?[a-zA-Z!][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*/?>/#)
      .map { String($0.output.1) + String($0.output.2.replacing(#/="[^"]*"/#, with: "")) }
      // A subject may be nothing that can be seen, and a text that is empty has no element.
      .filter { !$0.hasSuffix("br") && !$0.hasPrefix("div class") && $0 != "/div" }
  }

  @Test(arguments: [40, 80, 100]) func `lines of the text fit, and nothing in them acts`(columns: Int) {
    for sample in HostileText.corpus {
      for line in text(.text, sample, facts(columns: columns)).split(separator: "\n") {
        #expect(DisplayWidth.cells(of: String(line)) <= columns, "\(sample.debugDescription)")
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
      }
    }
  }

  @Test(
    arguments: [
      (.retracted, "its sender has taken this message back"), (.queued, "not sent yet: it waits in the outbox"),
      (.failed, "not sent: the server did not take it"),
    ] as [(Delivery.State, String)])
  func `what became of a message is said to people, and why`(state: Delivery.State, said: String) {
    var conversation = exported("plain")
    conversation.messages[0].direction = .outgoing
    conversation.messages[0].delivery = Delivery(state: state, lastError: "the reason why")
    for format in [OutputFormat.text, .html, .mbox] {
      var writer = format.exportWriter(facts())
      let text = writer.pieces(of: conversation).map { if case .text(let text) = $0 { text } else { "" } }.joined()
      #expect(text.contains(said) && text.contains("plain"), "\(format)")
      #expect(text.contains("the reason why") == (state != .retracted), "\(format)")
    }
    var table = OutputFormat.csv.exportWriter(facts())
    let rows = table.pieces(of: conversation).map { if case .text(let text) = $0 { text } else { "" } }.joined()
    #expect(rows.contains(",\(state.rawValue),"))
  }

  @Test func `on a terminal the JSON is indented, and is the same`() throws {
    for times in 0...2 {
      let line = text(.json, "a\n\"b\"", facts(), times: times)
      let indented = text(.json, "a\n\"b\"", facts(isOnTerminal: true), times: times)
      let json = try JSON(parsing: Array(line.utf8))
      #expect(try JSON(parsing: Array(indented.utf8)) == json)
      #expect(indented == json.text(.readable) + "\n" && line == json.text(.output) + "\n")
      #expect(json["items"]?.array.count == times && json["schema"] == "careteam.export/1")
    }
  }

  @Test func `a Bundle without anything in it has no empty list`() throws {
    let json = try JSON(parsing: Array(text(.fhir, "", facts(), times: 0).utf8))
    #expect(json["entry"] == nil && json["type"] == "collection")
  }

  @Test func `a table on a terminal holds nothing that acts`() {
    for format in [OutputFormat.csv, .tsv] {
      for sample in HostileText.corpus {
        let shown = text(format, sample, facts(isOnTerminal: true))
        #expect(
          !shown.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F..<0xA0).contains($0.value)
          })
      }
    }
  }

  @Test(
    arguments: [
      ("a.html", .html), ("a.HTM", .html), ("a.b.csv", .csv), ("x/record.json", .json), ("a.jsonl", .ndjson),
      ("a.mbox", .mbox), ("a.txt", .text), ("a.tsv", .tsv), ("a", nil), ("a.fhir", nil), ("a.pdf", nil), ("table", nil),
      ("a.table", nil), ("a.mime", nil),
    ] as [(String, OutputFormat?)])
  func `the name of a file says its format`(name: String, format: OutputFormat?) {
    #expect(OutputFormat(exportFile: name) == format)
  }

  @Test func `the columns of the tables are those that the schema knows`() {
    #expect(OutputSchema.export.columns == TableExport.columns)
    let row = text(.tsv, "x", facts()).split(separator: "\n")[0].split(
      separator: "\t", omittingEmptySubsequences: false)
    #expect(row.count == TableExport.columns.count)
  }
}
