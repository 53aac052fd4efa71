import CareTeamCore
import Crypto
import Foundation

/// A file attached somewhere in the sample clinic, made when it is asked for.
struct DemoFile {
  var name: String
  var contentType: String
  var bytes: [UInt8]

  /// The file of a name in `DemoStories`.
  static func named(_ name: String) -> DemoFile? {
    switch name {
    case "lab-results.pdf": DemoFile(name: name, contentType: "application/pdf", bytes: labReport.bytes)
    case "left-hand-day-5.png": DemoFile(name: name, contentType: "image/png", bytes: picture.bytes)
    case "blood-pressure.csv": DemoFile(name: name, contentType: "text/csv", bytes: Array(pressures.utf8))
    case "お薬の説明.txt": DemoFile(name: name, contentType: "text/plain", bytes: Array(leaflet.utf8))
    default: nil
    }
  }

  private static var labReport: PDFPage {
    let rows = [
      "Test                      Result      Reference        Flag",
      "----------------------------------------------------------------",
      "Hemoglobin A1c            7.4 %       4.0 - 5.6        high",
      "Glucose, fasting          132 mg/dL   70 - 99          high",
      "Cholesterol, total        188 mg/dL   < 200",
      "LDL cholesterol           104 mg/dL   < 100            high",
      "HDL cholesterol           52 mg/dL    > 50",
      "Triglycerides             141 mg/dL   < 150",
      "Creatinine                0.8 mg/dL   0.5 - 1.1",
      "eGFR                      86 mL/min   > 60",
      "Potassium                 4.3 mmol/L  3.5 - 5.1",
      "TSH                       2.1 mIU/L   0.4 - 4.0",
    ]
    var lines = [
      PDFPage.Line(x: 56, y: 780, size: 18, font: "F2", text: "Riverside Family Clinic"),
      PDFPage.Line(x: 56, y: 758, size: 11, font: "F1", text: "Laboratory report (sample data, not a real person)"),
      PDFPage.Line(x: 56, y: 726, size: 11, font: "F2", text: "Patient: Ada Lindqvist    Born: 1968-04-17"),
      PDFPage.Line(x: 56, y: 710, size: 11, font: "F1", text: "Ordered by: Dr. Minjung Lee    Specimen: venous blood"),
    ]
    lines += rows.enumerated().map { index, text in
      PDFPage.Line(x: 56, y: 676 - index * 16, size: 10, font: "F3", text: text)
    }
    lines.append(
      PDFPage.Line(
        x: 56, y: 470, size: 10, font: "F1",
        text: "Results are discussed with your care team; please do not change a medicine on your own."))
    return PDFPage(title: "Laboratory report", lines: lines)
  }

  /// The back of a hand with a healing cut and five stitches, as far as sines can draw one.
  private static var picture: PNGImage {
    PNGImage(width: 240, height: 180) { x, y in
      let line = 90 + (x - 120) / 6
      let isStitch = (70...170).contains(x) && x % 20 < 3 && abs(y - line) < 12
      if isStitch { return (52, 48, 66) }
      let distance = abs(y - line)
      let redness = (62...178).contains(x) ? max(0, 60 - distance * 5) : 0
      let shade = (x * 3 + y * 5 + (x * y) % 7) % 11
      let light = 214 - (x - 120) * (x - 120) / 400 - (y - 60) * (y - 60) / 300 - shade
      return (
        UInt8(clamping: light + redness / 4), UInt8(clamping: light * 78 / 100 - redness),
        UInt8(clamping: light * 64 / 100 - redness)
      )
    }
  }

  private static var pressures: String {
    let rows = (0..<14).map { day in
      "\(day + 1),\(128 + (day * 7) % 13),\(78 + (day * 5) % 9),\(64 + (day * 3) % 8)"
    }
    return "day,systolic,diastolic,pulse\r\n" + rows.map { $0 + "\r\n" }.joined()
  }

  private static let leaflet = """
    お薬の説明（メトホルミン徐放錠 500 mg）

    ・１日１回、夕食と一緒にお飲みください。
    ・かまずに、水と一緒に飲みこんでください。
    ・お腹の調子が悪いときは、無理をせずご連絡ください。

    Metformin, extended release, 500 mg: one tablet with your evening meal. Swallow it whole.

    """
}

extension DemoFile {
  /// The payload entry that names the stored file.
  func payload(binaryID: String) -> JSON {
    let sha1 = Array(Insecure.SHA1.hash(data: bytes))
    let sha256 = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return [
      "contentAttachment": [
        "extension": [["url": "urn:careteam:sha256", "valueString": .string(sha256)]],
        "contentType": .string(contentType), "url": .string("Binary/\(binaryID)"), "size": JSON(bytes.count),
        "hash": .string(Data(sha1).base64EncodedString()), "title": .string(name),
      ]
    ]
  }
}
