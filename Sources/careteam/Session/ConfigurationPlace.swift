import CareTeamCore
import TOMLKit

/// Where a value stands in a configuration file, for errors.
struct ConfigurationPlace: CustomStringConvertible {
  var file: String
  var key: String
  var text: String
  /// The table that the key stands in; nil at the top.
  var table: String?

  /// `file:line`.
  var description: String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func place(of key: String, from start: Int) -> Int? {
      lines[start...].firstIndex { line in line.drop { " \t[\"'".contains($0) }.hasPrefix(key) }
    }
    let start = table.flatMap { place(of: $0, from: 0) } ?? 0
    return "\(file):\((place(of: key, from: start) ?? start) + 1)"
  }

  /// The place of a key in the table that stands here.
  func inside(_ key: String) -> ConfigurationPlace {
    ConfigurationPlace(file: file, key: key, text: text, table: self.key)
  }

  /// The error for a key that is not known, with the nearest that is.
  func unknown(among keys: [String]) -> CareTeamError {
    let nearest = Suggestion.nearest(to: key, among: keys).map { "; did you mean ‘\($0)’?" } ?? ""
    return CareTeamError(.configuration, "\(self): unknown key ‘\(key)’\(nearest)")
  }

  func fault(_ what: String) -> CareTeamError { CareTeamError(.configuration, "\(self): ‘\(key)’ \(what)") }

  func string(_ value: any TOMLValueConvertible) throws(CareTeamError) -> String {
    guard let text = value.string else { throw fault("must be a text in quotes") }
    return text
  }

  func flag(_ value: any TOMLValueConvertible) throws(CareTeamError) -> Bool {
    guard let flag = value.bool else { throw fault("must be true or false") }
    return flag
  }

  func duration(_ value: any TOMLValueConvertible) throws(CareTeamError) -> Int64 {
    guard let seconds = try? DurationText(try string(value)).seconds else {
      throw fault("must be a duration such as \"30s\"")
    }
    return seconds
  }

  func byteCount(_ value: any TOMLValueConvertible) throws(CareTeamError) -> Int64 {
    guard let size = ByteSize(try string(value)) else { throw fault("must be a size such as \"25MB\"") }
    return size.bytes
  }

  func businessDays(_ value: any TOMLValueConvertible) throws(CareTeamError) -> Int {
    guard let count = BusinessDayCount(try string(value)) else {
      throw fault("must be a number of business days such as \"2 business days\"")
    }
    return count.days
  }
}
