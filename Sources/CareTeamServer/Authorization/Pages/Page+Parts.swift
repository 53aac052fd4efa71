/// What several pages have in common.
extension Page {
  /// Why the last attempt failed, read out at once by a screen reader.
  static func alert(_ fault: String?) -> HTML {
    fault.map { "<p class=\"wrong\" role=\"alert\">\($0)</p>" } ?? ""
  }

  /// Who is logged in, and how to end that.
  static func whoIsThere(_ name: String, csrf: String) -> HTML {
    """
    <footer><form method="post" action="/auth/logout"><input type="hidden" name="csrf" value="\(csrf)">
    <p class="soft">You are logged in as <b><bdi>\(name)</bdi></b>.
    <button class="link" type="submit">Log out</button></p></form></footer>
    """
  }
}
