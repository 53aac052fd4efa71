import CareTeamCore
import Foundation
import Hummingbird
import NIOCore
import Testing

@testable import CareTeamServer

struct BinaryTests {
  @Test func `a file comes back as it was sent, raw and as a resource`() async throws {
    let clinic = try await Clinic()
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let sent = try await clinic.send("POST", "Binary", headers: ["Content-Type": "image/png"], body: bytes)
    #expect(sent.status == 201)
    #expect(sent.header("Location")?.contains("/Binary/\(sent.id)") == true)
    let raw = try await clinic.send("GET", "Binary/\(sent.id)", headers: ["Accept": "*/*"])
    #expect(raw.bytes == bytes)
    #expect(raw.header("Content-Type") == "image/png")
    let resource = try await clinic.send(
      "GET", "Binary/\(sent.id)", headers: ["Accept": "application/fhir+json"])
    #expect(resource.json["contentType"]?.string == "image/png")
    #expect(resource.json["data"]?.string == Data(bytes).base64EncodedString())
    #expect(resource.header("Content-Length") == String(resource.bytes.count))
  }

  @Test func `a JSON Binary is the same as its bytes`() async throws {
    let clinic = try await Clinic()
    let sent = try await clinic.send(
      "POST", "Binary", ["resourceType": "Binary", "contentType": "text/plain", "data": "aGVsbG8="])
    #expect(sent.status == 201)
    #expect(try await clinic.send("GET", "Binary/\(sent.id)").text == "hello")
    let bad = try await clinic.send(
      "POST", "Binary", ["resourceType": "Binary", "contentType": "text/plain", "data": "%%"])
    #expect(bad.status == 422)
  }

  @Test func `a security context that is not yours is refused`() async throws {
    let clinic = try await Clinic()
    let reply = try await clinic.send(
      "POST", "Binary", headers: ["Content-Type": "text/plain", "X-Security-Context": "Patient/b"], body: [1])
    #expect(reply.status == 403)
  }

  @Test func `a new version replaces the content and keeps the old`() async throws {
    let clinic = try await Clinic()
    let fields = ["Content-Type": "text/plain"]
    let id = try await clinic.send("POST", "Binary", headers: fields, body: Array("one".utf8)).id
    #expect(try await clinic.send("PUT", "Binary/\(id)", headers: fields, body: Array("two".utf8)).status == 200)
    #expect(try await clinic.send("GET", "Binary/\(id)").text == "two")
    #expect(try await clinic.send("GET", "Binary/\(id)/_history/1").text == "one")
  }

  @Test func `64 MB pass in pieces and leave nothing behind when they are too many`() async throws {
    let clinic = try await Clinic { $0.binaryLimit = 65 << 20 }
    let piece = ByteBuffer(repeating: 0x5A, count: 1 << 20)
    let fields = ["Content-Type": "application/pdf"]
    let whole = Pieces(piece: piece, count: 64)
    let sent = try await clinic.send(
      "POST", "Binary", as: "Patient/a", headers: fields, stream: RequestBody(asyncSequence: whole))
    #expect(sent.status == 201)
    let back = try await clinic.send("GET", "Binary/\(sent.id)")
    let isWhole = back.bytes == [UInt8](repeating: 0x5A, count: 64 << 20)
    #expect(isWhole)
    let tooMany = Pieces(piece: piece, count: 66)
    let refused = try await clinic.send(
      "POST", "Binary", as: "Patient/a", headers: fields, stream: RequestBody(asyncSequence: tooMany))
    #expect(refused.status == 413)
    let forbidden = try await clinic.send(
      "POST", "Binary", headers: ["Content-Type": "text/plain", "X-Security-Context": "Patient/b"], body: [1])
    #expect(forbidden.status == 403)
    let files = try FileManager.default.contentsOfDirectory(atPath: clinic.directory + "/binaries")
    #expect(files == ["\(sent.id).1"])
  }
}

/// The same piece, again and again.
private struct Pieces: AsyncSequence, Sendable {
  let piece: ByteBuffer
  let count: Int

  struct AsyncIterator: AsyncIteratorProtocol {
    let piece: ByteBuffer
    var left: Int
    mutating func next() async throws -> ByteBuffer? {
      guard left > 0 else { return nil }
      left -= 1
      return piece
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(piece: piece, left: count) }
}
