package import CareTeamCore
import CareTeamStore
import Crypto

/// Which part of a mailbox's events a digest is of.
package struct DigestRange: Sendable, Equatable {
  /// The consumer's cursor that moves when the digest has been delivered.
  package var cursor: String?
  /// The events after this position.
  package var from: Int64
  /// Up to this one.
  package var through: Int64
  /// Whether this very digest was on its way before, and may have arrived.
  package var isRepeat = false
}

/// Where a digest begins that has no cursor to go on from.
package enum DigestStart: Sendable, Equatable {
  /// With what comes in from now on.
  case now
  /// With everything there is.
  case all
  /// At a moment.
  case at(Instant)
}

extension Mailbox {
  /// The part of the mailbox that the next digest is of; its end is fixed here, so that what comes in meanwhile is in the
  /// one after it.
  ///
  /// A named cursor that is not there yet is made where the digest begins.
  ///
  /// - Parameter start: where to begin without a cursor, or with a new one; nil for now.
  /// - Throws: `usage` for a start beside a cursor that stands already, `cursorMismatch` for a cursor that is ahead of
  ///   this mailbox.
  package func digestRange(cursor name: String?, start: DigestStart?) throws(CareTeamError) -> DigestRange {
    let last = try stored { () throws(StoreError) in try store.lastEventPosition() }
    guard let name else { return DigestRange(cursor: nil, from: try position(of: start, last), through: last) }
    if let known = try stored({ () throws(StoreError) in try store.cursor(named: name) }) {
      guard start == nil else {
        throw CareTeamError(
          .usage,
          "the cursor ‘\(name)’ stands already, and --since is for a new one; remove it with ‘careteam cursor rm’")
      }
      let position = known.cursor.position
      guard position <= last else {
        throw CareTeamError(
          .cursorMismatch, "the cursor ‘\(name)’ is of another mailbox than this one (\(account.name)); remove it")
      }
      let sending = try stored { () throws(StoreError) in try store.digestOnItsWay(cursor: name) }
      if let sending, sending > position, sending <= last {
        return DigestRange(cursor: name, from: position, through: sending, isRepeat: true)
      }
      return DigestRange(cursor: name, from: position, through: last)
    }
    let begins = try position(of: start, last)
    try stored { () throws(StoreError) in try store.setCursor(named: name, position: begins, at: now()) }
    return DigestRange(cursor: name, from: begins, through: last)
  }

  private func position(of start: DigestStart?, _ last: Int64) throws(CareTeamError) -> Int64 {
    switch start {
    case .now, nil: last
    case .all: 0
    case .at(let instant): try stored { () throws(StoreError) in try store.eventPosition(at: instant) }
    }
  }

  /// The mailbox's part of a digest.
  ///
  /// - Parameter local: where its reader is.
  package func digest(
    of range: DigestRange, detail: DigestDetail, answerWithin: Int?, isStale: Bool, local: LocalTime
  ) throws(CareTeamError) -> DigestAccount {
    let (material, synced) = try stored { () throws(StoreError) in
      (
        try store.digestMaterial(after: range.from, through: range.through, detail: detail), try store.lastSync()
      )
    }
    return DigestAccount(
      name: account.name, syncedAt: synced, isStale: isStale,
      from: Cursor(mailbox: store.identity, position: range.from),
      through: Cursor(mailbox: store.identity, position: range.through), material: material, detail: detail,
      answerWithin: answerWithin, today: local.day(of: now()), local: local)
  }

  /// Notes that a digest is about to be handed to a mail server.
  package func beginDigest(_ range: DigestRange) throws(CareTeamError) {
    guard let name = range.cursor else { return }
    try stored { () throws(StoreError) in
      try store.beginDigest(cursor: name, through: range.through, at: now())
    }
  }

  /// Notes that a digest was delivered, or surely was not.
  package func endDigest(_ range: DigestRange, accepted: Bool) throws(CareTeamError) {
    guard let name = range.cursor else { return }
    try stored { () throws(StoreError) in
      try store.endDigest(cursor: name, through: range.through, accepted: accepted, at: now())
    }
  }
}

extension DigestContent {
  /// What tells this digest from all others: the same whenever it is of the same messages, in the same detail and for
  /// the same consumer, so that one which is sent again is recognised.
  package func identifier(cursor: String?) -> String {
    let ranges = accounts.map { account in
      let events = account.events.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "none-\(account.from.position)"
      return "\(account.from.mailbox) \(events)"
    }
    // Nothing new is said anew each day: two quiet mornings are two mails.
    let day = isEmpty ? String(at.rfc3339.prefix(10)) : ""
    let key = ([detail.rawValue, cursor ?? "", day] + ranges).joined(separator: "\n")
    let hash = SHA256.hash(data: Array(key.utf8))
    return hash.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
