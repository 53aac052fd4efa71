import CareTeamCore
import Testing

@Suite struct Base64StreamTests {
  @Test(arguments: [true, false])
  func `bytes that come in pieces are the base64 of the whole`(inLines: Bool) {
    for count in [0, 1, 2, 3, 56, 57, 58, 114, 1000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
      for step in [1, 2, 3, 57, 100, 1000] {
        var stream = Base64Stream(inLines: inLines)
        var text = ""
        for start in stride(from: 0, to: count, by: step) {
          text += stream.take(bytes[start..<min(start + step, count)])
        }
        text += stream.finish()
        #expect(text.filter { $0 != "\n" } == Base64.encode(bytes), "\(count) in \(step)")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(inLines ? lines.last == "" && lines.allSatisfy { $0.utf8.count <= 76 } : lines.count == 1)
        #expect(!inLines || lines.dropLast(2).allSatisfy { $0.utf8.count == 76 })
      }
    }
  }
}
