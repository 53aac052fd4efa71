extension DemoStories {
  /// Test results: one urgent and waiting on the patient, one on hold, one asked about as `stat`.
  static let results = """
    == 4be07a91c2f86d35 test-result active urgent ONLINEWRIT
    subject: Your HbA1c and cholesterol results
    patient: ada
    team: drlee
    unread: ada 2
    @ -4 08:42 drlee file:lab-results.pdf
    Good morning Ada,

    your results are back and attached as a PDF. The short version: your HbA1c is 7.4 %, a little higher than in \
    spring \
    (7.0 %). Your kidneys and thyroid look good. Nothing here is an emergency, but I would like to adjust our plan.

    Dr. Lee
    @ -4 12:17 ada
    Thank you for explaining it so clearly. I did eat differently in the summer. Does the LDL value worry you?
    @ -3 09:05 drlee
    It is only slightly above our target, so no alarm. Two things usually help: the evening walk you told me about, \
    and \
    taking the tablet on the days it is easy to forget.
    @ -3 09:11 drlee
    Could you tell me which suits you better for a 20 minute talk about the plan: Tuesday at 10:30 or Thursday at 16:00?

    == d81f3c60a97e42b5 test-result on-hold routine ELECTRONIC
    subject: Skin biopsy: second reading / второе мнение
    patient: ada
    team: sokolova drlee
    @ -19 10:20 sokolova
    Здравствуйте, Ада! Первое заключение спокойное: доброкачественный невус. Мы попросили коллег посмотреть ещё раз, \
    это обычная практика.

    (The first reading is benign. A second colleague looks at every biopsy of this kind, so please do not worry.)
    @ -19 13:48 ada
    Спасибо большое! I will wait for the second reading then.
    @ -18 09:30 drlee
    I have put this conversation on hold until the second reading is here; we expect it within four weeks.

    == 93a6e5d2107bc4f8 check-in active stat PHONE
    subject: Dizzy after the new blood pressure tablet
    patient: ada
    team: elfassi nurse
    unread: ada 1
    @ -1 15:02 ada
    Since I started the new tablet on Monday I feel dizzy when I stand up quickly. Blood pressure at home was 104/66 \
    just \
    now. No pain, no trouble breathing.
    @ -1 15:19 nurse
    Thank you for writing straight away, Ada. Please sit or lie down for now and drink a glass of water. I have told \
    Dr. El Fassi. If you faint, have chest pain or trouble breathing, call the emergency number at once and do not \
    wait \
    for us.
    @ -1 15:41 elfassi
    مرحباً آدا، شكراً لأنك قستِ الضغط (104/66). لا تأخذي حبة الليلة، وقيسي الضغط صباح الغد قبل الفطور.

    Please skip tonight's tablet only, and measure tomorrow before breakfast.
    @ -1 15:58 ada
    I will. Sitting helps already.
    @ now-95 elfassi
    Good morning Ada. What was the reading before breakfast, and are you still dizzy when you stand up? I keep your \
    place \
    free for a call today until I hear from you.
    """
}
