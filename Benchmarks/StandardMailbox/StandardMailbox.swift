import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

/// Makes the standard mailbox of the benchmarks: by default 100,000 messages in 10,000 conversations, about 60 MB of
/// text, always the same. It is sealed, as a login makes it, with its key in a file, or plain when that is asked for.
@main
enum StandardMailbox {
  private static let me = ServerPerson(reference: Reference(type: "Patient", id: "benchmark"), name: "Ada Lindqvist")
  private static let clinicians = (0..<40).map { number in
    ServerPerson(reference: Reference(type: "Practitioner", id: "clinician-\(number)"), name: "Dr. Number \(number)")
  }
  private static let words = """
    after again always appointment arm blood breakfast call care clinic day doctor dose evening eye fever good hand \
    help hour insulin knee lab letter light meal medicine morning nurse pain pressure question rest result sleep \
    sugar swelling tablet test today tomorrow walk water week
    """.split(separator: " ").map(String.init)

  static func main() {
    let isPlain = CommandLine.arguments.contains("--plain")
    let arguments = CommandLine.arguments.filter { $0 != "--plain" }
    guard arguments.count >= 2, let count = arguments.count > 2 ? Int(arguments[2]) : 100_000 else {
      fputs("usage: StandardMailbox [--plain] HOME [MESSAGES]\n", stderr)
      exit(64)
    }
    do throws(StoreError) {
      try fill(arguments[1], count: count, isPlain: isPlain)
    } catch {
      fputs("cannot make the mailbox: \(error)\n", stderr)
      exit(74)
    }
  }

  private static func fill(_ home: String, count: Int, isPlain: Bool) throws(StoreError) {
    let key = MailboxKey.random()
    let store = try MailboxStore(directory: home + "/data/default", create: true, keys: KeySource(key))
    if !isPlain {
      let secrets = home + "/config/secrets"
      keep(key, in: secrets)
      try store.seal(with: key, at: .file(secrets + "/default.token"), now: instant(0))
    }
    try store.save(
      Account(
        name: "default", server: "http://127.0.0.1:9/fhir", user: me.reference, userName: me.name,
        patient: me.reference, dialect: "careteam", tokenPlace: .file("/dev/null")))
    var random = SplitMix(state: 42)
    let start = ContinuousClock.now
    for page in 0..<count / 100 {
      var batch = ServerBatch()
      batch.conversations = (0..<10).map { conversation(page * 10 + $0) }
      batch.messages = (0..<100).map { message(page * 100 + $0, among: page * 10 + 10, &random) }
      _ = try store.apply(batch, from: "Communication", watermark: nil, at: instant(count))
    }
    try store.noteSync(at: instant(count))
    print("\(count) messages in \(ContinuousClock.now - start)")
    let loaded = ContinuousClock.now
    while store.tendIndex() {}
    print("their words in the index in \(ContinuousClock.now - loaded)")
  }

  /// Writes the key where the client looks for it.
  private static func keep(_ key: MailboxKey, in folder: String) {
    var parent = ""
    for piece in folder.split(separator: "/") {
      parent += "/" + piece
      mkdir(parent, 0o700)
    }
    let file = open(folder + "/default.key", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    let text = Array(Base64.encode(key.bytes).utf8)
    guard write(file, text, text.count) == text.count, close(file) == 0 else {
      fputs("cannot keep the mailbox's key: \(String(cString: strerror(errno)))\n", stderr)
      exit(74)
    }
  }

  private static func instant(_ minutes: Int) -> Instant { Instant(seconds: 1_600_000_000 + Int64(minutes) * 60) }

  private static func conversation(_ number: Int) -> ServerConversation {
    ServerConversation(
      reference: Reference(type: "CommunicationRequest", id: "conversation-\(number)"), version: "1", clientId: nil,
      serverStatus: "active", isClosed: false, priority: number % 9 == 0 ? .urgent : .routine,
      type: MessageType.allCases[number % MessageType.allCases.count], category: [], reason: "Matter \(number)",
      subject: "Matter \(number)", medium: "Secure message", participants: [me, clinicians[number % clinicians.count]],
      patient: me, createdAt: instant(number * 10), source: .null)
  }

  private static func message(_ number: Int, among conversations: Int, _ random: inout SplitMix) -> ServerMessage {
    // One conversation has every five hundredth, which makes 200 of them.
    let conversation = number % 500 == 0 ? 0 : 1 + Int(random.next() % UInt64(conversations - 1))
    let clinician = clinicians[conversation % clinicians.count]
    var text = (0..<95).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(separator: " ")
    // A word to search for that few messages have; each of the others is in most of them.
    if number % 9973 == 0 { text += " phlebotomy" }
    let isMine = number % 3 == 0
    return ServerMessage(
      reference: Reference(type: "Communication", id: "message-\(number)"), version: "1", lastUpdated: instant(number),
      conversation: Reference(type: "CommunicationRequest", id: "conversation-\(conversation)"), clientId: nil,
      from: isMine ? me : clinician, to: [isMine ? clinician : me], inReplyTo: nil, text: text, sentAt: instant(number),
      receivedAt: nil, isRetracted: false, priority: .routine, attachments: [], source: .null)
  }
}

/// A small generator of the same numbers on every machine (Steele, Lea and Flood, 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
