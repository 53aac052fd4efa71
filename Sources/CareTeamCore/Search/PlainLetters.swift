/// Letters that search takes for their plain one, so that ‘muller’ finds ‘Müller’, and the other way round.
///
/// They are the precomposed lower-case letters of Latin, Greek and Cyrillic without their marks (Unicode 15's canonical
/// decompositions), and the Latin letters with a stroke, which decompose to nothing.
enum PlainLetters {
  /// The plain letter, then those taken for it.
  private static let groups = [
    "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
    "bḃḅḇƀ",
    "cçćĉċčḉ",
    "dďḋḍḏḑḓđð",
    "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
    "fḟ",
    "gĝğġģǧǵḡǥ",
    "hĥȟḣḥḧḩḫẖħ",
    "iìíîïĩīĭįǐȉȋḭḯỉịı",
    "jĵǰ",
    "kķǩḱḳḵ",
    "lĺļľḷḹḻḽł",
    "mḿṁṃ",
    "nñńņňǹṅṇṉṋ",
    "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
    "pṕṗ",
    "rŕŗřȑȓṙṛṝṟ",
    "sśŝşšșṡṣṥṧṩ",
    "tţťțṫṭṯṱẗŧ",
    "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
    "vṽṿ",
    "wŵẁẃẅẇẉẘ",
    "xẋẍ",
    "yýÿŷȳẏẙỳỵỷỹ",
    "zźżžẑẓẕƶ",
    "αάἀἁἂἃἄἅἆἇὰᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
    "εέἐἑἒἓἔἕὲ",
    "ηήἠἡἢἣἤἥἦἧὴᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
    "ιΐίϊἰἱἲἳἴἵἶἷὶῐῑῒῖῗ",
    "οόὀὁὂὃὄὅὸ",
    "ρῤῥ",
    "υΰϋύὐὑὒὓὔὕὖὗὺῠῡῢῦῧ",
    "ωώὠὡὢὣὤὥὦὧὼᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
    "аӑӓ",
    "гѓ",
    "еѐёӗ",
    "жӂӝ",
    "зӟ",
    "ийѝӣӥ",
    "кќ",
    "оӧ",
    "уўӯӱӳ",
    "чӵ",
    "ыӹ",
    "эӭ",
    "ії",
    "ѵѷ",
    "әӛ",
    "өӫ",
  ]

  private static let table: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for group in groups {
      guard let plain = group.unicodeScalars.first else { continue }
      for letter in group.unicodeScalars.dropFirst() { table[letter] = plain }
    }
    return table
  }()

  /// The letter without its marks.
  static func plain(_ letter: Unicode.Scalar) -> Unicode.Scalar { table[letter] ?? letter }
}
