// swift-tools-version: 6.2
import PackageDescription

/// One place for every target's language settings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Relative relocations in their packed form (DT_RELR, glibc 2.36): a tenth off the start of a command, and 2 MB off the
/// memory of each process. No symbols for others to link to, which the static standard library asks for: another 2 MB off
/// the file.
let executableSettings: [LinkerSetting] = [
  .unsafeFlags(
    ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic"],
    .when(platforms: [.linux], configuration: .release))
]

let package = Package(
  name: "careteam",
  products: [
    .executable(name: "careteam", targets: ["careteam"]),
    .executable(name: "careteam-server", targets: ["careteam-server"]),
  ],
  dependencies: [
    // Subcommands, usage errors with status 64, completion scripts.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // The mailbox and the server's resources: SQLite with migrations, on the system's libsqlite3.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // SHA-256 of attachments, PKCE and signed client assertions, the sealed mailbox; hashed tokens and passwords in the server.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    // What a backend client signs and the server checks: JSON Web Tokens and key sets; linked into careteam-server only.
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    // TLS of the server, below Hummingbird's own.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    // The templates of the digest, which users may replace.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // The FHIR server's HTTP; linked into careteam-server only.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    // Typed HTTP fields, which Hummingbird's requests and responses are made of.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    // WebSocket frames and the HTTP upgrade for live notification, which Hummingbird's core leaves to NIO.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // Graceful stop of the server on SIGTERM.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // The logger Hummingbird and the lifecycle ask for.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    .target(name: "CCurl"),
    .target(name: "CareTeamCore"),
    .target(
      name: "CareTeamStore",
      dependencies: [
        "CareTeamCore",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        // SQLite itself, to read values of a damaged mailbox that need not be what their column says.
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "CareTeamNetwork",
      dependencies: [
        "CareTeamCore", "CCurl", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    .target(
      name: "CareTeamMailbox",
      dependencies: ["CareTeamCore", "CareTeamStore", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "CareTeamServer",
      dependencies: [
        "CareTeamCore",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ]),
    .executableTarget(
      name: "careteam-server",
      dependencies: [
        "CareTeamServer",
        "CareTeamCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "careteam",
      dependencies: [
        "CareTeamCore",
        "CareTeamMailbox",
        "CareTeamNetwork",
        "CareTeamStore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(
      name: "CareTeamTestSupport", dependencies: ["CareTeamCore"], path: "Tests/CareTeamTestSupport",
      exclude: ["Fixtures"]),
    .testTarget(name: "CareTeamCoreTests", dependencies: ["CareTeamCore", "CareTeamTestSupport"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "careteam", "CareTeamCore", "CareTeamMailbox", "CareTeamTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // The executables are there to be built before the tests that run them.
    .testTarget(
      name: "IntegrationTests", dependencies: ["CareTeamCore", "CareTeamTestSupport", "careteam", "careteam-server"],
      exclude: [
        "Support/authlib_client.py",
        "Support/chromium.py",
        "Support/conforms.py",
        "Support/glewlwyd.py",
        "Support/hostile.py",
        "Support/notifications.py",
        "Support/photographs.py",
        "Support/screen.py",
        "Support/screens.py",
        "Support/tunnel.py",
        "Support/visitor.py",
      ]),
    .testTarget(name: "CareTeamMailboxTests", dependencies: ["CareTeamMailbox", "CareTeamStore", "CareTeamCore"]),
    .testTarget(
      name: "CareTeamNetworkTests",
      dependencies: [
        "CareTeamNetwork", "CareTeamCore", "CCurl", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "CareTeamStoreTests",
      dependencies: [
        "CareTeamStore", "CareTeamCore", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "CareTeamServerTests",
      dependencies: [
        "CareTeamServer",
        "CareTeamCore",
        "CareTeamTestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      resources: [.copy("Fixtures")]),
  ]
)

if Context.environment["CARETEAM_BENCHMARKS"] != nil {
  package.products.append(.executable(name: "StandardMailbox", targets: ["StandardMailbox"]))
  package.targets.append(
    .executableTarget(
      name: "StandardMailbox", dependencies: ["CareTeamStore", "CareTeamCore"], path: "Benchmarks/StandardMailbox"))
}

if Context.environment["CARETEAM_FUZZ"] != nil {
  // libFuzzer's loops over the parsers of outside input, built with --sanitize=fuzzer (Tests/Fuzz). What they need
  // beyond CareTeamCore is linked into their folder file by file, so that neither SQLite nor BoringSSL is built for them.
  package.targets.append(
    .executableTarget(
      name: "careteam-fuzz",
      dependencies: [
        "CareTeamCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Fuzz/Fuzz", swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}

for target in package.targets where target.type != .plugin && target.name != "CCurl" {
  target.swiftSettings = (target.swiftSettings ?? []) + settings
  if target.type == .executable { target.linkerSettings = executableSettings }
}
