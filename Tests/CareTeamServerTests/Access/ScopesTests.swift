import Testing

@testable import CareTeamServer

struct ScopesTests {
  @Test(arguments: [
    ("patient/*.read", "patient/*.rs"), ("patient/*.write", "patient/*.cud"), ("user/*.*", "user/*.cruds"),
    ("system/Task.cruds", "system/Task.cruds"), ("patient/Communication.rs", "patient/Communication.rs"),
    ("patient/Task.r patient/Task.s", "patient/Task.rs"),
    ("fhirUser openid launch/patient", "openid fhirUser launch/patient"),
    ("offline_access online_access profile launch", "profile launch offline_access online_access"),
  ])
  func `a scope of either version is read`(_ text: String, _ written: String) {
    #expect(Scopes(text).text == written)
    #expect(Scopes.unknown(in: text).isEmpty)
  }

  @Test(arguments: [
    "patient/Communication.sr", "patient/Communication.rr", "patient/Communication.", "patient/Communication.x",
    "patient/Communication", "patient/.rs", "patient/Letter.rs", "patients/*.rs", "patient/*.rs?category=a",
    "patient/Communication.rs?_security=x|y", "patient/*/x.rs", "patient/*.rs.rs", "Patient/*.rs", "patient/**.r",
    "patient/*.READ", "openId", "launch/encounter", "*", "patient/*", "/*.rs", "patient//*.rs", "patient/*.readwrite",
  ])
  func `what is not understood gives nothing`(_ text: String) {
    #expect(Scopes(text).isEmpty)
    #expect(Scopes.unknown(in: text) == [text])
    #expect(Scopes("patient/Task.r \(text)").text == "patient/Task.r")
  }

  @Test func `what two allow is never more than either`() {
    let texts = [
      "patient/*.cruds openid", "patient/Communication.crs patient/Task.ru", "user/*.rs",
      "system/*.read openid fhirUser",
      "patient/Communication.cud user/Communication.s", "", "patient/*.r patient/Task.u",
    ]
    for one in texts.map(Scopes.init) {
      for other in texts.map(Scopes.init) {
        let both = one.intersection(other)
        #expect(one.isSuperset(of: both) && other.isSuperset(of: both))
        #expect(both == other.intersection(one))
        #expect(one.isSuperset(of: other) == (both == other))
      }
    }
    let both = Scopes("patient/*.rs openid").intersection(Scopes("patient/Communication.cru openid profile"))
    #expect(both.text == "openid patient/Communication.r")
  }

  @Test func `a context lends nothing to another`() {
    let scopes = Scopes("patient/Communication.rs user/Practitioner.r system/*.c")
    #expect(scopes.permission(on: "Communication", in: [.patient]) == [.read, .search])
    #expect(scopes.permission(on: "Communication", in: [.user]) == [])
    #expect(scopes.permission(on: "Practitioner", in: [.user, .patient]) == [.read])
    #expect(scopes.permission(on: "Task", in: [.system]) == [.create])
  }
}
