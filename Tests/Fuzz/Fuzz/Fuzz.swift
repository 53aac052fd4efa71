@preconcurrency import Glibc

/// The parser of this run; libFuzzer's callback has no place for it, and calls from one thread.
nonisolated(unsafe) private var parser: Parser?

/// `careteam-fuzz PARSER [OPTIONS OF LIBFUZZER] [FOLDER]...`: takes the first word, and leaves the rest to libFuzzer,
/// whose `main` this program has (https://llvm.org/docs/LibFuzzer.html).
@_cdecl("LLVMFuzzerInitialize")
func initialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  let name = count.pointee > 1 ? words.pointee[1].map { String(cString: $0) } : nil
  guard let chosen = Parser.all.first(where: { $0.name == name }) else {
    print(Parser.all.map(\.name).joined(separator: "\n"))
    exit(name == "list" ? 0 : 64)
  }
  parser = chosen
  for index in 1..<Int(count.pointee) { words.pointee[index] = words.pointee[index + 1] }
  count.pointee -= 1
  return 0
}

/// Gives the parser one input.
@_cdecl("LLVMFuzzerTestOneInput")
func take(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  parser?.check(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

/// Ends the process, as libFuzzer wants it, where a property does not hold.
func hold(_ isTrue: Bool, _ what: @autoclosure () -> String) {
  guard !isTrue else { return }
  fputs("does not hold: \(what())\n", stderr)
  abort()
}
