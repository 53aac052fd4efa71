import CareTeamCore
import Glibc
import Testing

/// A user whose requests go through a proxy with faults, and what the commands made of them.
struct FaultyNetwork {
  /// The time each command is given, and what a busy machine may take besides.
  static let timeout = Faults.count(1, long: 2)
  static let margin = 8

  let proxy: FaultProxy
  let home: Home
  let seed: UInt64
  private(set) var texts: [String] = []
  private(set) var files: [String: [UInt8]] = [:]
  private(set) var commands = 0
  private(set) var longest = Duration.zero

  init(_ clinic: Clinic, as user: Clinic.User = .patient, seed: UInt64) async throws {
    proxy = try FaultProxy(clinic)
    home = try await clinic.home(user, at: proxy.url)
    self.seed = seed
  }

  /// Replies under a fault: 0 or 8 in time, and with 8 it says not to send it again, and why it waits.
  mutating func reply(under fault: NetworkFault, times: Int = .max, with file: [UInt8]? = nil) async throws {
    let text = "fault \(texts.count): \(fault.name)"
    var words = ["reply", "c5", "-m", text]
    if let file {
      words += ["-a", home.folder.write(file, to: "file-\(texts.count).bin")]
      files[text] = file
    }
    texts.append(text)
    proxy.inject(fault.fault, into: fault.target, times: times)
    let outcome = await timed(words, fault)
    proxy.heal()
    #expect([0, 8].contains(outcome.status), "\(fault.name), seed \(seed): \(outcome)")
    guard outcome.status == 8 else { return }
    #expect(outcome.errors.contains("Do not send it again"), "\(outcome)")
    // The first that waits is the one that was tried; the others wait behind it.
    let entry = try await home.run("outbox", "list", "--json").exits().json()["items"]?[0]
    #expect(entry?["lastError"]?.string?.isEmpty == false, "\(fault.name): \(entry?.text(.wire) ?? "nothing")")
  }

  /// Synchronises under a fault: a clear failure in time.
  mutating func sync(under fault: NetworkFault) async throws {
    proxy.inject(fault.fault, into: fault.target)
    let outcome = await timed(["sync", "--json"], fault)
    proxy.heal()
    // An answer that is no FHIR is 76, anything else that a later try may mend is 75.
    #expect([75, 76].contains(outcome.status), "\(fault.name), seed \(seed): \(outcome)")
    let error = try outcome.error()
    #expect(error["message"]?.string?.isEmpty == false, "\(outcome)")
    #expect(error["retryable"]?.bool == (outcome.status == 75), "\(outcome)")
  }

  /// Saves a file under a fault: a clear failure in time, and nothing where the file was to be.
  mutating func save(_ handle: String, under fault: NetworkFault) async throws {
    proxy.inject(fault.fault, into: fault.target)
    let outcome = await timed(["save", handle, "-o", "saved.bin", "--json"], fault)
    proxy.heal()
    #expect([75, 76].contains(outcome.status), "\(fault.name), seed \(seed): \(outcome)")
    #expect(try outcome.error()["message"]?.string?.isEmpty == false)
    #expect(access("\(home.folder.path)/saved.bin", F_OK) != 0, "\(fault.name), seed \(seed)")
  }

  /// Runs a command under a fault, no longer than it may take.
  mutating func timed(_ words: [String], _ fault: NetworkFault) async -> Outcome {
    let start = ContinuousClock.now
    let outcome = await home.run(words + ["--timeout", "\(Self.timeout)s"], seconds: 60)
    let time = start.duration(to: .now)
    commands += 1
    longest = max(longest, time)
    #expect(time < .seconds(Self.timeout + Self.margin), "\(fault.name), seed \(seed): \(time.seconds) s, \(outcome)")
    return outcome
  }
}
