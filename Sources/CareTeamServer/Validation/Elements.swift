/// The elements that FHIR R4 (4.0.1) gives the types whose content the server and its clients act on, and the data types
/// inside them.
struct Elements: Sendable {
  /// One element.
  struct Element: Sendable {
    /// What it holds: a JSON kind, a date of some precision, a type of `Elements.all`, or `Any` for an object of any kind.
    let type: String
    /// Whether R4 has an array.
    let repeats: Bool
  }

  let elements: [String: Element]

  /// The types that are checked, by name.
  static let all: [String: Elements] = types.mapValues { Elements($0) }

  /// Reads `name`, `name:type` and `name*:type`; without a type it is a string.
  private init(_ text: String) {
    var elements: [String: Element] = [:]
    for word in text.split(whereSeparator: \.isWhitespace) {
      let parts = word.split(separator: ":")
      let name = String(parts[0])
      let element = Element(type: parts.count > 1 ? String(parts[1]) : "string", repeats: name.hasSuffix("*"))
      elements[element.repeats ? String(name.dropLast()) : name] = element
    }
    self.elements = elements
  }

  private static let resource =
    "resourceType id meta:Any implicitRules language text:Any contained*:Any extension*:Any modifierExtension*:Any "
  private static let part = "id extension*:Any "
  private static let backbone = part + "modifierExtension*:Any "
  private static let reasons = "reasonCode*:CodeableConcept reasonReference*:Reference "
  private static let message =
    resource + reasons + """
      identifier*:Identifier basedOn*:Reference status statusReason:CodeableConcept category*:CodeableConcept priority
      medium*:CodeableConcept subject:Reference about*:Reference encounter:Reference recipient*:Reference sender:Reference
      payload*:Payload note*:Annotation\u{20}
      """

  /// CommunicationRequest.intent is R5's, and what converters to R4 leave in.
  private static let types: [String: String] = [
    "Communication": message + """
      instantiatesCanonical* instantiatesUri* partOf*:Reference inResponseTo*:Reference topic:CodeableConcept
      sent:dateTime received:dateTime
      """,
    "CommunicationRequest": message + """
      intent replaces*:Reference groupIdentifier:Identifier doNotPerform:boolean occurrenceDateTime:dateTime
      occurrencePeriod:Period authoredOn:dateTime requester:Reference
      """,
    "Task": resource + """
      identifier*:Identifier instantiatesCanonical instantiatesUri basedOn*:Reference groupIdentifier:Identifier
      partOf*:Reference status statusReason:CodeableConcept businessStatus:CodeableConcept intent priority
      code:CodeableConcept description focus:Reference for:Reference encounter:Reference executionPeriod:Period
      authoredOn:dateTime lastModified:dateTime requester:Reference performerType*:CodeableConcept owner:Reference
      location:Reference reasonCode:CodeableConcept reasonReference:Reference insurance*:Reference note*:Annotation
      relevantHistory*:Reference restriction:Any input*:Any output*:Any
      """,
    "DocumentReference": resource + """
      masterIdentifier:Identifier identifier*:Identifier status docStatus type:CodeableConcept category*:CodeableConcept
      subject:Reference date:instant author*:Reference authenticator:Reference custodian:Reference relatesTo*:RelatesTo
      description securityLabel*:CodeableConcept content*:Content context:Any
      """,
    "Subscription": resource + "status contact*:Any end:instant reason criteria error channel:Channel",
    "Payload": backbone + "contentString contentAttachment:Attachment contentReference:Reference",
    "Content": backbone + "attachment:Attachment format:Coding",
    "RelatesTo": backbone + "code target:Reference",
    "Channel": backbone + "type endpoint payload header*",
    "Reference": part + "reference type identifier:Identifier display",
    "Identifier": part + "use type:CodeableConcept system value period:Period assigner:Reference",
    "CodeableConcept": part + "coding*:Coding text",
    "Coding": part + "system version code display userSelected:boolean",
    "Period": part + "start:dateTime end:dateTime",
    "Annotation": part + "authorReference:Reference authorString time:dateTime text",
    "Attachment": part + "contentType language data url size:number hash title creation:dateTime",
  ]
}
