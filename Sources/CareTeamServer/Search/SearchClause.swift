/// One search condition, with any of its values.
struct SearchClause: Sendable {
  /// What is compared.
  enum Subject: Sendable {
    case id
    case lastUpdated
    case parameter(SearchParameter)
  }

  let subject: Subject
  /// What stands behind the colon, such as `not`.
  let modifier: String?
  /// The alternatives, escapes still in them.
  let values: [String]
}
