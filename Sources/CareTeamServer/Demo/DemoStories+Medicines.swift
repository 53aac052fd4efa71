extension DemoStories {
  /// Medicines: a high-priority refill, and a question the care team still owes an answer to.
  static let medicines = """
    == 2c95f0b8e6d1374a medication active asap ELECTRONIC
    subject: Metformin refill and an upset stomach (メトホルミン)
    patient: ada
    team: pharmacist nurse
    @ -6 09:33 ada
    Hello, my metformin runs out on Friday. Also, my stomach has been upset for two weeks, mostly after breakfast. \
    Is there \
    something I can do?
    @ -6 11:08 pharmacist
    リンドクヴィスト様、ご連絡ありがとうございます。Thank you for letting us know. Many people feel better with the \
    extended-release tablets, taken with the evening meal. I have asked Dr. Lee to approve the change.
    @ -6 11:10 pharmacist file:お薬の説明.txt
    The leaflet is attached (お薬の説明.txt), in Japanese and English.
    @ -5 08:55 nurse
    Dr. Lee has approved it. You can pick up the new tablets from today. Please keep taking the old ones until then. 💊
    @ -5 17:21 ada
    Picked up, thank you both 🙏🏽
    @ -2 10:14 pharmacist
    お腹の調子はいかがですか？ How is your stomach with the new tablets?
    @ -2 18:40 ada
    だいぶ良くなりました！ Much better. ありがとうございます。

    == e70d41c8935fa2b6 medication active routine ELECTRONIC
    subject: Lisinopril: morning or evening?
    patient: ada
    team: drlee
    unread: drlee 1
    undelivered: drlee 1
    @ now-140 ada
    Is it better to take the lisinopril in the morning or in the evening? The leaflet only says “once a day”. There \
    is no \
    hurry, I take it at breakfast now.

    == 58b3d9f1706ce2a4 other active routine EMAILWRIT
    subject: Letter for the airport / رسالة للسفر إلى عمّان
    patient: ada
    team: elfassi frontdesk
    @ -13 14:05 ada
    I am flying to Amman next month and would like to carry my tablets and the glucose meter in my hand luggage. \
    Could I \
    have a letter for the airport, in English and Arabic?
    @ -12 09:47 elfassi
    بكل سرور. ستكون الرسالة جاهزة يوم الأربعاء، باللغتين العربية والإنجليزية (صفحة واحدة). رحلة سعيدة! ✈️

    With pleasure: one page in both languages, ready on Wednesday.
    @ -11 16:02 frontdesk
    The letter is signed and at the front desk. Opening hours: 08:00–17:30.
    @ -10 12:30 ada
    شكراً جزيلاً! 🌷 I have it.
    """
}
