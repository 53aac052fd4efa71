import CareTeamCore

/// Where a value stands in a configuration file, for errors.
struct ConfigurationPlace: CustomStringConvertible {
  var file: String
  var key: String
  /// Counted from 1.
  var line: Int

  /// `file:line`.
  var description: String { "\(file):\(line)" }

  /// The place of an entry of the table that stands here.
  func inside(_ entry: TOMLTable.Entry) -> ConfigurationPlace {
    ConfigurationPlace(file: file, key: entry.key, line: entry.line)
  }

  /// The error for a key that is not known, with the nearest that is.
  func unknown(among keys: [String]) -> CareTeamError {
    let nearest = Suggestion.nearest(to: key, among: keys).map { "; did you mean ‘\($0)’?" } ?? ""
    return CareTeamError(.configuration, "\(self): unknown key ‘\(key)’\(nearest)")
  }

  func fault(_ what: String) -> CareTeamError { CareTeamError(.configuration, "\(self): ‘\(key)’ \(what)") }

  func string(_ value: TOMLValue) throws(CareTeamError) -> String {
    guard let text = value.string else { throw fault("must be a text in quotes") }
    return text
  }

  func flag(_ value: TOMLValue) throws(CareTeamError) -> Bool {
    guard let flag = value.boolean else { throw fault("must be true or false") }
    return flag
  }

  func duration(_ value: TOMLValue) throws(CareTeamError) -> Int64 {
    guard let seconds = try? DurationText(try string(value)).seconds else {
      throw fault("must be a duration such as \"30s\"")
    }
    return seconds
  }

  func byteCount(_ value: TOMLValue) throws(CareTeamError) -> Int64 {
    guard let size = ByteSize(try string(value)) else { throw fault("must be a size such as \"25MB\"") }
    return size.bytes
  }

  func businessDays(_ value: TOMLValue) throws(CareTeamError) -> Int {
    guard let count = BusinessDayCount(try string(value)) else {
      throw fault("must be a number of business days such as \"2 business days\"")
    }
    return count.days
  }
}
