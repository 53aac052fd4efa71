/// Text that tries to act on a terminal, or to look like something else.
package enum HostileText {
  /// The samples: escape sequences, invisible and bidirectional controls, stacks of marks, many scripts.
  package static let corpus: [String] = [
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{07}", "\u{1B}]2;title\u{1B}\\", "\u{9D}0;title\u{9C}",
    "\u{1B}]8;;http://evil.example\u{1B}\\click\u{1B}]8;;\u{1B}\\", "\u{1B}]52;c;cm0gLXJmIC8=\u{07}",
    "\u{9B}31m\u{9B}2J", "\u{1B}[2J\u{1B}[H", "\u{1B}c", "\u{1B}P+q544e\u{1B}\\", "\u{1B}[6n", "\u{1B}[?1049h",
    "\u{1B}_G\u{1B}\\", "\u{1B}(0lqqk", "\u{0E}shift\u{0F}", "\u{05}\u{07}\u{08}\u{0B}\u{0C}", "a\rb", "a\r\nb\r\n",
    "a\tb\n\nc", "\0null", "del\u{7F}", "\u{85}next\u{2028}line\u{2029}paragraph",
    "user\u{202E}fdp.exe", "\u{202A}\u{202B}\u{202C}\u{202D}\u{2066}\u{2067}\u{2068}\u{2069}",
    "\u{200E}\u{200F}\u{61C}",
    "x\u{E0001}\u{E0041}\u{E007F}y", "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{180E}\u{3164}\u{115F}",
    "\u{FFF9}a\u{FFFA}b\u{FFFB}", "Z" + String(repeating: "\u{335}\u{488}\u{20DD}", count: 300),
    String(repeating: "ab", count: 5000), "\u{301}\u{302}start", "\u{FFFD}\u{E000}\u{F8FF}",
    "👨‍👩‍👧 🇩🇪 1️⃣ ❤️ 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "مرحبا بالعالم", "שלום", "日本語のメッセージ", "한국어 각", "नमस्ते क्षि", "ﷺ",
    "\u{1B}[c\u{1B}[>c\u{1B}Z\u{1B}[5n", "\u{1B}[21t\u{1B}]10;?\u{07}", "\u{1B}P$q\"p\u{1B}\\", "\u{90}$qm\u{9C}",
    "\u{1B}[?25l", "\u{1B}[?1000h\u{1B}[?2004h", "\u{1B}[5i", "\u{1B}#8", "\u{1B}%G\u{1B}(U", "\u{1B}[4h\u{1B}[20h",
    "\u{1B}[2;3r", "\u{1B}]1337;File=:AAAA\u{07}", "\u{1B}^private\u{1B}\\", "\u{9F}Gi=1\u{9C}", "\u{1B}[8m\u{1B}[7m",
    "$(touch hacked)`touch hacked`", "'; DROP TABLE message; --", "%n%s%x ${HOME} =1+1 @SUM(1)",
    "<b>\u{1B}[1mx</b>&#27;[5m",
    "- -rf --help", "﷽ ꧅ 𒐫 𒈙", "e" + String(repeating: "\u{301}\u{200D}\u{FE0F}", count: 50) + "z",
    String(decoding: [0x61, 0xFF, 0xFE, 0xC0, 0x9B, 0xED, 0xA0, 0x80, 0x62], as: UTF8.self),
  ]

  /// A repeatable source of text made of the corpus' pieces.
  package struct Generator: RandomNumberGenerator {
    private var state: UInt64

    /// The source that gives the same texts for the same seed.
    package init(seed: UInt64) { state = seed }

    /// The next number of a linear congruential sequence.
    package mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }

    /// Up to four pieces of the corpus, each at most 40 characters.
    package mutating func text() -> String {
      (0..<Int.random(in: 0...4, using: &self)).map { _ in
        String((HostileText.corpus.randomElement(using: &self) ?? "").prefix(Int.random(in: 0...40, using: &self)))
      }.joined(separator: " ")
    }
  }
}
