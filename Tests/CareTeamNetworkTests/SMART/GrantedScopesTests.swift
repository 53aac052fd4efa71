import Testing

@testable import CareTeamNetwork

struct GrantedScopesTests {
  private func allows(_ scopes: String, _ interaction: GrantedScopes.Interaction, _ type: String) -> Bool {
    GrantedScopes(scopes).allows(.init(interaction, type))
  }

  @Test func `scopes of both versions, for one type and for all, are understood`() {
    #expect(allows("patient/Communication.crus", .create, "Communication"))
    #expect(allows("user/*.cruds", .update, "Task"))
    #expect(allows("patient/Communication.write", .create, "Communication"))
    #expect(!allows("patient/Communication.read", .create, "Communication"))
    #expect(allows("patient/*.*", .search, "Binary"))
    #expect(allows("patient/Communication.rs?category=x", .search, "Communication"))
    #expect(!allows("patient/Communication.rs", .create, "Communication"))
    #expect(!allows("patient/CommunicationRequest.c", .create, "Communication"))
    #expect(!allows("launch/patient.c openid", .create, "patient"))
    #expect(!allows("", .read, "Patient"))
  }

  @Test func `only what was not given in any form is missing`() {
    let granted = GrantedScopes("openid user/Communication.cruds patient/Task.rs online_access")
    let asked = "openid fhirUser offline_access patient/Communication.crus patient/Task.rus"
    #expect(granted.missing(of: asked) == ["fhirUser", "patient/Task.rus"])
  }
}
