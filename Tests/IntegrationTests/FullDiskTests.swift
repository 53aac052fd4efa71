import CareTeamCore
import Glibc
import Testing

/// A disk that is full, for real: exit 74 in each command that writes, nothing lost, and everything works again with space.
@Suite(.clinic, .enabled(if: SmallDisk.missing == nil, SmallDisk.missing ?? "a small disk can be mounted"))
struct FullDiskTests {
  private func home() async throws -> Home {
    let home = try await Clinic.open().home()
    try await home.run("reply", "c5", "-m", "waits", "--queue-only").exits(8)
    try await home.run("reply", "c3", "-m", "a draft", "--draft").exits()
    let cursor = try #require(try await home.run("list", "--json", "--offline").exits().json()["cursor"]?.string)
    try await home.run("watch", "--cursor", "ward", "--since", "all", "--once", "--offline").exits()
    try await home.run("cursor", "commit", "ward", cursor).exits()
    home.folder.write([UInt8](repeating: 7, count: 300_000), to: "large.bin")
    return home
  }

  @Test func `each command that writes says that the disk is full, and what is stored can still be read`() async throws
  {
    let home = try await home()
    let files = home.folder.path
    let said = await SmallDisk(home: home).run(
      kilobytes: 4096,
      """
      see >"$disk.before"; files >"$disk.files"
      fill
      see >"$disk.full"; cmp "$disk.before" "$disk.full" && echo reads
      try reply c5 -m "does not fit"
      try attach c5 \(files)/large.bin
      try reply c3 -m "does not fit" --draft
      try mark c3 --read
      try sync
      try sync --full
      try save m11 -d "$disk"
      try save m11 -o "$disk/saved"
      files | cmp - "$disk.files" && echo "no leftovers"
      drain
      see | cmp - "$disk.before" && echo "nothing lost"
      try doctor --offline
      try reply c5 -m "fits" --queue-only
      try attach c5 \(files)/large.bin --queue-only
      try reply c3 -m "fits" --draft
      try save m11 -d "$disk"
      try sync
      """)
    let lines = said.split(separator: "\n").map(String.init)
    for mark in ["reads", "no leftovers", "nothing lost"] { #expect(lines.contains(mark), "\(said)") }
    let tries = lines.filter { $0.first?.isNumber == true }
    #expect(
      tries.prefix(8).allSatisfy {
        $0.hasPrefix("74 ") && ($0.contains("disk is full") || $0.contains("no space left"))
      },
      "\(said)")
    #expect(
      tries.dropFirst(8).map { String($0.prefix { $0 != ":" }) } == [
        "0 doctor", "8 reply", "8 attach", "0 reply", "0 save", "0 sync",
      ], "\(said)")
  }

  /// The disk fills while a command is at it: at another place for each amount of space that is left.
  @Test func `whenever it becomes full there is the message as a whole or none of it`() async throws {
    let home = try await home()
    let files = home.folder.path
    home.folder.write([UInt8](repeating: 0x61, count: 60_000), to: "long.txt")
    let said = await SmallDisk(home: home).run(
      kilobytes: 4096,
      """
      see >"$disk.before"
      cp -r "$disk/home" "$disk.kept"
      for left in 4 12 28 36 44 52 60 76 92 108 140 204 260 320 400; do
        fill
        truncate -s -${left}k "$disk/fill"
        "$careteam" reply c5 -F \(files)/long.txt -a \(files)/long.txt --queue-only >"$disk.out" 2>"$disk.err"
        status=$?
        drain
        count=$("$careteam" outbox list --offline 2>/dev/null | wc -l)
        parts=$(find "$disk/home" -name '.careteam-*' | wc -l)
        echo "$status $count $parts $("$careteam" doctor --offline --json | grep -c '"failed"')"
        rm -r "$disk/home"; cp -r "$disk.kept" "$disk/home"
      done
      see | cmp - "$disk.before" && echo "as before"
      """)
    let results = said.split(separator: "\n").map(String.init)
    #expect(results.last == "as before", "\(said)")
    #expect(results.count == 16 && results.dropLast().allSatisfy { ["74 1 0 0", "8 2 0 0"].contains($0) }, "\(said)")
    #expect(results.contains("74 1 0 0") && results.contains("8 2 0 0"), "\(said)")
  }

  @Test func `a damaged mailbox on a full disk stays until there is space to make it anew`() async throws {
    let home = try await home()
    let said = await SmallDisk(home: home).run(
      kilobytes: 4096,
      """
      mailbox=$disk/home/data/default/mailbox.sqlite3
      dd if=/dev/zero of="$mailbox" bs=4096 count=1 conv=notrunc 2>/dev/null
      cp "$mailbox" "$disk.damaged"
      for left in 0 100 450; do
        fill
        [ $left = 0 ] || truncate -s -${left}k "$disk/fill"
        try sync --full
        cmp "$mailbox" "$disk.damaged" && echo "still there"
        files | grep -c 'making\\|salvage\\|rebuilt'
        drain
      done
      try sync --full
      "$careteam" draft list --offline | cut -f 2,5
      """)
    let lines = said.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0 == "still there" }.count == 3, "\(said)")
    #expect(lines.filter { $0.hasPrefix("74 sync") && $0.contains("disk is full") }.count == 3, "\(said)")
    #expect(lines.filter { $0 == "0" }.count == 3, "\(said)")
    #expect(lines.last == "c3\ta draft", "\(said)")
  }

  @Test func `a home that may only be read is read, and writing to it is 74`() async throws {
    let home = try await home()
    let said = await SmallDisk(home: home).run(
      kilobytes: 4096,
      """
      see >"$disk.before"
      mount -o remount,ro "$disk" || mount -o remount,ro,bind "$disk"
      see | grep -v 'cannot be logged' | cmp - "$disk.before" && echo reads
      try reply c5 -m x --queue-only
      try reply c5 -m x --draft
      try attach c5 \(home.folder.path)/large.bin
      try mark c3 --read
      try sync
      try sync --full
      try doctor --offline
      """)
    let lines = said.split(separator: "\n").map(String.init)
    #expect(lines.first == "reads", "\(said)")
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("74 ") }, "\(said)")
    #expect(lines.count == 8 && lines.last?.hasPrefix("1 doctor") == true, "\(said)")
  }
}
