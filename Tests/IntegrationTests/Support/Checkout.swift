/// The files of the project, as the tests were built from them.
enum Checkout {
  /// The folder of Package.swift.
  static let path: String = {
    let own = #filePath
    return own.firstRange(of: "/Tests/IntegrationTests/").map { String(own[..<$0.lowerBound]) } ?? "."
  }()

  /// A file's text.
  static func text(_ name: String) -> String { FileContent.text("\(path)/\(name)") }
}
