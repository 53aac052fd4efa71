import CareTeamCore
import CareTeamTestSupport
import Testing

@testable import careteam

@Suite struct TableTests {
  private static let columns: [Table.Column] = [
    .init(title: "ID"), .init(title: "UNREAD", isAlignedRight: true, priority: 1), .init(title: "STATUS"),
    .init(title: "FROM", minimum: 8, maximum: 24, isFlexible: true),
    .init(title: "SUBJECT", minimum: 12, isFlexible: true),
    .init(title: "UPDATED", maximum: 10, priority: 2),
  ]

  private static let rows: [[Table.Cell]] = [
    [
      "c1", "2", "active", "Dr. Amélie Lee", "Your blood test: what the values mean and what to do next, in full",
      "09:41",
    ],
    ["c12", "", "needs-attention", "山田 花子 先生", "血液検査の結果について、次の診察までにお読みください。よろしく", "Mon 09:41"],
    ["c3", "14", "completed", "د. ليلى حداد", "نتائج التحليل", "12 Nov"],
    ["c4", "", "active", "김민수", "약 복용 안내 👍🏽 👨‍👩‍👧", "2025-11-12"],
    ["c5", "1", "active", "\u{1B}[31mMallory", "a\nb\u{202E}c\u{9B}2J", "09:41"],
  ]

  @Test(arguments: [
    (60, ["ID", "UNREAD", "STATUS", "FROM", "SUBJECT", "UPDATED"]),
    (40, ["ID", "UNREAD", "FROM", "SUBJECT", "UPDATED"]),
    (20, ["ID", "UNREAD", "SUBJECT"]), (10, ["ID", "SUBJECT"]),
  ])
  func `on a narrow terminal a list still says what each conversation is about`(width: Int, titles: [String]) {
    let columns = ConversationPresentation.columns.filter { $0.minimumTerminalWidth == 0 }
      .map { Table.Column(title: $0.title, isFlexible: $0.isFlexible, priority: $0.rank) }
    let row: [Table.Cell] = [
      "c12", "1", "needs-attention", "urgent", "Dr. Minjung Lee", "Your blood test", "Wed 10:11",
    ]
    let table = Table(columns: columns, rows: [row]).rendered(width: width, style: Style(isOn: false))
    #expect(
      table.split(separator: "\n").first?.split(separator: " ").map { $0.prefix(4) } == titles.map { $0.prefix(4) })
  }

  @Test func `a table fits eighty columns`() {
    let expected = """
      ID   UNREAD  STATUS           FROM            SUBJECT                 UPDATED
      c1        2  active           Dr. Amélie Lee  Your blood test: what…  09:41
      c12          needs-attention  山田 花子 先生  血液検査の結果につい…   Mon 09:41
      c3       14  completed        د. ليلى حداد    نتائج التحليل           12 Nov
      c4           active           김민수          약 복용 안내 👍 👨👩👧  2025-11-12
      c5        1  active           ␛[31mMallory    a bc<U+009B>2J          09:41

      """
    let table = Table(columns: Self.columns, rows: Self.rows)
    #expect(table.rendered(width: 80, style: Style(isOn: false)) == expected)
  }

  @Test func `a hundred and twenty columns show more of the subject`() {
    let table = Table(columns: Self.columns, rows: Array(Self.rows.prefix(2)))
    let expected = """
      ID   UNREAD  STATUS           FROM            SUBJECT                                                          UPDATED
      c1        2  active           Dr. Amélie Lee  Your blood test: what the values mean and what to do next, in …  09:41
      c12          needs-attention  山田 花子 先生  血液検査の結果について、次の診察までにお読みください。よろしく   Mon 09:41

      """
    #expect(table.rendered(width: 120, style: Style(isOn: false)) == expected)
  }

  @Test func `no line passes the terminal's width`() {
    var random = HostileText.Generator(seed: 3)
    for round in 0..<200 {
      let rows = (0..<3).map { _ in Self.columns.map { _ in Table.Cell(random.text()) } }
      let width = round % 130
      let text = Table(columns: Self.columns, rows: rows).rendered(width: width, style: Style(isOn: false))
      let lines = text.split(separator: "\n")
      #expect(lines.count <= 4 && lines.allSatisfy { DisplayWidth.cells(of: $0) <= max(1, width) })
    }
  }

  @Test func `the least important columns go first`() {
    let table = Table(columns: Self.columns, rows: Self.rows)
    let header = table.rendered(width: 60, style: Style(isOn: false)).prefix { $0 != "\n" }
    #expect(header.contains("UNREAD") && header.contains("SUBJECT") && !header.contains("UPDATED"))
    #expect(table.rendered(width: 3, style: Style(isOn: false)).hasPrefix("ID\nc1\nc12\n"))
  }

  @Test func `colour adds attributes and no width`() {
    let table = Table(columns: [.init(title: "STATUS"), .init(title: "N")], rows: [[.init("failed", .red), "1"]])
    #expect(
      table.rendered(width: 80, style: Style(isOn: true))
        == "\u{1B}[1mSTATUS\u{1B}[0m  \u{1B}[1mN\u{1B}[0m\n\u{1B}[31mfailed\u{1B}[0m  1\n")
  }
}
