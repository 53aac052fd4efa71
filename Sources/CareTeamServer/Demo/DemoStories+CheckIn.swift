extension DemoStories {
  /// A long thread: two months of mornings.
  static let checkIn = """
    == 87d4a0f6b3e15c29 check-in active routine ELECTRONIC
    subject: Morning blood pressure
    patient: ada
    team: nurse drlee
    @ -36 07:27 ada
    First reading: 127/78. I sat for five minutes before, as you said.
    @ -36 11:09 nurse
    A good start, thank you Ada. Same time tomorrow?
    @ -35 07:27 ada
    125/75 this morning, pulse 62.
    @ -35 10:51 nurse
    Thank you, noted.
    @ -34 07:35 ada
    136/74. Slept badly, the neighbours had a party.
    @ -34 10:17 nurse
    That explains it. One night does not matter.
    @ -33 07:18 ada
    136/76, and I remembered the tablet all by myself.
    @ -33 09:59 nurse
    Bravo!
    @ -32 07:18 ada
    124/84. Is it normal that the left arm shows a bit less?
    @ -32 10:12 nurse
    A small difference between the arms is normal. Please always use the right one.
    @ -31 07:25 ada
    126/78, pulse 66.
    @ -31 08:54 nurse
    Thank you, that is right on target.
    @ -30 07:26 ada
    133/79 after the choir evening. Still hoarse!
    @ -30 09:11 nurse
    Honey and warm water for the voice, and well done.
    @ -29 07:07 ada
    Forgot to measure before coffee, so this is after: 127/81.
    @ -29 10:00 nurse
    No harm done. Coffee can add five or ten.
    @ -28 07:21 ada
    138/78 today. The new cuff is much easier to put on.
    @ -28 09:26 nurse
    I am glad it arrived. The tube should point to your hand.
    @ -27 07:29 ada
    130/83. A quiet morning.
    @ -27 11:10 nurse
    Lovely. Noted.
    @ -26 07:04 ada
    127/78, pulse 66, no headache.
    @ -26 08:02 nurse
    Very good.
    @ -25 07:35 ada
    131/84. I walked to the market and back yesterday.
    @ -25 11:44 nurse
    That is worth more than any tablet.
    @ -24 07:14 ada
    129/76. A little higher, I had salty soup.
    @ -24 08:26 nurse
    Soup will do that. Drink plenty of water today.
    @ -23 07:30 ada
    138/77, back to normal.
    @ -23 10:11 nurse
    There it is.
    @ -22 07:22 ada
    129/80 and a rainy day, so stairs instead of a walk.
    @ -22 09:57 nurse
    Stairs count double!
    @ -21 07:16 ada
    129/75. My sister measured too, she has 118/74 and is very proud.
    @ -21 10:48 nurse
    Tell her she may be. And you as well.
    @ -20 07:09 ada
    133/83 this morning.
    @ -20 10:59 nurse
    Thank you, noted.
    @ -19 07:03 ada
    126/78. The battery sign is on, should I change it now?
    @ -19 08:22 nurse
    Yes please, weak batteries can give wrong values.
    @ -18 07:22 ada
    135/75 with new batteries.
    @ -18 08:20 nurse
    Thank you. The value fits the others.
    @ -17 07:28 ada
    128/79, pulse 64.
    @ -17 08:18 nurse
    Noted, thank you.
    @ -16 07:20 ada
    133/77. I was in a hurry for the tram.
    @ -16 09:16 nurse
    Next time sit for five minutes first; better late than wrong.
    @ -15 07:23 ada
    130/83. Two weeks in a row now!
    @ -15 08:23 nurse
    Two weeks, 14 values, all below 140. I am impressed.
    @ -14 07:25 ada
    124/81 and I feel well.
    @ -14 10:18 nurse
    That is what matters most.
    @ -13 07:15 ada
    133/75. Cold outside, warm tea inside.
    @ -13 11:58 nurse
    Sounds perfect.
    @ -12 07:05 ada
    127/75, measured twice because the first one said 151.
    @ -12 08:47 nurse
    Measuring twice was exactly right. We count the second.
    @ -11 07:11 ada
    126/83. Fine again.
    @ -11 08:34 nurse
    Good. I have written both down.
    @ -10 07:22 ada
    131/83, pulse 65.
    @ -10 08:07 nurse
    Thank you.
    @ -9 07:28 ada
    137/82 after a long walk by the river.
    @ -9 09:30 nurse
    The river again! I can see it in the numbers.
    @ -8 07:28 ada
    127/77. A bit tired today.
    @ -8 11:02 nurse
    Rest is allowed. Tell us if it stays so for more than two or three days.
    @ -7 07:17 ada file:blood-pressure.csv
    127/80. The list of two weeks is attached as a file.
    @ -7 11:53 nurse
    The file opens well, thank you. Dr. Lee will look at it before Friday.
    @ -6 07:04 ada
    127/81, pulse 65. All good.
    @ -6 08:16 nurse
    Thank you, noted.
    @ -5 07:15 ada
    128/77. Shall I go on every day, or are three days a week enough now?
    @ -5 09:26 nurse
    Three days a week are enough now: Monday, Wednesday, Friday. You have done this beautifully.
    """
}
