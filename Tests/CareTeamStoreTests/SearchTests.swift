import CareTeamCore
import GRDB
import Testing

@testable import CareTeamStore

struct SearchTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  init() throws { mailbox = try TemporaryMailbox() }

  private func query(_ text: String) throws -> SearchQuery {
    try SearchSyntax.read(text, now: at(10_000), local: LocalTime { _ in 0 })
  }

  /// The ids of the messages found, by the index and by looking at each, which must be the same.
  private func found(_ text: String, limit: Int = 1000) throws -> [String] {
    let query = try query(text)
    while store.tendIndex() {}
    let hits = try store.search(query, limit: limit).hits
    let looked = try store.read { transaction in
      try SearchWalk(transaction, query, limit: limit).found(by: nil).map(\.number)
    }
    #expect(hits.map(\.message.handle.number) == looked, "\(text)")
    return hits.map { $0.message.reference?.id ?? $0.message.handle.description }
  }

  private func file(_ name: String) -> ServerAttachment {
    ServerAttachment(url: "Binary/\(name)", filename: name, contentType: "text/plain", size: 1, sha256: nil)
  }

  @Test func `words, phrases, conditions and what must not be there`() throws {
    var pills = conversation("pills", subject: "Refill of Métformin")
    pills.type = .medication
    try store.take(
      [pills, conversation("lab", priority: .urgent, subject: "HbA1c")],
      [
        message("a", in: "pills", text: "Take 5 mg of co-trimoxazole", sent: at(10)),
        message("b", in: "pills", from: TemporaryMailbox.me, text: "Thanks! My blood pressure is 120/80", sent: at(20)),
        message("c", in: "lab", text: "The pressure of blood", sent: at(30), files: [file("lab_report-2026.pdf")]),
        message("d", in: "lab", from: TemporaryMailbox.nurse, text: "高い血圧の薬", sent: at(40)),
      ], people: [ServerPerson(reference: TemporaryMailbox.nurse, name: "Zoë Müller")])
    for (typed, expected) in [
      ("blood", ["c", "b"]), ("blood pressure", ["c", "b"]), ("\"blood pressure\"", ["b"]),
      ("blood -120", ["c"]), ("trimoxazole", ["a"]), ("co-trimoxazole", ["a"]), ("5mg", ["a"]), ("\"mg of\"", ["a"]),
      ("120/80", ["b"]), ("metformin", ["b", "a"]), ("subject:refill -5", ["b"]), ("text:metformin", []),
      ("file:report", ["c"]), ("report", ["c"]), ("file:blood", []), ("has:attachment", ["c"]), ("muller", ["d"]),
      ("from:muller", ["d"]), ("from:MÜLL", ["d"]), ("from:nurse", ["d"]), ("from:me", ["b"]), ("to:me", []),
      ("with:lee is:unread", ["d", "c", "a"]), ("血圧", ["d"]), ("圧血", []), ("薬", ["d"]), ("圧", ["d"]), ("血", ["d"]),
      ("type:medication", ["b", "a"]), ("priority:urgent", ["d", "c"]), ("in:c1", ["b", "a"]), ("in:lab", ["d", "c"]),
      ("trim*", ["a"]), ("pres*", ["c", "b"]), ("\"blood pre*\"", ["b"]), ("zz*", []), ("zo*", ["d"]),
      ("hba1c", ["d", "c"]),
      ("blood OR 薬", ["d", "c", "b"]), ("-blood", ["d", "a"]), ("*", ["d", "c", "b", "a"]), ("ana", []),
      ("date:2027", ["d", "c", "b", "a"]), ("before:2027", []), ("since:9980s", ["d", "c", "b"]),
      ("(blood OR mg) -type:medication", ["c"]), ("nothing OR -nothing", ["d", "c", "b", "a"]),
    ] {
      #expect(try found(typed) == expected, "\(typed)")
    }
  }

  @Test func `an edit, a message taken back, a file, a subject and a name that is learnt late are found`() throws {
    try store.take([conversation("aaa")], [message("a", in: "aaa", text: "first words")])
    #expect(try found("words") == ["a"])
    try store.take([], [message("a", in: "aaa", text: "other text", version: "2", files: [file("scan.png")])])
    #expect(try found("words") == [] && found("other") == ["a"] && found("scan") == ["a"])
    try store.take([], [message("a", in: "aaa", text: "", sent: at(9999), version: "3", retracted: true)])
    #expect(try found("other") == ["a"] && found("scan") == [])
    try store.take([conversation("aaa", version: "2", subject: "Knee")])
    #expect(try found("knee") == ["a"] && found("subject:subject") == [])
    try store.take(people: [ServerPerson(reference: TemporaryMailbox.doctor, name: "Dr Who")])
    #expect(try found("who") == ["a"] && found("from:lee") == [])
  }

  @Test func `a conversation without a subject is named by its first line`() throws {
    try store.take([], [message("b", in: "aaa", text: "Second line", sent: at(20))])
    #expect(try found("subject:second") == ["b"])
    try store.take([], [message("a", in: "aaa", text: "\nFirst line\nmore", sent: at(10))])
    #expect(try found("subject:first") == ["a"] && found("subject:more") == [] && found("subject:second") == [])
  }

  @Test func `what waits in the outbox is found, under the handle that it keeps`() throws {
    try store.take([conversation("aaa")], [message("a", in: "aaa")])
    let entry = try store.enqueue(draft(Handle(.conversation, 1), "A planted phrase", clientId: "x"), at: at(50)).entry
    #expect(try found("planted") == [entry.message.description])
    try store.take([], [message("b", in: "aaa", from: TemporaryMailbox.me, text: "A planted phrase", clientId: "x")])
    #expect(try found("planted") == ["b"])
    #expect(try store.resolve("b", as: [.message]) == entry.message)
  }

  @Test func `HTML is searched as it is read`() throws {
    try store.take(
      [], [message("a", in: "aaa", text: "<p>Take <b>met</b>formin &amp; rest</p><div class=\"x\">now</div>")])
    #expect(try found("metformin") == ["a"] && found("div") == [] && found("class") == [] && found("rest") == ["a"])
    #expect(try store.search(query("metformin"), limit: 1).hits.first?.snippet.text == "Take metformin & rest now")
  }

  @Test func `what is not in the index yet is found all the same, and a limit takes the newest`() throws {
    try store.take(
      [conversation("aaa")], (1...30).map { message("m\($0)", in: "aaa", text: "word", sent: at(Int64($0))) })
    while store.tendIndex() {}
    try store.take([], (31...60).map { message("m\($0)", in: "aaa", text: "word", sent: at(Int64(61 - $0))) })
    let some = try store.search(query("word"), limit: 5)
    #expect(some.hasMore && some.hits.map { $0.message.reference?.id } == ["m31", "m30", "m32", "m29", "m33"])
    #expect(try store.search(query("word"), limit: 60).hasMore == false)
    #expect(try found("word", limit: 7).count == 7)
  }

  @Test func `messages of one moment, of one hour and of all times come in the contract's order`() throws {
    let times = [
      at(0), at(0), at(0, 5), at(1800), at(3600), at(-3600), try #require(Instant(fhir: "0001-01-01")),
      try #require(Instant(fhir: "9999-12-31T23:59:59.999Z")),
    ]
    var random = SystemRandomNumberGenerator()
    var order = Array(times.enumerated())
    order.shuffle(using: &random)
    for (index, time) in order {
      try store.take(
        [], [message("m\(index)", in: "c\(index % 3)", text: "word", sent: time, updated: at(Int64(index)))])
      while store.tendIndex() {}
    }
    #expect(try found("word") == ["m7", "m4", "m3", "m2", "m1", "m0", "m5", "m6"])
    #expect(try found("word", limit: 3) == ["m7", "m4", "m3"])
  }

  @Test func `a damaged or emptied index costs no hit, and is filled again`() throws {
    try store.take(
      [conversation("aaa")], [message("a", in: "aaa", text: "word"), message("b", in: "aaa", text: "other")])
    while store.tendIndex() {}
    let rubbish = String(repeating: "ff", count: 20)
    try store.write { try $0.run("UPDATE search_index_data SET block = x'\(rubbish)' WHERE id = 10") }
    #expect(try store.search(query("word"), limit: 9).hits.count == 1)
    #expect(try found("word") == ["a"])
    try store.rebuildIndex()
    #expect(try store.search(query("word"), limit: 9).hits.count == 1)
    #expect(try found("word") == ["a"])
  }

  @Test func `words hashed under another key are not asked, and hashed anew`() throws {
    try store.take([conversation("aaa")], [message("a", in: "aaa", text: "word")])
    while store.tendIndex() {}
    try store.write { try $0.run("UPDATE search_state SET key_check = 1") }
    #expect(try store.search(query("word"), limit: 9).hits.count == 1)
    try store.take([], [message("b", in: "aaa", text: "word", sent: at(20))])
    #expect(try found("word") == ["b", "a"])
    #expect(try store.read { try $0.count("SELECT count(*) FROM search_entry WHERE message IS NOT NULL") } == 2)
  }

  @Test func `no word stands in the index`() throws {
    let words = ["phlebotomy", "wintermute", "Zauberberg", "血圧計", "planted"]
    try store.take(
      [conversation("aaa", subject: words[2])], [message("a", in: "aaa", text: words.joined(separator: " "))])
    while store.tendIndex() {}
    let tables = [
      "search_index_data", "search_index_idx", "search_index_config", "search_entry", "search_word", "search_state",
    ]
    for table in tables {
      let values = try store.read {
        try $0.rows("SELECT * FROM \(table)") { row in row.databaseValues.map(\.description) }
      }
      let text = values.joined().joined(separator: " ").lowercased()
      for word in words {
        let hexadecimal = word.lowercased().utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(!text.contains(word.lowercased()) && !text.contains(hexadecimal), "\(word) in \(table)")
      }
    }
    #expect(try store.read { try $0.count("SELECT count(*) FROM search_word") } >= 4)
  }

  @Test func `an index of which much leads to nothing is made anew`() throws {
    try store.take([conversation("aaa")], [message("a", in: "aaa", text: "word")])
    while store.tendIndex() {}
    try store.write { try $0.run("UPDATE search_state SET superseded = 5000") }
    try store.take([], [message("b", in: "aaa", text: "word", sent: at(20))])
    #expect(try found("word") == ["b", "a"])
    #expect(try store.read { try $0.count("SELECT superseded FROM search_state") } == 0)
  }

  @Test func `a message that is the same again takes no new place`() throws {
    try store.take([conversation("aaa")], [message("a", in: "aaa", text: "word")])
    while store.tendIndex() {}
    try store.beginFullSync()
    try store.take([conversation("aaa")], [message("a", in: "aaa", text: "word")])
    while store.tendIndex() {}
    #expect(try store.read { try $0.count("SELECT count(*) FROM search_entry") } == 1)
  }
}
