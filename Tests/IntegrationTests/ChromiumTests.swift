import Glibc
import Testing

/// A real browser goes through login and consent, and careteam ends logged in.
@Suite(.clinic)
struct ChromiumTests {
  @Test func `Chromium logs a patient in at the sample clinic`() async throws {
    let clinic = try Clinic.open()
    _ = try #require(Binaries.find("chromedriver"), "chromium-driver is not installed")
    var home = Home()
    let script = "\(Checkout.path)/Tests/IntegrationTests/Support/chromium.py"
    home.variables["BROWSER"] = "/usr/bin/python3 \(script) \(home.folder.path) ada sample-clinic"
    let login = try await home.run(["login", clinic.url, "--browser", "--timeout", "100s"], seconds: 120).exits()
    #expect(login.output.contains("Patient/ada-lindqvist"), "\(login)")
    // The browser may still be writing down what it saw.
    let end = ContinuousClock.now + .seconds(30)
    while home.folder.text(of: "last.txt").isEmpty, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(home.folder.text(of: "last.txt").contains("go back to the terminal"))
    for picture in ["1-login", "2-consent", "3-back"] {
      #expect(FileContent.bytes("\(home.folder.path)/\(picture).png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
      guard let kept = getenv("CARETEAM_PICTURES") else { continue }
      let path = "\(String(cString: kept))/\(picture).png"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      let bytes = FileContent.bytes("\(home.folder.path)/\(picture).png")
      #expect(write(descriptor, bytes, bytes.count) == bytes.count)
      close(descriptor)
    }
    try await home.run("reply", "c8", "-m", "from a browser's login").exits()
  }
}
