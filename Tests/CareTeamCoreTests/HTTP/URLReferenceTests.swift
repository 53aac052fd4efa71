import CareTeamCore
import Testing

@Suite struct `URL references` {
  /// RFC 3986 §5.4.1 and §5.4.2.
  @Test(arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
    ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
    (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"),
    ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"),
    ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"),
    ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
    ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
    ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
    ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"), ("g?y/./x", "http://a/b/c/g?y/./x"),
    ("g?y/../x", "http://a/b/c/g?y/../x"), ("g#s/./x", "http://a/b/c/g#s/./x"), ("http:g", "http:g"),
  ])
  func `the examples of RFC 3986 are resolved as it says`(reference: String, target: String) throws {
    let base = try #require(URLReference("http://a/b/c/d;p?q"))
    #expect(URLReference(reference)?.resolved(against: base).description == target)
  }

  @Test func `a path that begins with two slashes is not printed as a host`() throws {
    let base = try #require(URLReference("smtps:/x"))
    let resolved = try #require(URLReference("smtps:/..//mail.test")).resolved(against: base)
    let again = try #require(URLReference(resolved.description))
    #expect(resolved.authority == nil && again.authority == nil, "\(resolved)")
  }

  @Test func `a base without a path gets one`() throws {
    let base = try #require(URLReference("http://a"))
    #expect(URLReference("g")?.resolved(against: base).description == "http://a/g")
  }

  @Test func `what servers write into their links is percent-encoded`() {
    #expect(
      URLReference("http://a/x?identifier=urn:y|z&n=\"é\"&p=50%&q=%7C")?.description
        == "http://a/x?identifier=urn:y%7Cz&n=%22%C3%A9%22&p=50%25&q=%7C")
    #expect(URLReference("a?\u{301}b#\u{301}c")?.query == "%CC%81b")
  }

  @Test(arguments: ["http://a/\nb", "http://a b/", "http://a\\@b/", "http://a\u{7F}/", "1http://a", "http://é/"])
  func `what could be read in two ways is no reference`(text: String) {
    #expect(URLReference(text) == nil)
  }
}
