import ArgumentParser
import CareTeamCore

/// How a message is sent.
struct SendingOptions: ParsableArguments {
  /// What a message has once: a second text, or another patient, must not take the place of the first unnoticed.
  static let single = [
    ["-m", "--message"], ["-F", "--file"], ["--about"], ["--if-latest"], ["--client-id"], ["--wait-for"],
    ["--scan-cmd"],
  ]

  @Option(help: ArgumentHelp("Send only if this is still the newest message.", valueName: "message"))
  var ifLatest: String?

  @Option(
    help: ArgumentHelp("The message's own identifier: the same one again is the same message.", valueName: "uuid"))
  var clientId: ClientID?

  @Flag(help: "Only store it in the outbox.")
  var queueOnly = false

  @Flag(help: "Fail, and keep a draft, if it cannot be sent now.")
  var noQueue = false

  @Option(help: ArgumentHelp("Wait until it is sent, delivered or read.", valueName: "state"))
  var waitFor: Stage?

  func validate() throws {
    guard !(queueOnly && noQueue) else { throw ValidationError("--queue-only and --no-queue exclude each other.") }
    guard !(queueOnly && waitFor != nil) else {
      throw ValidationError("--queue-only and --wait-for exclude each other.")
    }
  }

  /// How far a message can be waited for.
  enum Stage: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sent
    case delivered
    case read

    /// The state of a message that has come so far.
    var state: Delivery.State {
      switch self {
      case .sent: .sent
      case .delivered: .delivered
      case .read: .read
      }
    }
  }
}

/// A message's identifier: a UUID (RFC 9562), in lower case.
struct ClientID: ExpressibleByArgument, Sendable, Equatable {
  let text: String

  init?(argument: String) {
    let bare = argument.lowercased()
    let uuid = bare.hasPrefix("urn:uuid:") ? String(bare.dropFirst(9)) : bare
    let groups = uuid.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12],
      groups.joined().utf8.allSatisfy({ byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      })
    else { return nil }
    text = uuid
  }

  private init(text: String) { self.text = text }

  /// A fresh one (version 4: random).
  static func random() -> ClientID {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return ClientID(text: text)
  }
}
