import CareTeamCore

/// How many resources are asked for a page, and the most bytes that are taken for one.
///
/// An answer is in memory whole: a page of the usual number that is too large for that is asked for again in smaller ones.
struct PageSize: Sendable {
  let count: Int
  let limit: Int

  /// What is tried, one after the other.
  static let all = [
    PageSize(count: Mailbox.pageSize, limit: 8 << 20), PageSize(count: 10, limit: 8 << 20),
    PageSize(count: 1, limit: largest),
  ]

  /// The most bytes of a page with one resource.
  static let largest = 64 << 20
}
