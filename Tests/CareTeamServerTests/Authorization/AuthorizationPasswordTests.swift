import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationPasswordTests {
  @Test func `a hash tells its password from others, and says how it was made`() throws {
    let cost = PasswordHash.Cost(logRounds: 4, blockSize: 8, parallelism: 1)
    let hash = try PasswordHash(of: "Zoë’s password", cost: cost)
    let stored = try #require(PasswordHash(hash.text))
    #expect(stored == hash && stored.cost == cost && hash.text.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    #expect(stored.matches("Zoe\u{308}’s password"), "the same letters, composed otherwise")
    #expect(!stored.matches("Zoe’s password") && !stored.matches(""))
    #expect(try PasswordHash(of: "Zoë’s password", cost: cost).text != hash.text)
    for text in ["", "x", "$scrypt$ln=4,r=8,p=1$$", "$scrypt$ln=40,r=8,p=1$AAAA$" + String(repeating: "A", count: 43)] {
      #expect(PasswordHash(text) == nil)
    }
  }

  @Test func `scrypt gives what RFC 7914 says`() throws {
    // RFC 7914 §12: P = "password", S = "NaCl", N = 1024, r = 8, p = 16; the first 32 of the 64 bytes.
    let text = "$scrypt$ln=10,r=8,p=16$TmFDbA$_bq-HJ00cgB4VucZDQHp_nxq18vII3gw53N2Y0s3MWI"
    #expect(try #require(PasswordHash(text)).matches("password"))
  }

  @Test(arguments: [
    ("short", "shorter"), ("abababababab", "different"), ("ada.lindqvist@x", "name"),
    ("with a\u{7}bell in it", "control"),
  ])
  func `a weak password is refused`(password: String, word: String) throws {
    let fault = PasswordRules.fault(of: password, login: "ada.lindqvist@x", name: "Ada")
    #expect(try #require(fault).contains(word))
    #expect(PasswordRules.fault(of: "four words are fine", login: "ada", name: "Ada") == nil)
  }

  @Test func `who fails often waits longer and longer, but never for ever`() {
    let limit = AttemptLimit(.init(free: 3, first: 30, longest: 100, memory: 1000))
    var now = Instant(seconds: 1000)
    var waits: [Int?] = []
    for _ in 0..<7 {
      limit.count("k", at: now)
      let wait = limit.wait("k", at: now)
      waits.append(wait)
      now = now.adding(seconds: Int64(wait ?? 0))
      #expect(limit.wait("k", at: now) == nil)
    }
    #expect(waits == [nil, nil, 30, 60, 100, 100, 100])
    now = now.adding(seconds: 1001)
    limit.count("k", at: now)
    #expect(limit.wait("k", at: now) == nil, "all is forgotten")
    #expect(limit.wait("other", at: now) == nil)
  }

  @Test func `a wrong password, an unknown name and a user without one are answered alike`() async throws {
    let users = try await TestUsers()
    try await users.clinic.store.setUser("Patient/b", disabled: true)
    var answers: Set<String> = []
    for name in ["ada", "nobody", "kim", "berg", "no such name!"] {
      let browser = users.browser(from: "192.0.2.\(name.count)")
      let page = try await browser.get(TestBrowser.request())
      let password = name == "berg" ? TestUsers.password : "wrong password"
      let answer = try await browser.login(page, name, password)
      #expect(answer.status == 403)
      answers.insert(
        answer.text.replacing(try answer.field("csrf"), with: "").replacing("value=\"\(name)\"", with: ""))
    }
    #expect(answers.count == 1)
  }

  @Test func `an unknown name is as much work as the passwords that are there`() async throws {
    let users = try await TestUsers()
    let worker = PasswordWorker(cost: .standard)
    let store = users.clinic.store
    #expect(worker.standIn(for: nil, like: try await store.newestPasswordCost())?.cost == .published)
    users.clock.pass(seconds: 1)
    let cost = PasswordHash.Cost(logRounds: 4, blockSize: 8, parallelism: 1)
    let name = try #require(LoginName("ada"))
    #expect(try await store.setPassword(try PasswordHash(of: "a new one", cost: cost), login: name, of: "Patient/a"))
    #expect(worker.standIn(for: nil, like: try await store.newestPasswordCost())?.cost == cost)
    let empty = try await Clinic()
    #expect(worker.standIn(for: nil, like: try await empty.store.newestPasswordCost())?.cost == .standard)
  }

  @Test func `a stranger who guesses is held up, and does not lock the user out`() async throws {
    let users = try await TestUsers()
    let stranger = users.browser(from: "198.51.100.7")
    let page = try await stranger.get(TestBrowser.request())
    for _ in 0..<5 { #expect(try await stranger.login(page, "ada", "a wrong password").status == 403) }
    let held = try await stranger.login(page, "ada")
    #expect(held.status == 429 && held.header("Retry-After") == "30" && held.text.contains("30 seconds"))
    let owner = users.browser(from: "203.0.113.9")
    #expect(try await owner.login(try await owner.get(TestBrowser.request()), "ADA ").status == 303)
    users.clock.pass(seconds: 30)
    #expect(try await stranger.login(page, "ada").status == 303, "the right password after the wait")
  }

  @Test func `one address cannot try name after name`() async throws {
    let users = try await TestUsers()
    let stranger = users.browser(from: "2001:db8::1")
    let page = try await stranger.get(TestBrowser.request())
    for number in 0..<60 { #expect(try await stranger.login(page, "name\(number)", "guess").status == 403) }
    #expect(try await stranger.login(page, "ada").status == 429)
    let neighbour = users.browser(from: "2001:db8::2")
    #expect(try await neighbour.login(try await neighbour.get(TestBrowser.request()), "ada").status == 429)
    let elsewhere = users.browser(from: "2001:db8:0:1::1")
    #expect(try await elsewhere.login(try await elsewhere.get(TestBrowser.request()), "ada").status == 303)
  }
}
