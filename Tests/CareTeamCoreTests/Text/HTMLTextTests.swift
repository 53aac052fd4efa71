import CareTeamCore
import Testing

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("<p>Dear  Ana,</p><p>your\nresults</p>", "Dear Ana,\n\nyour results"), ("a<br/>b<br>c", "a\nb\nc"),
    ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"), ("<ol><li>one<li>two</ol>after", "1. one\n2. two\nafter"),
    ("<ul><li>a<ul><li>b</li></ul></li></ul>", "• a\n  • b"),
    ("<table><tr><th>Test</th><th>Value</th></tr><tr><td>LDL</td><td>3.1</td></tr></table>", "Test | Value\nLDL | 3.1"),
    ("see <a href='https://x.example/a?b=1&amp;c'>here</a>.", "see here <https://x.example/a?b=1&c>."),
    ("<a href=\"https://x.example\">https://x.example</a>", "https://x.example"),
    ("x<script>alert('<p>')</script>y<style>p{}</style>z", "xyz"),
    ("&lt;b&gt; &amp;amp; &#8364;&#x41; &nbsp;&eacute;", "<b> &amp; €A é"),
    ("&bogus; & &#xD800; &#0;", "&bogus; & \u{FFFD} \u{FFFD}"), ("a <!-- hidden --> b", "a b"), ("a <!--> b", "a b"),
    ("a <!-- open > b", "a b"), ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"), ("pain <a lot", "pain <a lot"),
    ("<pre>  x\n  y</pre>", "  x\n  y"), ("<img src=x alt='wound'>", "[wound]"), ("<b>bold</b>ly", "boldly"),
    ("<table><tr><td><p>LDL</p></td><td><p>3.1</p><p>high</p></td></tr></table><p>x</p>", "LDL | 3.1\n\nhigh\n\nx"),
    ("<table><tr><td>a</td><td></td><td>c</td></tr></table>", "a | | c"),
    ("<table><caption>Values</caption><tr><th>T</th></tr></table>", "Values\n\nT"),
    ("10<sup>9</sup>/L and H<sub>2</sub>O", "10^9/L and H2O"), ("take <s>10</s> 5 mg", "take [struck out: 10] 5 mg"),
    ("<del>never closed", "[struck out: never closed]"),
    ("<p>I wrote:</p><blockquote><p>one</p><p>two</p></blockquote>done", "I wrote:\n\n> one\n>\n> two\n\ndone"),
    ("<dl><dt>Dose</dt><dd>5 mg</dd></dl>", "Dose\n  5 mg"),
    ("<title>t</title><div>a</div><div>b</div>", "a\nb"), ("<title>never closed", "never closed"),
    ("<p title='a>b'>x</p>", "x"), ("<SCRIPT>x</ScRiPt>y", "y"), ("", ""),
  ])
  func `HTML reads as text`(html: String, text: String) {
    #expect(HTMLText.text(of: html) == text)
  }

  @Test(arguments: [
    ("<p>x</p>", true), ("<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>", true), ("line<br>line", true),
    ("2 < 3", false), ("<3 you", false), ("write to <ana@x.example>", false), ("pain <a lot", false), ("plain", false),
    ("List<String>", false),
  ])
  func `only known tags make HTML`(text: String, isHTML: Bool) {
    #expect(HTMLText.looksLikeHTML(text) == isHTML)
  }

  /// Each would take minutes were it not linear; the time limit is the suite's, not a measure.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "<", "<a ", "<!--", "<script", "<script>", "<title>", "&", "&#", "<ul><li>", "<a href='", "</", "<![CDATA[",
      "<a href=x>", "<td>",
      "<!--><", "<p/", "\" '", "<blockquote>x", "<dd>", "<tr><td>", "<s>x</s>", "x<sup>",
    ])
  func `hostile HTML costs no more than its length`(piece: String) {
    let html = String(repeating: piece, count: 20_000)
    #expect(HTMLText.text(of: html).utf8.count <= 30 * html.utf8.count)
    _ = HTMLText.looksLikeHTML(html)
  }
}
