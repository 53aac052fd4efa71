/// What is said in the sample clinic, see `DemoStoryParser` for how it is written down.
///
/// Names, numbers and advice are invented; every thread shows something a client has to cope with.
enum DemoStories {
  /// All conversations, the main patient's first.
  static var all: [String] { [results, medicines, visits, care, office, checkIn, otherPatient] }
}
