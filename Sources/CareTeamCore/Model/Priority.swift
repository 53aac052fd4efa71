/// How pressing a conversation or message is, rising.
package enum Priority: String, Sendable, CaseIterable, Comparable {
  case routine
  case urgent
  case high

  package static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }

  /// 0 for routine, rising.
  package var rank: Int {
    switch self {
    case .routine: 0
    case .urgent: 1
    case .high: 2
    }
  }
}
