import CareTeamCore
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore

/// A response read to its end.
struct Reply {
  let status: Int
  let bytes: [UInt8]
  private let fields: HTTPTypes.HTTPFields

  init(_ response: Response) async throws {
    status = response.status.code
    fields = response.headers
    let collected = NIOLockedValueBox<[UInt8]>([])
    try await response.body.write(Collector(bytes: collected))
    bytes = collected.withLockedValue { $0 }
  }

  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

  var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
  var id: String { json["id"]?.string ?? "" }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The matches of a searchset.
  var ids: [String] {
    (json["entry"]?.array ?? []).filter { $0["search"]?["mode"]?.string != "include" }.compactMap {
      $0["resource"]?["id"]?.string
    }
  }

  /// The path of the next page, from the root.
  var next: String? {
    let link = (json["link"]?.array ?? []).first { $0["relation"]?.string == "next" }
    return link?["url"]?.string.map { String($0.dropFirst(Clinic.origin.count)) }
  }

  /// The code of the OperationOutcome's issue.
  var issue: String? {
    guard json["resourceType"]?.string == "OperationOutcome" else { return nil }
    return json["issue"]?[0]?["code"]?.string
  }
}

private struct Collector: ResponseBodyWriter {
  let bytes: NIOLockedValueBox<[UInt8]>

  func write(_ buffer: ByteBuffer) async throws {
    bytes.withLockedValue { $0.append(contentsOf: buffer.readableBytesView) }
  }

  consuming func finish(_ trailingHeaders: HTTPTypes.HTTPFields?) async throws {}
}
