/// Why a consent cannot be taken as it is.
enum ConsentFault: Error {
  case nothingTicked
  case noPatient

  /// What to do, on the page.
  var message: String {
    switch self {
    case .nothingTicked: "Nothing is ticked. Tick what the program may do, or choose Refuse."
    case .noPatient: "Choose whom it is about."
    }
  }
}
