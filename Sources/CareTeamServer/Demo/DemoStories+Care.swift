extension DemoStories {
  /// Instructions and education: a completed one with a photograph, and the newest open one, where the nurse answers.
  static let care = """
    == f15a8c3de0924b76 care-instruction completed routine ELECTRONIC
    subject: Stitches in the left hand
    patient: ada
    team: drlee nurse
    @ -34 11:24 drlee
    The cut is clean and has five stitches. Please keep it dry for 24 hours, change the dressing once a day, and \
    send us a \
    picture on day five. Write at once if it gets hot, very red or painful, or if you have a fever.
    @ -30 08:51 ada file:left-hand-day-5.png
    Day five. It itches a little but does not hurt. Is this redness normal?
    @ -30 10:33 nurse
    Thank you for the clear picture. A thin pink line and some itching are what we hope to see. Keep going like this!
    @ -27 09:19 drlee
    I agree. The stitches can come out on Thursday.
    @ -23 14:47 ada
    They are out and everything moves. Thank you all 👏🏼
    @ -23 15:20 nurse
    Wonderful, Ada. I am closing this conversation; you can always start a new one.

    == 0d7be24f95c18a63 education active routine ONLINEWRIT
    subject: Reading food labels — खाने के लेबल पढ़ना
    patient: ada
    team: sharma
    unread: ada 2
    @ -9 10:58 sharma
    नमस्ते Ada! Here is the first of three small lessons. On a label look at “per 100 g” first, and at sugars below \
    carbohydrates. आराम से, एक बार में एक लेबल। (Take your time, one label at a time.)
    @ -8 18:33 ada
    I looked at my muesli: 24 g of sugar per 100 g! Is there one below 10?
    @ -5 09:27 sharma
    Yes: plain oats have about 1 g, and with an apple and a spoon of nuts they taste like a treat. 🍎🥣
    @ -1 10:40 sharma
    दूसरा पाठ: the list of ingredients is ordered by weight. If sugar, syrup or ‑ose words come among the first \
    three, look \
    for another one. बहुत बढ़िया चल रहा है! (It is going very well.)

    == a3c17f5e82d0946b care-instruction active urgent ELECTRONIC
    subject: Before your blood test on Friday
    patient: ada
    team: drlee nurse
    unread: ada 1
    @ -1 11:32 drlee
    For Friday's blood test please eat nothing from 22:00 on the evening before; water is fine, also in the morning. \
    Take your \
    blood pressure tablet as usual, and metformin only after the test, with breakfast.
    @ -1 17:06 ada
    Understood. May I have black coffee in the morning?
    @ now-25 nurse
    Hello Ada, better only water: coffee can change the sugar value a little. Bring a thermos and have it right \
    after. ☕️ \
    Do you want us to call you that morning as a reminder?
    """
}
