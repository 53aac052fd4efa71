import Testing

@testable import careteam

/// The labels of records.
struct LabelTests {
  @Test(arguments: [
    ("LAST ERROR", "lastError", "Last error"), ("unreadCount", "unreadCount", "Unread count"),
    ("UPDATEDAT", "updatedAt", "Updated at"), ("UPDATED", "updatedAt", "Updated"), ("ID", "handle", "Id"),
    ("Message", "handle", "Message"), ("outcome", "outcome", "Outcome"),
  ])
  func `a heading, a field's name and a label of its own are labels of one style`(
    title: String, field: String, label: String
  ) {
    #expect(Presentation.Column(title: title, field: field).label == label)
  }

  @Test func `a pager shows colours as such, unless the user has settings of their own`() {
    #expect(Pager.variables(in: Environment([:])) == ["LESSSECURE": "1", "LESS": "FRX", "LV": "-c"])
    #expect(Pager.variables(in: Environment(["LESS": "", "LV": "-x"])) == ["LESSSECURE": "1"])
  }
}
