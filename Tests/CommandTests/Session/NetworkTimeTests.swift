import ArgumentParser
import CareTeamMailbox
import Testing

@testable import careteam

/// What `--timeout` bounds.
struct NetworkTimeTests {
  @Test func `all that a command asks of the network has one end, until a person was at work`() {
    let time = NetworkTime()
    let end = time.deadline(.seconds(3))
    #expect(time.deadline(.seconds(500)) == end)
    time.restart()
    #expect(time.deadline(.seconds(500)) != end)
  }

  @Test func `a session with --timeout has one end for everything, and each account its own`() throws {
    var options = try GlobalOptions.parse(["--timeout", "3s"])
    let session = try Session(options, environment: Environment([:]))
    let end = session.deadline
    #expect(session.deadline == end && session.transferDeadline == end)
    #expect(session.session(of: "other").deadline != end)
    options.timeout = nil
    #expect(try Session(options, environment: Environment([:])).transferDeadline == Deadline(nil))
  }
}
