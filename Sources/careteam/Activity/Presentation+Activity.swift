import CareTeamCore

extension Presentation {
  /// What printing it shows of messages, an account each; nothing where it shows none.
  ///
  /// - Parameter account: whose they are, where it does not say so itself.
  func activities(account: String) -> [Activity] {
    let name = members.first { $0.0 == "account" }?.1.string ?? account
    let shown: Activity?
    switch OutputSchema.word(of: schema) {
    case "login": return [Activity(.login, account: items?.first?["name"]?.string ?? name)]
    case "logout": return [Activity(.logout, account: name)]
    case "save": shown = Activity(.saved, account: name, of: items ?? [])
    case "list": shown = Activity(.shown, account: name, of: logged ?? items ?? [], withReferences: false)
    case "read", "fhir", "search", "chat", "outbox":
      shown = Activity(.shown, account: name, of: logged ?? items ?? [])
    case "watch": shown = Activity(.shown, account: name, of: lines ?? [])
    case "digest": return Activity.digests(.shown, members)
    default: shown = nil
    }
    return shown.map { [$0] } ?? []
  }
}

extension Activity {
  /// A digest of an account that was mailed, whether it names a conversation or only counts them.
  static func mailed(_ account: String, _ members: [(String, JSON)]) -> Activity {
    digests(.mailed, members).first { $0.account == account } ?? Activity(.mailed, account: account)
  }

  /// What the members of a digest's JSON name, an account each.
  fileprivate static func digests(_ action: Action, _ members: [(String, JSON)]) -> [Activity] {
    (members.first { $0.0 == "accounts" }?.1.array ?? []).compactMap { account in
      Activity(action, account: account["account"]?.string ?? "", of: [account])
    }
  }

  /// The conversations and messages among some JSON values, at whatever depth they stand; nil when there are none.
  init?(_ action: Action, account: String, of values: [JSON], withReferences: Bool = true) {
    self.init(action, account: account)
    for value in values { collect(value, withReferences) }
    guard !conversations.isEmpty || !messages.isEmpty || !references.isEmpty else { return nil }
  }

  private mutating func collect(_ value: JSON, _ withReferences: Bool) {
    if let handle = value["handle"]?.string {
      // A message says its conversation again, and the first one is the conversation's own resource.
      if handle.hasPrefix("c"), conversations.last != handle { conversations.append(handle) }
      if handle.hasPrefix("m") { messages.append(handle) }
      if withReferences, let reference = value["reference"]?.string, references.last != reference {
        references.append(reference)
      }
    } else if let type = value["resourceType"]?.string, let id = value["id"]?.string {
      references.append("\(type)/\(id)")
    }
    for name in ["conversation", "message"] {
      if let inner = value[name] { collect(inner, withReferences) }
    }
    for name in ["items", "messages"] {
      for inner in value[name]?.array ?? [] { collect(inner, withReferences) }
    }
  }
}
