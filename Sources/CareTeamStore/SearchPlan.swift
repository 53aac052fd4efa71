import CareTeamCore

/// What the index is asked for a query: at least what must stand in every message that the query finds.
///
/// The index has no order of words and no wholes of names, and leaves some conditions to the message itself; whatever it
/// finds is held against the query once more.
indirect enum SearchPlan: Equatable {
  /// The index says nothing about it.
  case anything
  /// No message can be it.
  case nothing
  /// The message has this term.
  case term(Int64)
  case all([SearchPlan])
  case any([SearchPlan])

  /// Plans that must all hold.
  static func both(_ plans: [SearchPlan]) -> SearchPlan {
    if plans.contains(.nothing) { return .nothing }
    let useful = plans.filter { $0 != .anything }
    return useful.count > 1 ? .all(useful) : useful.first ?? .anything
  }

  /// Plans one of which must hold.
  static func either(_ plans: [SearchPlan]) -> SearchPlan {
    if plans.contains(.anything) { return .anything }
    let possible = plans.filter { $0 != .nothing }
    return possible.count > 1 ? .any(possible) : possible.first ?? .nothing
  }

  /// The plan in FTS5's words; nil where the index has nothing to say.
  var expression: String? {
    switch self {
    case .anything, .nothing: nil
    case .term(let term): "\"\(SearchKeys.text(term))\""
    case .all(let plans): "(" + plans.compactMap(\.expression).joined(separator: " AND ") + ")"
    case .any(let plans): "(" + plans.compactMap(\.expression).joined(separator: " OR ") + ")"
    }
  }
}

extension SearchQuery {
  /// Whether it has a condition on the type of a conversation.
  var asksForType: Bool {
    switch self {
    case .condition(.type): true
    case .not(let query): query.asksForType
    case .all(let queries), .any(let queries): queries.contains(where: \.asksForType)
    case .everything, .phrase, .person, .condition: false
    }
  }

  /// What must hold of the rows of every message that the query finds and its conversation, where that is quicker asked of SQLite
  /// than of the message itself.
  var filters: [String] {
    switch self {
    case .condition(.unread): ["m.is_read = 0"]
    case .condition(.read): ["m.is_read = 1"]
    case .condition(.attachment): ["m.attachment_count > 0"]
    case .condition(.waiting): ["c.waiting_who IS NOT NULL"]
    case .condition(.status(let status)): ["c.status = '\(status.rawValue)'"]
    case .condition(.priority(let priority)): ["c.priority = \(priority.rank)"]
    case .all(let queries): queries.flatMap(\.filters)
    default: []
    }
  }

  /// The time within which every message that the query finds was sent.
  var time: (from: Instant?, until: Instant?) {
    switch self {
    case .condition(.sent(let from, let until)): (from, until)
    case .all(let queries):
      queries.map(\.time).reduce((nil, nil)) { known, other in
        ([known.0, other.from].compactMap { $0 }.max(), [known.1, other.until].compactMap { $0 }.min())
      }
    default: (nil, nil)
    }
  }
}
