import CareTeamCore
import GRDB

extension Transaction {
  /// The number of a person, who is noted down when new.
  ///
  /// - Parameter isOwnWord: whether the name is that of the person's own resource. Any other is what somebody calls them,
  ///   which is taken as long as there is none: nobody becomes another by what a message says.
  func person(_ reference: Reference, name: String?, isOwnWord: Bool = false) throws -> Int64 {
    let known =
      try numbers[reference]
      ?? value(
        Int64.self, "SELECT number FROM person WHERE reference = ?", [reference.description])
    guard let known else {
      try run("INSERT INTO person (reference) VALUES (?)", [reference.description])
      let number = db.lastInsertedRowID
      numbers[reference] = number
      if let name { try rename(number, to: name) }
      return number
    }
    numbers[reference] = known
    if let name {
      let before = try self.name(of: known)
      if before == nil || isOwnWord && before != name { try rename(known, to: name) }
    }
    return known
  }

  private func rename(_ number: Int64, to name: String) throws {
    try run("UPDATE person SET name = ? WHERE number = ?", [stored(name, .personName, of: number), number])
    people[number] = nil
    names[number] = name
  }

  /// The name of a person; nil when none is known.
  private func name(of number: Int64) throws -> String? {
    if let known = names[number] { return known }
    let row = try row("SELECT name FROM person WHERE number = ?", [number])
    let name = try row.flatMap { try opened($0[0], .personName, of: number) }
    names[number] = .some(name)
    return name
  }

  /// The number of a person as the server names them.
  func person(_ person: ServerPerson) throws -> Int64 { try self.person(person.reference, name: person.name) }

  /// The number of a participant, whose name may be the stand-in for an unknown one.
  func person(_ person: Participant) throws -> Int64 {
    let name = person.name == person.reference.description ? nil : person.name
    return try self.person(person.reference, name: name)
  }

  /// The person of a number.
  func participant(_ number: Int64) throws -> Participant {
    if let known = people[number] { return known }
    let row = try row("SELECT reference, name FROM person WHERE number = ?", [number])
    guard let row, let reference = row.reference(0) else {
      throw StoreError.damaged("person \(number) is missing")
    }
    let participant = try Participant(
      reference: reference, name: opened(row[1], .personName, of: number), isSelf: reference == me())
    people[number] = participant
    return participant
  }

  /// The people of a stored list of numbers.
  func participants(_ list: String) throws -> [Participant] {
    try Self.numbers(list).map { try participant($0) }
  }

  /// The numbers of a stored list.
  static func numbers(_ list: String) -> [Int64] { list.split(separator: " ").compactMap { Int64($0) } }

  /// Numbers as a stored list, each once.
  static func list(_ numbers: [Int64]) -> String {
    var seen: Set<Int64> = []
    return numbers.filter { seen.insert($0).inserted }.map(String.init).joined(separator: " ")
  }
}
