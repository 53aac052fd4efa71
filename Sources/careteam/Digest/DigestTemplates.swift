import CareTeamCore
@preconcurrency import Glibc
import Mustache

/// The templates of a digest: careteam's own, each replaced by the user's where there is a file of its name.
struct DigestTemplates {
  private let text: MustacheTemplate
  private let html: MustacheTemplate
  private let subject: MustacheTemplate

  /// Reads a folder's `text.mustache`, `html.mustache` and `subject.mustache`.
  ///
  /// - Parameter isRequired: whether a folder that is not there is an error.
  /// - Throws: `configuration` with file and line for a template that cannot be read.
  init(folder: String, isRequired: Bool) throws(CareTeamError) {
    if isRequired, access(folder, R_OK | X_OK) != 0 {
      throw CareTeamError(
        .configuration, "cannot read the folder of templates \(folder); check its name and permissions")
    }
    text = try Self.template("\(folder)/text.mustache", else: BuiltInTemplates.text)
    html = try Self.template("\(folder)/html.mustache", else: BuiltInTemplates.html)
    subject = try Self.template("\(folder)/subject.mustache", else: BuiltInTemplates.subject)
  }

  /// The digest as text, for a terminal and the plain part of a mail.
  func text(_ page: PageValue) -> String { text.render(Self.object(page)) }

  /// The digest as a page. Every value is escaped before the template sees it, so that none can leave it out.
  func html(_ page: PageValue) -> String { html.render(Self.object(page.escapedForHTML)) }

  /// The subject of a mail, in one line.
  func subject(_ page: PageValue) -> String {
    subject.render(Self.object(page)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func template(_ file: String, else builtIn: String) throws(CareTeamError) -> MustacheTemplate {
    guard access(file, F_OK) == 0 else { return try parse(builtIn, file: "the built-in template") }
    guard let bytes = PrivateFile.read(file) else {
      throw CareTeamError(.configuration, "cannot read the template \(file); check its permissions")
    }
    let source = String(decoding: bytes, as: UTF8.self)
    if let line = source.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(where: includesAnother) {
      throw CareTeamError(.configuration, "\(file):\(line + 1): a template of a digest cannot include another")
    }
    return try parse(source, file: file)
  }

  /// Others could include this one again, without end.
  private static func includesAnother(_ line: Substring) -> Bool {
    line.ranges(of: "{{").contains { range in
      line[range.upperBound...].drop { $0 == " " || $0 == "\t" }.first.map { ">" == $0 || "<" == $0 } ?? false
    }
  }

  /// The library escapes for HTML unless a line says otherwise; careteam does that itself.
  private static func parse(_ source: String, file: String) throws(CareTeamError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT}}\n" + source)
    } catch let error as MustacheTemplate.ParserError {
      throw CareTeamError(
        .configuration,
        "\(file):\(max(1, error.context.lineNumber - 1)): \(words(for: error.error)) in the template")
    } catch {
      throw CareTeamError(.configuration, "\(file):1: the template cannot be read")
    }
  }

  private static func words(for error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "a section is closed by another name than it was opened with"
    case .unfinishedName: "a tag is not closed, or its name has characters that no name has"
    case .expectedSectionEnd: "a section is not closed"
    case .invalidSetDelimiter: "the delimiters are not set as they should be"
    case .invalidConfigVariableSyntax, .unrecognisedConfigVariable: "an instruction is not known"
    default: "the end comes too early: a tag is not closed"
    }
  }

  private static func object(_ value: PageValue) -> Any {
    switch value {
    case .text(let text): text
    case .flag(let flag): flag
    case .list(let values): values.map(object)
    case .record(let members): members.mapValues(object)
    }
  }
}
