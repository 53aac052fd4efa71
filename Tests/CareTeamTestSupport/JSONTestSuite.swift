import CareTeamCore
import Foundation

/// The inputs of JSONTestSuite (Fixtures/SOURCES.md).
package enum JSONTestSuite {
  /// One input.
  package struct Input: Sendable, CustomStringConvertible {
    package var name: String
    package var bytes: [UInt8]

    /// `y` for JSON, `n` for what is none, `i` for what the standard leaves open.
    package var verdict: Character { name.first ?? "?" }
    package var description: String { name }
  }

  /// All 318 of them.
  package static let inputs: [Input] = {
    let own = #filePath
    let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? "."
    let text = (try? String(contentsOfFile: "\(folder)/Fixtures/JSONTestSuite.txt", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      var bytes: [UInt8] = []
      for index in stride(from: 1, to: words.count - 1, by: 2) {
        let piece = Base64.decode(words[index + 1] == "-" ? "" : String(words[index + 1])) ?? []
        for _ in 0..<(Int(words[index]) ?? 0) { bytes += piece }
      }
      return Input(name: String(words.first ?? ""), bytes: bytes)
    }
  }()
}
