import CareTeamCore
@preconcurrency import Glibc

/// Prints what commands show, in the format asked for: the one place that knows all of them.
struct Output {
  let session: Session

  /// Prints a presentation whole, and its remarks.
  ///
  /// - Returns: whether all of it was shown, as far as is known.
  @discardableResult
  func write(_ presentation: Presentation) throws(CareTeamError) -> Bool {
    let text = text(of: selected(presentation), withHeader: session.options.header)
    session.logShown(presentation)
    var isShown = true
    if let pager = Pager(session), presentation.isLong {
      isShown = try pager.show(text)
    } else {
      try StandardStreams.output(text)
    }
    for remark in presentation.remarks where !session.format.isJSON { session.remark(remark) }
    return isShown
  }

  /// Names the columns of a stream, where that is asked for.
  func begin(_ presentation: Presentation) throws(CareTeamError) {
    guard session.format == .tsv, session.options.header else { return }
    try StandardStreams.output(text(of: selected(presentation), withHeader: true))
  }

  /// Prints one piece of a stream at once.
  func stream(_ presentation: Presentation) throws(CareTeamError) {
    session.logShown(presentation)
    let piece = text(of: selected(presentation), withHeader: false, isStream: true)
    try StandardStreams.output(session.format == .records ? piece + "\n" : piece)
  }

  private func selected(_ presentation: Presentation) -> Presentation {
    let selected = session.fields.map { presentation.selected($0, in: session.format) } ?? presentation
    return session.options.safeText ? selected.safe : selected
  }

  private func text(of presentation: Presentation, withHeader: Bool, isStream: Bool = false) -> String {
    if let json = presentation.jsonDocument { return json.text(session.format == .ndjson ? .output : .readable) + "\n" }
    if let document = presentation.document, !session.format.isJSON { return document }
    if let verbatim = presentation.verbatim, session.format != .json {
      // Exact is for programs: what a person sees only ever lies there to be read.
      return lines(session.terminal.isOutputTerminal ? verbatim.map { SafeText.render($0, .body) } : verbatim)
    }
    switch session.format {
    case .table: return presentation.text.map(paragraphs) ?? table(presentation)
    case .records: return records(presentation)
    case .tsv: return tsv(presentation, withHeader: withHeader)
    case .text, .html, .mime, .csv, .mbox, .fhir: return presentation.document ?? ""
    case .json:
      if isStream { return lines((presentation.lines ?? []).map { $0.text(.output) }) }
      return presentation.json.text(session.terminal.isOutputTerminal ? .readable : .output) + "\n"
    case .ndjson:
      let values = presentation.lines ?? presentation.items ?? [presentation.json]
      return lines(values.map { $0.text(.output) })
    }
  }

  private func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  private func paragraphs(_ paragraphs: [Presentation.Paragraph]) -> String {
    let style = Style(isOn: session.terminal.isOutputColored)
    return paragraphs.map { $0.text(columns: session.terminal.columns, style: style) }.joined()
  }

  private func table(_ presentation: Presentation) -> String {
    guard !presentation.rows.isEmpty else { return "" }
    let width = session.terminal.columns
    let shown = presentation.columns.indices.filter { presentation.columns[$0].minimumTerminalWidth <= width }
    let columns = shown.map { index in
      let column = presentation.columns[index]
      return Table.Column(
        title: column.title, maximum: column.maximum, isFlexible: column.isFlexible, isAlignedRight: column.isNumber,
        priority: column.rank)
    }
    let rows = presentation.rows.map { row in shown.map { Table.Cell(row[$0]) } }
    return Table(columns: columns, rows: rows)
      .rendered(width: width, style: Style(isOn: session.terminal.isOutputColored))
  }

  private func records(_ presentation: Presentation) -> String {
    let labels = presentation.columns.map(\.label)
    let items = presentation.rows.map { row in
      zip(zip(labels, presentation.columns), row).map { heading, cell in
        Records.Field(label: heading.0, value: cell.isEmpty && heading.1.isNumber ? "0" : cell)
      }
    }
    return Records(items: items).rendered(style: Style(isOn: session.terminal.isOutputColored))
  }

  private func tsv(_ presentation: Presentation, withHeader: Bool) -> String {
    let columns = presentation.tsv?.columns ?? presentation.columns.map(\.field)
    let rows = presentation.tsv?.rows ?? presentation.rows
    let text = ((withHeader ? [columns] : []) + rows).map(TSV.line)
    guard session.terminal.isOutputTerminal else { return text.joined() }
    return text.map { TSV.shown($0) }.joined()
  }
}
