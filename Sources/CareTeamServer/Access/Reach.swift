/// How far a permission goes for one type of resource.
enum Reach: Sendable, Equatable {
  /// Not at all.
  case nothing
  /// To the compartment of one patient, by id, and to what is in nobody's.
  case patient(String)
  /// As far as the user may go.
  case user
}
