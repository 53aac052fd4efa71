/// How a picture is to be turned and mirrored (Exif 2.32 §4.6.5.A, tag 0x0112): all that is kept of Exif.
struct Orientation: Sendable, Equatable {
  /// 1 is as it is; 2 to 8 are turned or mirrored.
  let value: UInt8

  init?(_ value: Int) {
    guard (1...8).contains(value) else { return nil }
    self.value = UInt8(value)
  }

  /// Whether there is anything to say.
  var isTurned: Bool { value != 1 }

  /// Exif with this and nothing else, from its TIFF header on.
  var exif: [UInt8] {
    [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
  }
}
