import CareTeamCore

/// Someone of the sample clinic.
struct DemoPerson {
  /// The name stories call them by.
  var key: String
  /// `Type/id`.
  var reference: String
  /// What is shown of them.
  var name: String
  var given: String
  var family: String
  /// Their part in a care team.
  var role: String
  /// More names of theirs, such as in their own script.
  var otherNames: [String] = []

  /// The clinic's people; names in several scripts, one with combining marks left decomposed.
  static let all: [DemoPerson] = patients + clinicians

  static let patients = [
    DemoPerson(
      key: "ada", reference: "Patient/ada-lindqvist", name: "Ada Lindqvist", given: "Ada", family: "Lindqvist",
      role: "Patient"),
    DemoPerson(
      key: "yusuf", reference: "Patient/yusuf-haddad", name: "Yusuf Haddad", given: "Yusuf", family: "Haddad",
      role: "Patient", otherNames: ["يوسف حداد"]),
  ]

  static let clinicians = [
    DemoPerson(
      key: "drlee", reference: "Practitioner/drlee", name: "Dr. Minjung Lee", given: "Minjung", family: "Lee",
      role: "Primary care physician", otherNames: ["이민정"]),
    DemoPerson(
      key: "nurse", reference: "Practitioner/nurse-martinez", name: "Nurse Rosa Marti\u{301}nez", given: "Rosa",
      family: "Marti\u{301}nez", role: "Care coordination nurse"),
    DemoPerson(
      key: "pharmacist", reference: "Practitioner/pharmacist-yamada", name: "山田 花子", given: "花子", family: "山田",
      role: "Clinical pharmacist", otherNames: ["Hanako Yamada"]),
    DemoPerson(
      key: "frontdesk", reference: "Practitioner/front-desk-muller", name: "Zoë Müller (front desk)", given: "Zoë",
      family: "Müller", role: "Front desk"),
    DemoPerson(
      key: "elfassi", reference: "Practitioner/dr-elfassi", name: "د. أمينة الفاسي", given: "أمينة", family: "الفاسي",
      role: "Cardiologist", otherNames: ["Dr. Amina El Fassi"]),
    DemoPerson(
      key: "sokolova", reference: "Practitioner/dr-sokolova", name: "Д-р Анна Соколова", given: "Анна",
      family: "Соколова", role: "Dermatologist", otherNames: ["Dr. Anna Sokolova"]),
    DemoPerson(
      key: "sharma", reference: "Practitioner/dietitian-sharma", name: "प्रिया शर्मा", given: "प्रिया", family: "शर्मा",
      role: "Dietitian", otherNames: ["Priya Sharma"]),
  ]

  /// The person of a short name.
  static func named(_ key: String) -> DemoPerson? { all.first { $0.key == key } }

  /// A FHIR Reference to them.
  var asReference: JSON { ["reference": .string(reference), "display": .string(name)] }

  /// Their Patient or Practitioner resource.
  var resource: JSON {
    let parts = reference.split(separator: "/").map(String.init)
    let others = otherNames.map { name -> JSON in ["use": "usual", "text": .string(name)] }
    let official: JSON = [
      "use": "official", "text": .string(name), "family": .string(family), "given": [.string(given)],
    ]
    var resource: JSON = [
      "resourceType": .string(parts[0]), "id": .string(parts[1]), "active": true, "name": .array([official] + others),
    ]
    if key == "ada" { resource["birthDate"] = "1968-04-17" }
    if key == "yusuf" { resource["birthDate"] = "1979-11-02" }
    if parts[0] == "Patient", let doctor = Self.named("drlee") {
      resource["generalPractitioner"] = [doctor.asReference]
    }
    return resource
  }
}
