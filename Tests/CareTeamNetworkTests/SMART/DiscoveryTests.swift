import CareTeamCore
import Testing

@testable import CareTeamNetwork

struct DiscoveryTests {
  private func discover(_ answers: [String: [HTTPResponse]]) async throws -> SMARTConfiguration {
    try await SMARTDiscovery("https://fhir.example/r4", by: ScriptedEndpoints(answers), within: nil).configuration()
  }

  @Test func `the server's own document is completed by the authorisation server's metadata`() async throws {
    let found = try await discover([
      "/r4/.well-known/smart-configuration": [
        .json([
          "issuer": "https://login.example/tenant", "authorization_endpoint": "https://login.example/a",
          "token_endpoint": "https://login.example/t", "code_challenge_methods_supported": ["S256"],
        ])
      ],
      "/.well-known/oauth-authorization-server/tenant": [
        .json([
          "issuer": "https://login.example/tenant", "token_endpoint": "https://login.example/t",
          "device_authorization_endpoint": "https://login.example/d",
          "authorization_response_iss_parameter_supported": true,
        ])
      ],
    ])
    #expect(found.deviceAuthorizationEndpoint == "https://login.example/d")
    #expect(found.namesIssuer && found.hasProofKeys)
  }

  @Test func `metadata of another issuer, or with another token endpoint, adds nothing`() async throws {
    for (issuer, token) in [
      ("https://evil.example", "https://login.example/t"), ("https://login.example", "https://evil.example/t"),
    ] {
      let found = try await discover([
        "/r4/.well-known/smart-configuration": [
          .json(["issuer": "https://login.example", "token_endpoint": "https://login.example/t"])
        ],
        "/.well-known/oauth-authorization-server": [
          .json([
            "issuer": .string(issuer), "token_endpoint": .string(token),
            "device_authorization_endpoint": "https://evil.example/d",
          ])
        ],
      ])
      #expect(found.deviceAuthorizationEndpoint == nil)
      #expect(found.tokenEndpoint == "https://login.example/t")
    }
  }

  @Test func `a server of SMART 1 says it in its CapabilityStatement, and is asked for scopes of that form`()
    async throws
  {
    let found = try await discover([
      "/r4/metadata": [
        .json([
          "resourceType": "CapabilityStatement",
          "rest": [
            [
              "security": [
                "extension": [
                  [
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": [
                      ["url": "token", "valueUri": "https://login.example/t"],
                      ["url": "authorize", "valueUri": "https://login.example/a"],
                    ],
                  ]
                ]
              ]
            ]
          ],
        ])
      ]
    ])
    #expect(found.authorizationEndpoint == "https://login.example/a")
    #expect(!found.hasProofKeys)
    let scopes = ScopeRequest.person(at: found)
    #expect(scopes.contains("patient/Communication.read patient/Communication.write"))
    #expect(!scopes.contains(".crus"))
  }

  @Test(arguments: [
    "http://login.example/token", "ftp://login.example/token", "https://u:p@login.example/t", "javascript:alert(1)",
    "https://login.example/t#x",
  ])
  func `an endpoint that is neither https nor on this machine is refused`(url: String) async {
    await #expect(throws: SMARTError.unsafeEndpoint(name: "token_endpoint", url: url)) {
      try await discover(["/r4/.well-known/smart-configuration": [.json(["token_endpoint": .string(url)])]])
    }
  }

  @Test func `a server that says nothing is no server to log in to`() async {
    await #expect(throws: SMARTError.noDiscovery(server: "https://fhir.example/r4")) { try await discover([:]) }
  }
}
