/// What is wrong with a query, and where.
package struct SearchMistake: Error, Sendable, Hashable {
  /// What is wrong, then what to write.
  package let problem: String
  /// The character of the query at which it is, from 1.
  package let position: Int

  init(_ problem: String, at position: Int) {
    self.problem = problem
    self.position = position
  }

  /// A sentence with the place in it.
  package var message: String { "in the query, at character \(position): \(problem)" }
}
