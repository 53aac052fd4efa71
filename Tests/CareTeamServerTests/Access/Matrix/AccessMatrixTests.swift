import CareTeamCore
import Foundation
import NIOHTTP1
import Testing

@testable import CareTeamServer

/// Who may do what, on the real server: everybody, each interaction, each type, each patient's records.
struct AccessMatrixTests {
  private struct Fault: Sendable, CustomStringConvertible {
    var description: String
  }

  @Test func `each cell of who may do what is as the rule says`() async throws {
    let isFull = ProcessInfo.processInfo.environment["CARETEAM_SOAK"] != nil
    let types = isFull ? ResourceTypes.names : MatrixFixture.distinct
    try await MatrixClinic.run(types: types) { clinic in
      var cells = 0
      var faults: [Fault] = []
      try await withThrowingTaskGroup(of: (Int, [Fault]).self) { group in
        for lane in 0..<4 { group.addTask { try await Self.check(clinic, lane: lane, of: 4) } }
        for try await (count, found) in group {
          cells += count
          faults += found
        }
      }
      print("access matrix: \(cells) cells, \(types.count) types, \(faults.count) wrong")
      #expect(faults.count == 0, "\(faults.prefix(100).map(\.description).joined(separator: "; "))")
      #expect(cells > 12_000)
      #expect(try await clinic.store.verifyAuditTrail().broken == nil)
    }
  }

  /// Every cell of some of the types.
  private static func check(_ clinic: MatrixClinic, lane: Int, of lanes: Int) async throws -> (Int, [Fault]) {
    try await MatrixConnection.with(port: clinic.port) { connection in
      var cells = 0
      var faults: [Fault] = []
      for (number, fixture) in clinic.fixtures.enumerated() where number / 2 % lanes == lane {
        for (index, actor) in MatrixActor.all.enumerated() {
          for interaction in MatrixRequest.Interaction.allCases {
            let id = "n\(fixture.about)\(index)"
            guard let request = MatrixRequest(interaction, fixture, by: actor, id: id) else { continue }
            let reply = try await connection.send(request, authorization: MatrixClinic.authorization(of: index))
            cells += 1
            if let fault = fault(in: reply, to: request, fixture, actor) { faults.append(fault) }
            if reply.status == 204 { try await revive(fixture, in: clinic.store) }
          }
        }
      }
      return (cells, faults)
    }
  }

  private static func revive(_ fixture: MatrixFixture, in store: ResourceStore) async throws {
    try await store.put(fixture.created(by: "Patient/\(fixture.about)", id: fixture.victim))
  }

  private static func fault(
    in reply: MatrixConnection.Reply, to request: MatrixRequest, _ fixture: MatrixFixture, _ actor: MatrixActor
  ) -> Fault? {
    let rule = MatrixRule(actor: actor, type: fixture.type, about: fixture.about)
    let expected = rule.outcome(of: request.interaction)
    let found = outcome(of: reply, to: request, fixture)
    let cell = "\(actor) \(request.interaction) \(fixture.type) of \(fixture.about)"
    guard found == expected else { return Fault(description: "\(cell): \(found), not \(expected)") }
    let challenge = reply.headers.first(name: "www-authenticate") ?? ""
    switch reply.status {
    case 401 where ["no token", "an empty token", "basic"].contains(actor.description):
      return challenge.hasPrefix("Bearer") && !challenge.contains("error")
        ? nil : Fault(description: "\(cell): \(challenge)")
    case 401:
      return challenge.contains("error=\"invalid_token\"") ? nil : Fault(description: "\(cell): \(challenge)")
    case 403 where actor.letters.isEmpty:
      let isSaid = challenge.contains("error=\"insufficient_scope\", scope=\"") && reply.json["issue"] != nil
      return isSaid ? nil : Fault(description: "\(cell): \(challenge)")
    default: return nil
    }
  }

  private static func outcome(
    of reply: MatrixConnection.Reply, to request: MatrixRequest, _ fixture: MatrixFixture
  ) -> MatrixRule.Outcome {
    var outcome = MatrixRule.Outcome(status: reply.status)
    guard reply.status == 200 else { return outcome }
    let entries = reply.json["entry"]?.array ?? []
    func holds(_ reference: String, _ mode: String) -> Bool {
      entries.contains { entry in
        let resource = entry["resource"]
        return entry["search"]?["mode"]?.string == mode
          && "\(resource?["resourceType"]?.string ?? "")/\(resource?["id"]?.string ?? "")" == reference
      }
    }
    switch request.interaction {
    case .batchRead: outcome.status = Int(entries[0]["response"]?["status"]?.string?.prefix(3) ?? "") ?? 0
    case .search, .formSearch: outcome.finds = holds("\(fixture.type)/\(fixture.id)", "match")
    case .include:
      outcome.finds = holds("\(fixture.type)/\(fixture.id)", "match")
      outcome.includes = holds("Patient/\(fixture.about)", "include")
    case .revinclude:
      outcome.finds = holds("Patient/\(fixture.about)", "match")
      outcome.includes = holds("\(fixture.type)/\(fixture.id)", "include")
    default: break
    }
    return outcome
  }
}
