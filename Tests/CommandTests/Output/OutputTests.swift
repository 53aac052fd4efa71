import CareTeamCore
import Dispatch
import Glibc
import Testing

@testable import careteam

@Suite struct OutputTests {
  @Test func `records keep a value from passing for a label`() {
    let records = Records(items: [
      [.init(label: "From", value: "Lee\u{1B}[2J"), .init(label: "Text", value: "one\nStatus: read\r\n\tthree")],
      [.init(label: "From", value: "")],
    ])
    #expect(
      records.rendered(style: Style(isOn: false))
        == "From: Lee␛[2J\nText: one\n  Status: read\n   three\n\nFrom:\n")
    #expect(records.rendered(style: Style(isOn: true)).hasPrefix("\u{1B}[1mFrom:\u{1B}[0m Lee"))
  }

  @Test func `TSV is one line a row whatever is in it`() {
    #expect(
      TSV.line(["a\tb", "c\nd\r", "\\", "\u{1B}[\u{9B}\0\u{7F}", "日本"])
        == "a\\tb\tc\\nd\\r\t\\\\\t\\x1B[\\x9B\\x00\\x7F\t日本\n")
  }

  @Test(
    arguments: [
      (ColorChoice.auto, [:], true, true), (.auto, [:], false, false), (.auto, ["NO_COLOR": "1"], true, false),
      (.auto, ["NO_COLOR": ""], true, true), (.auto, ["TERM": "dumb"], true, false),
      (.auto, ["CLICOLOR": "0"], true, false),
      (.auto, ["CLICOLOR_FORCE": "1"], false, true), (.auto, ["CLICOLOR_FORCE": "0"], false, false),
      (.auto, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], true, false), (.always, ["NO_COLOR": "1"], false, true),
      (.never, ["CLICOLOR_FORCE": "1"], true, false),
    ] as [(ColorChoice, [String: String], Bool, Bool)])
  func `colour follows the option, the environment, the terminal`(
    choice: ColorChoice, environment: [String: String], isTerminal: Bool, isOn: Bool
  ) {
    #expect(choice.isOn(environment: environment, isTerminal: isTerminal) == isOn)
  }

  @Test func `COLUMNS is believed when it is a number`() {
    #expect(TerminalFacts.current(environment: ["COLUMNS": "97"]).columns == 97)
    for text in ["", "0", "-3", "x", "99999999999"] { #expect(TerminalFacts.columns(named: text) == nil) }
  }

  @Test func `a stream writes everything at once, more than a pipe holds too`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let stream = StandardStream(descriptor: ends[1])
    try stream.write("one\ntw")
    #expect(taken(ends[0]) == "one\ntw")
    let (reading, writing) = (ends[0], ends[1])
    let long = String(repeating: "x", count: 300_000)
    DispatchQueue.global().async {
      try? stream.write(long)
      close(writing)
    }
    var whole = ""
    while whole.utf8.count < long.utf8.count { whole += taken(reading) }
    #expect(whole == long)
    close(reading)
  }

  @Test func `a full disk is an error`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let stream = StandardStream(descriptor: full)
    #expect(throws: OutputError.diskFull) { try stream.write("text") }
  }

  @Test func `a progress bar waits a second and then is not redrawn too often`() {
    let start = Instant(milliseconds: 1_000_000)
    var bar = ProgressBar(label: "scan.pdf", columns: 60, now: start)
    let early = bar.frame(done: 1, total: 10, now: start)
    #expect(early == nil)
    #expect(bar.cleared == "")
    let later = Instant(milliseconds: 1_001_000)
    let frame = bar.frame(done: 5_000_000, total: 10_000_000, now: later)
    #expect(frame == "\r\u{1B}[Kscan.pdf  [###########------------]  50%  5.0 MB of 10.0 MB")
    let soon = bar.frame(done: 6, total: 10, now: Instant(milliseconds: 1_001_099))
    let due = bar.frame(done: 6, total: 10, now: Instant(milliseconds: 1_001_100))
    #expect(soon == nil && due != nil)
    #expect(bar.cleared == "\r\u{1B}[K")
  }

  @Test func `a progress bar never fills the line`() {
    for columns in 1...100 {
      var bar = ProgressBar(label: "血液検査.pdf", columns: columns, now: Instant(seconds: 0))
      let frame = bar.frame(done: 7, total: Int64(columns % 3) * 10, now: Instant(seconds: 2)) ?? ""
      #expect(DisplayWidth.cells(of: frame.dropFirst(4)) < max(1, columns))
    }
  }

  private func taken(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
