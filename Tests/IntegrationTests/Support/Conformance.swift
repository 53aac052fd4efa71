import CareTeamCore
import Testing

/// What commands printed, to be held against the JSON Schemas that `careteam schema` prints.
actor Conformance {
  private let home: Home
  private var samples: [JSON] = []
  private var names: Set<String> = []

  init(_ home: Home) { self.home = home }

  /// Takes a value that a command printed.
  func take(_ value: JSON, as schema: String, from command: String) {
    samples.append(["schema": .string(schema), "from": .string(command), "value": value])
    names.insert(schema)
  }

  /// Has a schema looked at although no value is held against it.
  func expect(_ schema: String) { names.insert(schema) }

  /// Runs a command in JSON and in NDJSON, and takes what it prints; without a line's schema NDJSON has the object.
  @discardableResult
  func run(
    _ arguments: [String], prints schema: String, line: String? = nil, status: Int32 = 0,
    _ location: SourceLocation = #_sourceLocation
  ) async throws -> JSON {
    let object = try await home.run(arguments + ["--json"]).exits(status, location).json(location)
    #expect(object["schema"]?.string == "careteam.\(schema)/1", sourceLocation: location)
    take(object, as: schema, from: arguments.joined(separator: " "))
    let lines = try await home.run(arguments + ["--format", "ndjson"]).exits(status, location).jsonLines(location)
    for value in lines { take(value, as: line ?? schema, from: arguments.joined(separator: " ") + " (NDJSON)") }
    return object
  }

  /// Runs a command that fails, and takes the error.
  func fails(
    _ arguments: [String], _ status: Int32, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await home.run(arguments + ["--json"]).exits(status, location)
    let line = try #require(outcome.errorLines.last, sourceLocation: location)
    take(try JSON(parsing: Array(line.utf8)), as: "error", from: arguments.joined(separator: " "))
  }

  /// What does not conform, a line each.
  func faults() async throws -> [String] {
    var schemas: [(String, JSON)] = []
    for name in names.sorted() { schemas.append((name, try await home.run("schema", name).exits().json())) }
    let file = home.folder.write(
      JSON.object(JSONObject([("schemas", .object(JSONObject(schemas))), ("samples", .array(samples))])).text(.output),
      to: "samples.json")
    let program = "\(Checkout.path)/Tests/IntegrationTests/Support/conforms.py"
    let said = await Shell.run(["/usr/bin/python3", program, file], environment: ["LANG": "C.UTF-8"], seconds: 120)
    let lines = said.split(separator: "\n").map(String.init)
    try #require(lines.last == "held \(samples.count)", "conforms.py said: \(said)")
    return Array(lines.dropLast())
  }
}
