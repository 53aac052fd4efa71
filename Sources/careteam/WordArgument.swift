package import ArgumentParser

/// An argument that is one of some words.
///
/// As the parser has it but without key paths and texts made of each case, which cost every start of the program half a
/// millisecond.
extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue == String {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  package static var allValueDescriptions: [String: String] { [:] }

  package var defaultValueDescription: String { rawValue }
}
