extension DemoStories {
  /// Appointments: two whose ids share their first ten characters, one revoked.
  static let visits = """
    == 7c2e91b4d05af13e appointment active urgent VIDEOCONF
    subject: Moving Thursday's cardiology video visit
    patient: ada
    team: frontdesk elfassi
    unread: ada 1
    @ -2 13:26 frontdesk
    Dear Ada, Dr. El Fassi is needed at the hospital on Thursday. Would Friday at 09:15 or at 11:45 suit you \
    instead? It is a \
    video visit, so there is no need to travel.
    @ -2 14:01 ada
    Friday 11:45 is perfect.
    @ -1 08:20 frontdesk
    Booked: Friday, 11:45, by video. We will call you ten minutes before to test picture and sound. 🎥

    == 7c2e91b4d0c8e27b appointment active routine PHONE
    subject: Yearly eye examination
    patient: ada
    team: frontdesk
    @ -27 10:11 frontdesk
    It is time for your yearly eye examination. Shall we book one for you, and are mornings or afternoons easier?
    @ -26 19:45 ada
    Afternoons please, and not on a Wednesday (choir!).
    @ -25 09:02 frontdesk
    Done: a Monday afternoon, 15:20, at the eye clinic across the street. Please bring sunglasses, your pupils will be \
    widened and you should not drive for some hours.
    @ -25 12:38 ada
    Noted, my sister will fetch me. Zoë, thank you!

    == b6408ed73f91a5c2 appointment revoked routine EMAILWRIT
    subject: Saturday flu clinic (cancelled)
    patient: ada
    team: frontdesk
    @ -16 15:30 frontdesk
    You are booked for a flu vaccination at our Saturday clinic, 10:00.
    @ -14 11:12 frontdesk
    We are sorry: the Saturday clinic is cancelled because the vaccine arrives a week later. You will get a new date.
    """
}
