import CareTeamCore
import Testing

/// What a server refused is not sent to it again at once.
@Suite struct ServerLimitsTests {
  private let now = Instant(seconds: 1_000_000)

  private func file(_ size: Int64, _ type: String = "image/png") -> DraftAttachment {
    DraftAttachment(path: "/x", filename: "x", contentType: type, size: size, sha256: "", sha1: "")
  }

  @Test func `a size that was refused is known for a week, until a larger file is taken or the user says otherwise`() {
    var limits = ServerLimits()
    #expect(limits.objection(to: file(1 << 40), allowed: nil, at: now) == nil)
    let (first, again) = (
      limits.learn(from: 413, to: file(100), at: now), limits.learn(from: 413, to: file(200), at: now)
    )
    #expect(first && !again)
    #expect(limits.objection(to: file(99), allowed: nil, at: now) == nil)
    #expect(limits.objection(to: file(100), allowed: nil, at: now) != nil)
    #expect(limits.objection(to: file(100), allowed: 150, at: now) == nil)
    #expect(limits.objection(to: file(200), allowed: 150, at: now) != nil)
    #expect(limits.objection(to: file(200), allowed: nil, at: now.adding(seconds: ServerLimits.validity + 1)) == nil)
    #expect(ServerLimits(stored: limits.stored) == limits)
    let isNew = limits.learn(from: 201, to: file(300), at: now)
    #expect(isNew && limits == ServerLimits())
  }

  @Test func `a type that was refused is known until a file of it is taken`() {
    var limits = ServerLimits()
    let isNew = limits.learn(from: 415, to: file(1, "image/heic"), at: now)
    #expect(isNew && limits.objection(to: file(1, "image/heic"), allowed: nil, at: now) != nil)
    #expect(limits.objection(to: file(1), allowed: nil, at: now) == nil)
    #expect(ServerLimits(stored: limits.stored) == limits)
    _ = limits.learn(from: 201, to: file(1, "image/heic"), at: now)
    #expect(limits.objection(to: file(1, "image/heic"), allowed: nil, at: now) == nil)
    let isLearnt = limits.learn(from: 500, to: file(1), at: now)
    #expect(!isLearnt && ServerLimits(stored: .null) == ServerLimits())
  }
}
