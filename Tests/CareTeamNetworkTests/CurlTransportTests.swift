import CareTeamCore
import Testing

@testable import CareTeamNetwork

@Suite struct `Requests over libcurl` {
  private let transport = CurlTransport(TransportConfiguration())

  @Test func `several requests go over one connection`() async throws {
    let server = try RawServer { $0.answerAll(body: "hello") }
    for _ in 0..<5 {
      let response = try await transport.send(HTTPRequest("GET", server.base + "/a?b=c"), timeout: .seconds(60))
      #expect(response.status == 200)
      #expect(response.body == Array("hello".utf8))
    }
    #expect(server.connections == 1)
    #expect(server.requests.allSatisfy { $0.hasPrefix("GET /a?b=c HTTP/1.1\r\n") })
  }

  @Test(arguments: [false, true])
  func `a create on a connection that dies is sent again only where that creates nothing twice`(isKept: Bool)
    async throws
  {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.answer("201 Created")
      // The second one on this connection is stored, and its answer is lost.
      _ = connection.readRequest()
    }
    _ = try await transport.send(HTTPRequest("GET", server.base), timeout: .seconds(60))
    var create = HTTPRequest("POST", server.base, headers: ["If-None-Exist": "identifier=x"], body: .bytes([1, 2, 3]))
    create.isRepeatable = isKept
    do throws(TransportError) {
      let response = try await transport.send(create, timeout: .seconds(60))
      #expect(isKept && response.status == 201)
    } catch {
      #expect(!isKept && error.mayHaveArrived)
    }
    #expect(server.requests.filter { $0.hasPrefix("POST") }.count == (isKept ? 2 : 1))
  }

  @Test func `requests run beside each other`() async throws {
    let server = try RawServer { $0.answerAll(body: "x") }
    let statuses = try await withThrowingTaskGroup { group in
      for _ in 0..<20 {
        group.addTask { [transport] in
          try await transport.send(HTTPRequest("GET", server.base), timeout: .seconds(60)).status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 20))
  }

  @Test func `a body has its length and no wait for 100`() async throws {
    let server = try RawServer { connection in
      guard let (_, body) = connection.readRequest() else { return }
      connection.answer("201 Created", body: String(decoding: body, as: UTF8.self))
    }
    let body = Array(repeating: UInt8(ascii: "z"), count: 3_000_000)
    let request = HTTPRequest(
      "POST", server.base, headers: ["Content-Type": "application/fhir+json"], body: .bytes(body))
    let response = try await transport.send(request, timeout: .seconds(60))
    #expect(response.status == 201)
    #expect(response.body == body)
    let header = try #require(server.requests.first)
    #expect(header.contains("Content-Length: 3000000\r\n"))
    #expect(header.contains("Content-Type: application/fhir+json\r\n"))
    #expect(!header.contains("Expect"))
    #expect(!header.contains("Transfer-Encoding"))
  }

  @Test(arguments: ["POST", "PUT", "PATCH"])
  func `a method that takes a body says when there is none`(method: String) async throws {
    let server = try RawServer { $0.answerAll("200 OK") }
    _ = try await transport.send(HTTPRequest(method, server.base), timeout: .seconds(60))
    let header = try #require(server.requests.first)
    #expect(header.hasPrefix("\(method) / HTTP/1.1\r\n"))
    #expect(header.contains("Content-Length: 0\r\n"))
    #expect(!header.contains("Content-Type"))
  }

  @Test func `HEAD, 204 and 304 have no body`() async throws {
    let server = try RawServer { connection in
      while let header = connection.readHeader() {
        if header.hasPrefix("HEAD") {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        } else {
          connection.write(
            header.contains("/304")
              ? "HTTP/1.1 304 Not Modified\r\nETag: W/\"1\"\r\n\r\n" : "HTTP/1.1 204 No Content\r\n\r\n")
        }
      }
    }
    #expect(try await transport.send(HTTPRequest("HEAD", server.base), timeout: .seconds(60)).body.isEmpty)
    #expect(try await transport.send(HTTPRequest("DELETE", server.base + "/204"), timeout: .seconds(60)).status == 204)
    let unchanged = try await transport.send(HTTPRequest("GET", server.base + "/304"), timeout: .seconds(60))
    #expect(unchanged.status == 304)
    #expect(unchanged.headers["etag"] == "W/\"1\"")
    #expect(server.connections == 1)
  }

  @Test func `a request whose token is refused is sent once more with a newer one, and only then`() async throws {
    let server = try RawServer { connection in
      while let (header, body) = connection.readRequest() {
        let isGood = header.contains("Authorization: Bearer new\r\n")
        connection.answer(isGood ? "200 OK" : "401 Unauthorized", body: String(decoding: body, as: UTF8.self))
      }
    }
    let request = HTTPRequest("POST", server.base, body: .bytes(Array("text".utf8)))
    func send(_ token: @escaping TokenSource) async throws -> HTTPResponse {
      try await CurlTransport(.init(origin: Origin(server.base), token: token)).send(request, timeout: .seconds(60))
    }
    let renewed = try await send { _, refused in refused == "old" ? "new" : "old" }
    #expect(renewed.status == 200 && renewed.body == Array("text".utf8))
    #expect(server.requests.count == 2)
    #expect(try await send { _, _ in "old" }.status == 401)
    #expect(server.requests.count == 3)
  }

  @Test func `a connection refused was not sent`() async throws {
    let port = try RawServer { _ in }.port
    await #expect(throws: TransportError.unreachable("cannot reach 127.0.0.1:\(port): connection refused")) {
      try await transport.send(HTTPRequest("GET", "http://127.0.0.1:\(port)/"), timeout: .seconds(60))
    }
  }
}
