import CareTeamCore
import Glibc
import Synchronization
import Testing

/// A client that sends message after message into one conversation until it is told to stop, and remembers which of them
/// it was told were sent.
final class LoadingClient: Sendable {
  /// What it sent, in order.
  struct Sent: Sendable {
    var texts: [String] = []
    /// Those that ended with 0: the server said that it has them.
    var acknowledged: Set<String> = []
    var files: [String: [UInt8]] = [:]
  }

  let user: Clinic.User
  let home: Home
  let conversation: String
  private let name: String
  private let chance: Chance
  private let isStopped = Mutex(false)
  private let state = Mutex(Sent())

  init(_ name: String, _ user: Clinic.User, home: Home, conversation: String, chance: Chance) {
    self.name = name
    self.user = user
    self.home = home
    self.conversation = conversation
    self.chance = chance
  }

  var sent: Sent { state.withLock { $0 } }

  func stop() { isStopped.withLock { $0 = true } }

  /// Sends until it is stopped; a server that is away makes a message wait and no failure.
  func run() async {
    var number = 0
    while !isStopped.withLock({ $0 }) {
      let text = "\(name) \(number)"
      var words = ["reply", conversation, "-m", text, "--timeout", "5s"]
      var file: [UInt8]?
      if chance.oneIn(4) {
        let bytes = chance.bytes(chance.number(in: 1000...100_000))
        words += ["-a", home.folder.write(bytes, to: "\(name)-\(number).bin")]
        file = bytes
      }
      let outcome = await home.run(words, seconds: 60)
      #expect([0, 8].contains(outcome.status), "\(outcome), seed \(chance.seed)")
      state.withLock { sent in
        sent.texts.append(text)
        sent.files[text] = file
        if outcome.status == 0 { sent.acknowledged.insert(text) }
      }
      number += 1
    }
  }
}
