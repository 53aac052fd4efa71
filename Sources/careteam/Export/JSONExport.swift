import CareTeamCore

/// `careteam.export/1`: one object, written conversation by conversation.
struct JSONExport: ExportWriter {
  private let facts: ExportFacts
  private var isEmpty = true

  init(facts: ExportFacts) { self.facts = facts }

  private var members: [(String, JSON)] {
    [
      ("account", .string(facts.account.name)), ("exportedAt", .string(facts.at.rfc3339)),
      ("schema", "careteam.export/1"), ("server", .string(facts.account.server)),
      ("since", JSON(facts.period.start?.rfc3339)), ("until", JSON(facts.period.end?.rfc3339)),
      ("user", .string(facts.account.user.description)),
    ] + facts.freshness.members
  }

  private var style: JSON.Style { facts.isOnTerminal ? .readable : .output }

  /// The members whose names come before that of the list, or after it: keys are sorted.
  private func part(_ isIncluded: (String) -> Bool) -> String {
    JSON.object(JSONObject(members.filter { isIncluded($0.0) })).text(style)
  }

  func beginning() -> String {
    let before = part { $0 < "items" }
    return facts.isOnTerminal
      ? "\(before.dropLast(2)),\n  \"items\": [" : "\(before.dropLast()),\"items\":["
  }

  mutating func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    defer { isEmpty = false }
    var json = exported.conversation.json
    json["messages"] = .array(exported.messages.map(\.json))
    let text = facts.chosen(json).text(style)
    let item = facts.isOnTerminal ? text.replacing("\n", with: "\n    ") : text
    return [.text((isEmpty ? "" : ",") + (facts.isOnTerminal ? "\n    " : "") + item)]
  }

  func ending() -> String {
    let after = part { $0 > "items" }
    return facts.isOnTerminal
      ? "\(isEmpty ? "" : "\n  ")],\n\(after.dropFirst(2))\n" : "],\(after.dropFirst())\n"
  }
}

/// A message a line.
struct LineExport: ExportWriter {
  let facts: ExportFacts

  func beginning() -> String { "" }

  func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    [.text(exported.messages.map { facts.chosen($0.json).text(.output) + "\n" }.joined())]
  }

  func ending() -> String { "" }
}

extension ExportFacts {
  /// The fields that are asked for, harmless where that is asked for.
  fileprivate func chosen(_ json: JSON) -> JSON {
    let chosen = fields?.pick(of: json) ?? json
    return isSafe ? chosen.safe : chosen
  }
}
