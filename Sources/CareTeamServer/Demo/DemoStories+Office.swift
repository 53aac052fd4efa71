extension DemoStories {
  /// Administration, with a message that was taken back, and thanks with every emoji a terminal dislikes.
  static let office = """
    == 6e9b02d7f4a8c513 administrative active routine EMAILWRIT
    subject: New address and insurance card
    patient: ada
    team: frontdesk
    @ -21 16:15 ada
    I have moved: Lindenstraße 12, second floor. The telephone number stays the same. Do you need the new insurance \
    card?
    @ -20 08:37 frontdesk
    Thank you, the address is changed. Yes please, show us the card at your next visit; a picture is not needed.
    @ -20 08:44 frontdesk retracted
    Please send us the blue form by Monday.
    @ -20 08:46 frontdesk
    Please ignore my message about the blue form, it was meant for another office. Sorry, Zoë
    @ -20 12:59 ada
    No problem at all.

    == c4f86a1b3e7d2095 other active routine ELECTRONIC
    subject: Thank you from the walking group 🚶🏽‍♀️🚶🏿‍♂️
    patient: ada
    team: drlee nurse
    @ -7 17:55 ada
    The walking group is one year old today: 👩🏽‍🦽👨‍👩‍👧‍👦🧑🏿‍🤝‍🧑🏻 and not one rainy Tuesday missed. Thank you for \
    talking \
    me into it!

    Rosa, the café (cafe\u{301}!) by the river now keeps a table for us.
    @ -7 18:21 nurse
    ¡Felicidades! 🎉 I am so glad. Save me a chair on Tuesday.
    @ -6 08:12 drlee
    축하합니다, Ada! 일 년 동안 정말 잘하셨어요. (Congratulations, a whole year, very well done.) 👏
    """
}
