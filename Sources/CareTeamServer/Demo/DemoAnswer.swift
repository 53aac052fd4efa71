/// What the nurse of the sample clinic writes back.
struct DemoAnswer {
  /// The kind of conversation, a code of `urn:careteam:message-type`.
  var type: String?
  /// The patient's given name.
  var given: String
  /// What the patient wrote.
  var text: String
  /// Whether something was attached.
  var hasAttachment: Bool

  /// The answer: danger first, then thanks for a file, then what fits the conversation.
  var reply: String {
    let lower = text.lowercased()
    if Self.dangers.contains(where: lower.contains) {
      return """
        \(given), please do not wait for us: if you have chest pain, trouble breathing, signs of a stroke or thoughts of \
        harming yourself, call the emergency number now. I have told the doctor, and we will call you.
        """
    }
    let thanks = hasAttachment ? "Thank you, \(given), the file has arrived and opens well. " : ""
    return thanks + (Self.replies[type ?? ""] ?? Self.anyReply).replacingName(given)
  }

  private static let anyReply =
    "Hello NAME, thank you for your message. I am looking into it and will write again today."

  private static let dangers = [
    "chest pain", "breath", "faint", "stroke", "suicid", "kill myself", "emergency", "가슴", "ألم في الصدر",
  ]

  private static let replies = [
    "test-result": """
    Hello NAME, thank you for asking. I have put your question next to the result for Dr. Lee, who will answer in her own \
    words. Nothing in it needs you to act today.
    """,
    "appointment": "Thank you, NAME. I have noted it and the front desk will confirm the time here.",
    "medication": """
    Thank you for telling us, NAME. Please go on as agreed until you hear from us; I am asking the pharmacist and will \
    write back today.
    """,
    "care-instruction": """
    Thank you, NAME, that is good to know. Please go on as we said, and write at once if anything gets worse.
    """,
    "education": "I am glad you are reading it, NAME! I will pass your question on, and there are no silly questions.",
    "check-in": "Thank you, NAME, I have written it down. Please measure again tomorrow at the same time.",
    "administrative": "Thank you, NAME, the front desk has it now. There is nothing else you need to do.",
  ]
}

extension String {
  fileprivate func replacingName(_ name: String) -> String {
    split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: name)
  }
}
