extension DemoStories {
  /// The other patient of the same practitioner, whom the first must never see.
  static let otherPatient = """
    == 1f6d83b5c09e7a24 medication active routine ELECTRONIC
    subject: Inhaler before football / البخاخ قبل الرياضة
    patient: yusuf
    team: drlee nurse
    unread: yusuf 1
    @ -3 10:25 yusuf
    مساء الخير دكتورة لي، هل أستخدم البخاخ قبل مباراة كرة القدم أم بعدها؟ Should I use the inhaler before the match \
    or after?
    @ -2 08:31 drlee
    Two puffs about 15 minutes before you play, with the spacer. And write to us if you need it on more than two \
    other days \
    a week.

    == 8a52e4c7b1f0d396 test-result active urgent ONLINEWRIT
    subject: Lung function test: a good result
    patient: yusuf
    team: drlee
    @ -8 13:02 drlee
    Your lung function is at 96 % of what we expect, better than last year. Please go on with the morning spray.
    @ -8 20:14 yusuf
    الحمد لله! Thank you, I will.

    == 35c8f7d2e94ab061 appointment completed routine PHONE
    subject: Yearly asthma review
    patient: yusuf
    team: frontdesk nurse
    @ -29 09:40 frontdesk
    Your yearly asthma review is due. Would next Tuesday at 17:00 be all right?
    @ -29 19:08 yusuf
    Yes, that works.
    @ -28 08:15 frontdesk
    Booked. Please bring your inhalers and the peak flow diary.
    """
}
