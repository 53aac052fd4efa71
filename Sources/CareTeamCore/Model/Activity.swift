/// Something that was done with messages, for the log of what was sent and shown: what and which, never what it says.
package struct Activity: Sendable, Equatable {
  /// What was done.
  package enum Action: String, Sendable, CaseIterable {
    case login
    case logout
    /// Printed, or given to a program of the user's.
    case shown
    /// Written into a file of the user's.
    case saved
    /// Written out of the mailbox as a whole, into a file or a pipe.
    case exported
    /// Taken by the server.
    case sent
    /// A receipt, taken by the server: somebody has read it.
    case receipt
    /// A receipt, taken by the server: it is on this machine.
    case delivered
    /// Refused, by the server or by careteam.
    case refused
    /// A digest, taken by the mail server.
    case mailed
  }

  package var action: Action
  /// The account's name.
  package var account: String
  /// Handles of conversations.
  package var conversations: [String] = []
  /// Handles of messages and attachments.
  package var messages: [String] = []
  /// Who and what they are on the server.
  package var references: [String] = []
  /// The recipients, on the server.
  package var to: [String] = []
  /// The patient it is about, on the server.
  package var patient: String?
  /// Why it was refused, as a code.
  package var code: String?

  /// Something done in an account.
  package init(_ action: Action, account: String) {
    self.action = action
    self.account = account
  }

  /// A line of the log. As JSON it is one line whatever a server put into an id.
  package func line(at time: Instant, command: String) -> [UInt8] {
    var members: [(String, JSON)] = [
      ("time", .string(time.rfc3339)), ("account", .string(account)), ("command", .string(command)),
      ("action", .string(action.rawValue)),
    ]
    let lists = [("conversations", conversations), ("messages", messages), ("references", references), ("to", to)]
    for (name, values) in lists where !values.isEmpty { members.append((name, .array(values.map { .string($0) }))) }
    if let patient { members.append(("patient", .string(patient))) }
    if let code { members.append(("code", .string(code))) }
    return JSON.object(JSONObject(members)).bytes() + [0x0A]
  }
}
