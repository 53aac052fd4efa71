import CareTeamCore
import GRDB

/// Makes the index's part of a query, with what it has to look up for that.
struct SearchPlanner {
  /// The most words that a beginning may stand for.
  static let mostWords = 2000

  let transaction: Transaction
  var keys: SearchKeys
  let people: [SearchDocument.Person]
  /// The numbers of these people, in the same order.
  let numbers: [Int64]

  init(_ transaction: Transaction, _ keys: SearchKeys) throws {
    self.transaction = transaction
    self.keys = keys
    numbers = try transaction.rows("SELECT number FROM person ORDER BY number") { $0[0] as Int64 }
    people = try numbers.map { SearchDocument.Person(try transaction.participant($0)) }
  }

  /// What must stand in every message that a query finds.
  mutating func plan(_ query: SearchQuery) throws -> SearchPlan {
    switch query {
    case .everything, .not: return .anything
    case .phrase(let phrase, let field): return try plan(phrase, in: field)
    case .person(let text, .from): return .either(terms(.sender) { $0.isNamed(text) })
    case .person(let text, .to): return .either(terms(.person) { $0.isNamed(text) })
    case .person(let text, .with): return people.contains { $0.isNamed(text) } ? .anything : .nothing
    case .condition(.conversation(let text)): return try plan(ofConversation: text)
    case .condition: return .anything
    case .all(let queries):
      var plans: [SearchPlan] = []
      for query in queries { plans.append(try plan(query)) }
      return .both(plans)
    case .any(let queries):
      var plans: [SearchPlan] = []
      for query in queries { plans.append(try plan(query)) }
      return .either(plans)
    }
  }

  private mutating func plan(_ phrase: SearchPhrase, in field: SearchField) throws -> SearchPlan {
    switch field {
    case .text: return try plan(phrase, .word)
    case .subject: return try plan(phrase, .subject)
    case .file: return try plan(phrase, .file)
    case .anywhere:
      let named = terms(.person) { !$0.participant.isSelf && phrase.stands(in: $0.words) }
      return .either([try plan(phrase, .word)] + named)
    }
  }

  /// The terms of a phrase's words: a lone character is the beginning of two neighbours.
  private mutating func plan(_ phrase: SearchPhrase, _ kind: SearchKeys.Kind) throws -> SearchPlan {
    var plans: [SearchPlan] = []
    for (index, word) in phrase.words.enumerated() {
      let next = index + 1 < phrase.words.count ? phrase.words[index + 1] : nil
      if word.isCharacter, let next, next.isCharacter {
        plans.append(term(word.text + next.text, kind))
      } else if word.isCharacter {
        let follows = index > 0 && phrase.words[index - 1].isCharacter
        if !follows { plans.append(try plan(ofBeginning: word, kind)) }
      } else if next == nil, phrase.isPrefix {
        plans.append(try plan(ofBeginning: word, kind))
      } else {
        plans.append(term(word.text, kind))
      }
    }
    return .both(plans)
  }

  private mutating func term(_ word: String, _ kind: SearchKeys.Kind) -> SearchPlan {
    .term(keys.term(word, kind))
  }

  /// The words of the index that begin so; too many of them say nothing.
  private mutating func plan(ofBeginning word: SearchWord, _ kind: SearchKeys.Kind) throws -> SearchPlan {
    let bucket = keys.term(SearchIndex.beginning(of: word.text, isCharacter: word.isCharacter), .beginning)
    let words = try transaction.rows("SELECT term, sealed FROM search_word WHERE bucket = ?", [bucket]) {
      keys.open($0[1], as: $0[0])
    }
    let begun = words.compactMap { $0 }.filter { $0.hasPrefix(word.text) }
    guard begun.count <= Self.mostWords else { return .anything }
    var plans: [SearchPlan] = []
    for word in begun { plans.append(term(word, kind)) }
    return .either(plans)
  }

  private mutating func terms(
    _ kind: SearchKeys.Kind, where isMeant: (SearchDocument.Person) -> Bool
  ) -> [SearchPlan] {
    var terms: [SearchPlan] = []
    for (number, person) in zip(numbers, people) where isMeant(person) {
      terms.append(.term(keys.term(String(number), kind)))
    }
    return terms
  }

  private mutating func plan(ofConversation text: String) throws -> SearchPlan {
    if let handle = Handle(text), handle.kind == .conversation {
      return .term(keys.term(String(handle.number), .conversation))
    }
    let found = try transaction.candidates(text, [.conversation])
    var terms: [SearchPlan] = []
    for candidate in found { terms.append(.term(keys.term(String(candidate.handle.number), .conversation))) }
    return .either(terms)
  }
}
