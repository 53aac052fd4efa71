/// What a conversation is about: the message types of the care team's help page.
package enum MessageType: String, Sendable, CaseIterable {
  case testResult = "test-result"
  case appointment
  case medication
  case careInstruction = "care-instruction"
  case education
  case checkIn = "check-in"
  case administrative
  case other

  /// The type's name for people.
  package var title: String {
    switch self {
    case .testResult: "Test result"
    case .appointment: "Appointment"
    case .medication: "Medication"
    case .careInstruction: "Care instruction"
    case .education: "Health education"
    case .checkIn: "Check-in"
    case .administrative: "Administrative"
    case .other: "Other"
    }
  }
}
