/// Photographs without what they say about themselves: where and when they were taken, by whom and with what.
///
/// The picture, its orientation and its colours stay as they are. What is kept is what is known to belong to them;
/// everything else goes.
package enum Photograph {
  /// What becomes of a file: nil where it is no photograph.
  ///
  /// - Throws: why a photograph cannot be stripped, or that a second look has found something in the result.
  package static func plan(
    size: Int, prefix: [UInt8], load: @escaping PhotographReader.Load
  ) throws(PhotographError) -> PhotographPlan? {
    guard let format = PhotographFormat(prefix: prefix) else { return nil }
    let plan = try plan(PhotographReader(count: size, format: format, load: load))
    var result = plan.reader(over: load)
    if let leftover = try PhotographScan.leftover(in: &result) { throw .leftover(format, leftover) }
    return plan
  }

  /// The bytes of a photograph without what it says about itself, and what that was; nil where it is no photograph.
  package static func stripped(
    _ bytes: [UInt8]
  ) throws(PhotographError) -> (bytes: [UInt8], removed: [PhotographFinding])? {
    let load: PhotographReader.Load = { (range) throws(PhotographError) in Array(bytes[range]) }
    let prefix = Array(bytes.prefix(PhotographFormat.prefixLength))
    guard let plan = try plan(size: bytes.count, prefix: prefix, load: load) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(plan.count)
    try plan.run(loading: load) { (piece) throws(PhotographError) in result += piece }
    return (result, plan.removed)
  }

  private static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    switch reader.format {
    case .jpeg: try JPEGStripper.plan(reader)
    case .png: try PNGStripper.plan(reader)
    case .webp: try WebPStripper.plan(reader)
    case .gif: try GIFStripper.plan(reader)
    case .heif: try HEIFStripper.plan(reader)
    case .tiff, .cameraRaw, .jpegXL, .jpeg2000, .photoshop: throw .notUnderstood(reader.format, "")
    }
  }
}
