import CareTeamCore
import Glibc
import Testing

@testable import CareTeamNetwork

struct LoopbackListenerTests {
  /// Patient: the listener starts when the tests that are before it leave it a thread.
  private static let patience = Duration.seconds(180)
  private let transport = CurlTransport(TransportConfiguration(stallLimit: Self.patience))

  private func request(_ listener: LoopbackListener) throws -> AuthorizationRequest {
    AuthorizationRequest(
      try configuration(), client: ClientCredential(id: "careteam"), redirect: listener.redirect, scopes: "openid",
      audience: "https://fhir.example")
  }

  private func visit(_ url: String, _ method: String = "GET", host: String? = nil) async throws -> HTTPResponse {
    var request = HTTPRequest(method, url)
    request.headers["Host"] = host
    return try await transport.send(request, timeout: Self.patience)
  }

  @Test func `strays are turned away, and the answer that is waited for is taken`() async throws {
    let listener = try LoopbackListener(port: 0)
    let request = try request(listener)
    let base = "http://127.0.0.1:\(listener.port)"
    // A connection on which nothing is ever said, as browsers open them.
    let idle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(idle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = listener.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(idle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    #expect(isConnected)
    async let answer = listener.answer(to: request, within: Self.patience)
    #expect(try await visit("\(base)/favicon.ico").status == 404)
    #expect(try await visit("\(base)/callback").status == 400)
    #expect(try await visit("\(base)/callback?code=evil&state=guess").status == 400)
    #expect(try await visit("\(base)/callback?code=abc&state=\(request.state)", "POST").status == 405)
    #expect(try await visit("\(base)/callback?code=a&state=\(request.state)", host: "evil.example").status == 400)
    let page = try await visit("\(base)/callback?code=abc&state=\(request.state)")
    #expect(page.status == 200)
    #expect(String(decoding: page.body, as: UTF8.self).contains("go back to the terminal"))
    #expect(page.headers["Cache-Control"] == "no-store")
    #expect(await answer?.code == "abc")
  }

  @Test func `a refusal is an answer, and its words are not put into the page`() async throws {
    let listener = try LoopbackListener(port: 0)
    let request = try request(listener)
    async let answer = listener.answer(to: request, within: Self.patience)
    let words = "error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    let page = try await visit("\(listener.redirect)?error=access_denied&\(words)&state=\(request.state)")
    #expect(!String(decoding: page.body, as: UTF8.self).contains("script"))
    #expect(await answer?.refusal?.code == "access_denied")
  }

  @Test func `nobody who comes is waited for as long as was said`() async throws {
    let listener = try LoopbackListener(port: 0)
    #expect(await listener.answer(to: try request(listener), within: .milliseconds(50)) == nil)
  }

  @Test func `a port that is taken is said`() throws {
    let first = try LoopbackListener(port: 0)
    #expect(throws: SMARTError.self) { try LoopbackListener(port: first.port) }
  }
}
