PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL, last_sync TEXT,
  full_sync INTEGER NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 0,
  account TEXT, server TEXT, user TEXT, user_name TEXT, patient TEXT, dialect TEXT, token_file TEXT, hold_until TEXT);
INSERT INTO meta VALUES(1,'e008de7b7250a42ea606fc51153218f7','063931199934560000000',0,0,'default','http://127.0.0.1:8080/fhir','Patient/ada-lindqvist','Ada Lindqvist','Patient/ada-lindqvist','careteam','/home/ada/clinic/tokens/patient','064000000000000000000');
CREATE TABLE watermark (type TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO watermark VALUES('Communication','2026-11-25T10:38:54.088Z');
INSERT INTO watermark VALUES('CommunicationRequest','2026-11-25T10:38:28.504Z');
INSERT INTO watermark VALUES('Task','2026-11-25T10:38:54.088Z');
CREATE TABLE conversation_handle (
  number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT UNIQUE, id TEXT, client_id TEXT UNIQUE);
INSERT INTO conversation_handle VALUES(3,'CommunicationRequest/93a6e5d2107bc4f8','93a6e5d2107bc4f8',NULL);
INSERT INTO conversation_handle VALUES(5,'CommunicationRequest/e70d41c8935fa2b6','e70d41c8935fa2b6',NULL);
INSERT INTO conversation_handle VALUES(10,'CommunicationRequest/f15a8c3de0924b76','f15a8c3de0924b76',NULL);
INSERT INTO conversation_handle VALUES(11,'CommunicationRequest/0d7be24f95c18a63','0d7be24f95c18a63',NULL);
INSERT INTO conversation_handle VALUES(12,'CommunicationRequest/a3c17f5e82d0946b','a3c17f5e82d0946b',NULL);
INSERT INTO conversation_handle VALUES(16,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000005');
CREATE TABLE message_handle (
  number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT UNIQUE, id TEXT, client_id TEXT UNIQUE);
INSERT INTO message_handle VALUES(2,'CommunicationRequest/f15a8c3de0924b76','f15a8c3de0924b76',NULL);
INSERT INTO message_handle VALUES(8,'CommunicationRequest/0d7be24f95c18a63','0d7be24f95c18a63',NULL);
INSERT INTO message_handle VALUES(13,'CommunicationRequest/a3c17f5e82d0946b','a3c17f5e82d0946b',NULL);
INSERT INTO message_handle VALUES(14,'CommunicationRequest/93a6e5d2107bc4f8','93a6e5d2107bc4f8',NULL);
INSERT INTO message_handle VALUES(15,'CommunicationRequest/e70d41c8935fa2b6','e70d41c8935fa2b6',NULL);
INSERT INTO message_handle VALUES(28,'Communication/8c4a5bbba68ad125','8c4a5bbba68ad125',NULL);
INSERT INTO message_handle VALUES(30,'Communication/abb3633085d81752','abb3633085d81752',NULL);
INSERT INTO message_handle VALUES(36,'Communication/dcec367fcc03703c','dcec367fcc03703c',NULL);
INSERT INTO message_handle VALUES(49,'Communication/9075288cdded29b3','9075288cdded29b3',NULL);
INSERT INTO message_handle VALUES(50,'Communication/30da45e89e30ccd6','30da45e89e30ccd6',NULL);
INSERT INTO message_handle VALUES(91,'Communication/95b686f47378191c','95b686f47378191c',NULL);
INSERT INTO message_handle VALUES(100,'Communication/396b0c0d083ef4cf','396b0c0d083ef4cf',NULL);
INSERT INTO message_handle VALUES(109,'Communication/61773a27bc03adaf','61773a27bc03adaf',NULL);
INSERT INTO message_handle VALUES(110,'Communication/7f53d705240524b0','7f53d705240524b0',NULL);
INSERT INTO message_handle VALUES(111,'Communication/91b511e4bf683f30','91b511e4bf683f30',NULL);
INSERT INTO message_handle VALUES(112,'Communication/5f205a09214ec56a','5f205a09214ec56a',NULL);
INSERT INTO message_handle VALUES(113,'Communication/d40ccae014a1b415','d40ccae014a1b415',NULL);
INSERT INTO message_handle VALUES(114,'Communication/1d024d325a5f13c7','1d024d325a5f13c7',NULL);
INSERT INTO message_handle VALUES(115,'Communication/18156158fc26302f','18156158fc26302f',NULL);
INSERT INTO message_handle VALUES(119,'Communication/96ff8251-595c-460b-835f-a60ad0af3c5b','96ff8251-595c-460b-835f-a60ad0af3c5b','5a7d0f9b-1c2d-4e3f-8a4b-000000000001');
INSERT INTO message_handle VALUES(120,'Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5','ffd09586-003e-4c58-abd7-b46c2b79ffc5','5a7d0f9b-1c2d-4e3f-8a4b-000000000002');
INSERT INTO message_handle VALUES(121,'Communication/e979f803e51b1e4cd39c27ff60ed2961','e979f803e51b1e4cd39c27ff60ed2961',NULL);
INSERT INTO message_handle VALUES(122,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000003');
INSERT INTO message_handle VALUES(123,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000004');
INSERT INTO message_handle VALUES(124,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000005');
INSERT INTO message_handle VALUES(125,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000006');
INSERT INTO message_handle VALUES(126,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000007');
INSERT INTO message_handle VALUES(127,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000008');
CREATE TABLE person (
  number INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, name TEXT, asked INTEGER NOT NULL DEFAULT 0);
INSERT INTO person VALUES(1,'Patient/ada-lindqvist','Ada Lindqvist',0);
INSERT INTO person VALUES(2,'Practitioner/drlee','Dr. Minjung Lee',0);
INSERT INTO person VALUES(3,'Practitioner/dr-sokolova','Д-р Анна Соколова',0);
INSERT INTO person VALUES(4,'Practitioner/dr-elfassi','د. أمينة الفاسي',0);
INSERT INTO person VALUES(5,'Practitioner/nurse-martinez','Nurse Rosa Martínez',0);
INSERT INTO person VALUES(6,'Practitioner/pharmacist-yamada','山田 花子',0);
INSERT INTO person VALUES(7,'Practitioner/front-desk-muller','Zoë Müller (front desk)',0);
INSERT INTO person VALUES(8,'Practitioner/dietitian-sharma','प्रिया शर्मा',0);
INSERT INTO person VALUES(9,'CareTeam/care-team-ada','Care team of Ada Lindqvist',0);
CREATE TABLE conversation (
  number INTEGER PRIMARY KEY, reference TEXT, version TEXT, server_status TEXT,
  is_closed INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT 'other',
  category TEXT, reason TEXT, subject TEXT, medium TEXT, members TEXT NOT NULL DEFAULT '',
  participants TEXT NOT NULL DEFAULT '', patient INTEGER, created TEXT, seen INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL DEFAULT 'active', unread_count INTEGER NOT NULL DEFAULT 0,
  message_count INTEGER NOT NULL DEFAULT 0, attachment_count INTEGER NOT NULL DEFAULT 0,
  waiting_who TEXT, waiting_since TEXT, first_line TEXT, last_message INTEGER, last_outgoing INTEGER,
  last_sender INTEGER, last_sent TEXT, last_preview TEXT, updated TEXT NOT NULL);
INSERT INTO conversation VALUES(3,'CommunicationRequest/93a6e5d2107bc4f8','1','active',0,2,'check-in','[["urn:careteam:message-type","check-in","Check-in"]]','Dizzy after the new blood pressure tablet','Dizzy after the new blood pressure tablet','Phone','1 4 5','1 4 5',1,'063931129320000000000',0,'needs-attention',0,6,0,'careTeam','063931199934812000000','Since I started the new tablet on Monday I feel dizzy when I stand up quickly. Blood pressure at home was 104/66 just n…',125,1,1,'063931199934812000000','Was being sent','063931199934812000000');
INSERT INTO conversation VALUES(5,'CommunicationRequest/e70d41c8935fa2b6','1','active',0,0,'medication','[["urn:careteam:message-type","medication","Medication"]]','Lisinopril: morning or evening?','Lisinopril: morning or evening?','Secure message','1 2','1 2',1,'063931191508418000000',0,'active',0,3,1,'careTeam','063931191508418000000','Is it better to take the lisinopril in the morning or in the evening? The leaflet only says “once a day”. There is no h…',123,1,1,'063931199934715000000','Waits behind it: Grüße, 家族','063931199934715000000');
INSERT INTO conversation VALUES(10,'CommunicationRequest/f15a8c3de0924b76','1','completed',1,0,'care-instruction','[["urn:careteam:message-type","care-instruction","Care instruction"]]','Stitches in the left hand','Stitches in the left hand','Secure message','2 1 5','2 1 5',1,'063927055440000000000',0,'completed',0,6,1,NULL,NULL,'The cut is clean and has five stitches. Please keep it dry for 24 hours, change the dressing once a day, and send us a …',50,0,5,'063928365600000000000','Wonderful, Ada. I am closing this conversation; you can always start a new one.','063928365600000000000');
INSERT INTO conversation VALUES(11,'CommunicationRequest/0d7be24f95c18a63','1','active',0,0,'education','[["urn:careteam:message-type","education","Education"]]','Reading food labels — खाने के लेबल पढ़ना','Reading food labels — खाने के लेबल पढ़ना','Portal','8 1','8 1',1,'063930077880000000000',0,'needs-attention',2,5,0,'careTeam','063931199934896000000','नमस्ते Ada! Here is the first of three small lessons. On a label look at “per 100 g” first, and at sugars below carbohydra…',127,1,1,'063931199934896000000','Was refused','063931199934896000000');
INSERT INTO conversation VALUES(12,'CommunicationRequest/a3c17f5e82d0946b','1','active',0,1,'care-instruction','[["urn:careteam:message-type","care-instruction","Care instruction"]]','Before your blood test on Friday','Before your blood test on Friday','Secure message','2 1 5','2 1 5',1,'063931116720000000000',0,'needs-attention',2,7,1,'careTeam','063931199934854000000','For Friday''s blood test please eat nothing from 22:00 on the evening before; water is fine, also in the morning. Take y…',126,1,1,'063931199934854000000','May have arrived','063931199934854000000');
INSERT INTO conversation VALUES(16,NULL,NULL,NULL,0,0,'medication',NULL,'A new question','A new question',NULL,'1 2','1 2',1,'063931199934772000000',0,'active',0,1,0,'careTeam','063931199934772000000','Begins a conversation',124,1,1,'063931199934772000000','Begins a conversation','063931199934772000000');
CREATE TABLE message (
  number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, reference TEXT, version TEXT, client_id TEXT,
  outgoing INTEGER NOT NULL, sender INTEGER NOT NULL, recipients TEXT NOT NULL, in_reply_to INTEGER,
  sent TEXT NOT NULL, received TEXT, is_read INTEGER NOT NULL, read_at TEXT, retracted INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, progress INTEGER NOT NULL DEFAULT 0,
  asks INTEGER NOT NULL, attachment_count INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0,
  position TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO message VALUES(2,10,'CommunicationRequest/f15a8c3de0924b76','1','747b17e6-e8c6-8041-8b16-7219b746b3f4',0,2,'1 5',NULL,'063927055440000000000',NULL,1,'063928366140000000000',0,0,0,0,0,0,0,'063927055440000000000063931199908504000000f15a8c3de0924b76','The cut is clean and has five stitches. Please keep it dry for 24 hours, change the dressing once a day, and send us a picture on day five. Write at once if it gets hot, very red or painful, or if you have a fever.');
INSERT INTO message VALUES(8,11,'CommunicationRequest/0d7be24f95c18a63','1','d9d4b00f-7d42-87d7-adc1-7026970f6974',0,8,'1',NULL,'063930077880000000000',NULL,1,'063930078420000000000',0,0,0,0,0,0,0,'0639300778800000000000639311999085040000000d7be24f95c18a63','नमस्ते Ada! Here is the first of three small lessons. On a label look at “per 100 g” first, and at sugars below carbohydrates. आराम से, एक बार में एक लेबल। (Take your time, one label at a time.)');
INSERT INTO message VALUES(13,12,'CommunicationRequest/a3c17f5e82d0946b','1','14c43888-1692-8eb4-9cbe-c0cff635a60b',0,2,'1 5',NULL,'063931116720000000000',NULL,1,'063931117260000000000',0,1,0,0,0,0,0,'063931116720000000000063931199908504000000a3c17f5e82d0946b','For Friday''s blood test please eat nothing from 22:00 on the evening before; water is fine, also in the morning. Take your blood pressure tablet as usual, and metformin only after the test, with breakfast.');
INSERT INTO message VALUES(14,3,'CommunicationRequest/93a6e5d2107bc4f8','1','f928dc81-f11f-8066-b313-627da2f3f8d3',1,1,'4 5',NULL,'063931129320000000000',NULL,1,'063931133220000000000',0,2,0,2,0,0,0,'06393112932000000000006393119990850400000093a6e5d2107bc4f8','Since I started the new tablet on Monday I feel dizzy when I stand up quickly. Blood pressure at home was 104/66 just now. No pain, no trouble breathing.');
INSERT INTO message VALUES(15,5,'CommunicationRequest/e70d41c8935fa2b6','1','9bccbe66-dd55-8502-accd-1dc7ebdea4af',1,1,'2',NULL,'063931191508418000000',NULL,1,NULL,0,0,0,0,1,0,0,'063931191508418000000063931199908504000000e70d41c8935fa2b6','Is it better to take the lisinopril in the morning or in the evening? The leaflet only says “once a day”. There is no hurry, I take it at breakfast now.');
INSERT INTO message VALUES(28,10,'Communication/8c4a5bbba68ad125','1','8c4a5bbb-a68a-8125-8536-b1da3bbdc504',1,1,'2 5',2,'063927564660000000000',NULL,1,'063928364160000000000',0,0,0,2,1,1,0,'0639275646600000000000639311999085040000008c4a5bbba68ad125','Day five. It itches a little but does not hurt. Is this redness normal?');
INSERT INTO message VALUES(30,10,'Communication/abb3633085d81752','1','abb36330-85d8-8752-ac57-d3113c72a142',0,5,'1 2',28,'063927570780000000000',NULL,1,'063928366140000000000',0,0,0,0,0,0,0,'063927570780000000000063931199908504000000abb3633085d81752','Thank you for the clear picture. A thin pink line and some itching are what we hope to see. Keep going like this!');
INSERT INTO message VALUES(36,10,'Communication/dcec367fcc03703c','1','dcec367f-cc03-803c-aa25-0a0ac2ea37a0',0,2,'1 5',30,'063927998340000000000',NULL,1,'063928366140000000000',0,0,0,0,0,0,0,'063927998340000000000063931199908504000000dcec367fcc03703c','I agree. The stitches can come out on Thursday.');
INSERT INTO message VALUES(49,10,'Communication/9075288cdded29b3','1','9075288c-dded-89b3-b309-9e454488d5a4',1,1,'2 5',36,'063928363620000000000',NULL,1,'063928364160000000000',0,0,0,2,0,0,0,'0639283636200000000000639311999085040000009075288cdded29b3','They are out and everything moves. Thank you all 👏🏼');
INSERT INTO message VALUES(50,10,'Communication/30da45e89e30ccd6','1','30da45e8-9e30-8cd6-ae7a-530e2073db3a',0,5,'1 2',49,'063928365600000000000',NULL,1,'063928366140000000000',0,0,0,0,0,0,0,'06392836560000000000006393119990850400000030da45e89e30ccd6','Wonderful, Ada. I am closing this conversation; you can always start a new one.');
INSERT INTO message VALUES(91,11,'Communication/95b686f47378191c','1','95b686f4-7378-891c-9098-6945bd08a07e',1,1,'8',8,'063930191580000000000','063930191700000000000',1,'063930191700000000000',0,0,0,2,1,0,0,'06393019158000000000006393119990850400000095b686f47378191c','I looked at my muesli: 24 g of sugar per 100 g! Is there one below 10?');
INSERT INTO message VALUES(100,11,'Communication/396b0c0d083ef4cf','1','396b0c0d-083e-84cf-b83f-d43238dd3377',0,8,'1',91,'063930590820000000000','063930590940000000000',0,NULL,0,0,0,0,0,0,0,'063930590820000000000063931199908504000000396b0c0d083ef4cf','Yes: plain oats have about 1 g, and with an apple and a spoon of nuts they taste like a treat. 🍎🥣');
INSERT INTO message VALUES(109,11,'Communication/61773a27bc03adaf','1','61773a27-bc03-8daf-96aa-f864d64f95ed',0,8,'1',100,'063931113600000000000','063931113720000000000',0,NULL,0,0,0,0,0,0,0,'06393111360000000000006393119990850400000061773a27bc03adaf','दूसरा पाठ: the list of ingredients is ordered by weight. If sugar, syrup or ‑ose words come among the first three, look for another one. बहुत बढ़िया चल रहा है! (It is going very well.)');
INSERT INTO message VALUES(110,3,'Communication/7f53d705240524b0','1','7f53d705-2405-84b0-845e-9b985b900cac',0,5,'1 4',14,'063931130340000000000',NULL,1,'063931132200000000000',0,2,0,0,0,0,0,'0639311303400000000000639311999085040000007f53d705240524b0','Thank you for writing straight away, Ada. Please sit or lie down for now and drink a glass of water. I have told Dr. El Fassi. If you faint, have chest pain or trouble breathing, call the emergency number at once and do not wait for us.');
INSERT INTO message VALUES(111,3,'Communication/91b511e4bf683f30','1','91b511e4-bf68-8f30-90c5-f76d5b2e8ccd',0,4,'1 5',110,'063931131660000000000',NULL,1,'063931132200000000000',0,2,0,0,0,0,0,'06393113166000000000006393119990850400000091b511e4bf683f30',replace('مرحباً آدا، شكراً لأنك قستِ الضغط (104/66). لا تأخذي حبة الليلة، وقيسي الضغط صباح الغد قبل الفطور.\n\nPlease skip tonight''s tablet only, and measure tomorrow before breakfast.','\n',char(10)));
INSERT INTO message VALUES(112,3,'Communication/5f205a09214ec56a','1','5f205a09-214e-856a-9f9c-8b5c6c467cfd',1,1,'4 5',111,'063931132680000000000',NULL,1,'063931133220000000000',0,2,0,2,0,0,0,'0639311326800000000000639311999085040000005f205a09214ec56a','I will. Sitting helps already.');
INSERT INTO message VALUES(113,12,'Communication/d40ccae014a1b415','1','d40ccae0-14a1-8415-aa0f-31de46de24c0',1,1,'2 5',13,'063931136760000000000',NULL,1,'063931137300000000000',0,1,0,2,1,0,0,'063931136760000000000063931199908504000000d40ccae014a1b415','Understood. May I have black coffee in the morning?');
INSERT INTO message VALUES(114,3,'Communication/1d024d325a5f13c7','1','1d024d32-5a5f-83c7-877e-dc566fda4ae7',0,4,'1 5',112,'063931194208418000000',NULL,1,'063931199934591000000',0,2,0,0,1,0,0,'0639311942084180000000639311999085040000001d024d325a5f13c7','Good morning Ada. What was the reading before breakfast, and are you still dizzy when you stand up? I keep your place free for a call today until I hear from you.');
INSERT INTO message VALUES(115,12,'Communication/18156158fc26302f','1','18156158-fc26-802f-96e6-b6481574caed',0,5,'1 2',113,'063931198408418000000',NULL,0,NULL,0,1,0,0,1,0,0,'06393119840841800000006393119990850400000018156158fc26302f','Hello Ada, better only water: coffee can change the sugar value a little. Bring a thermos and have it right after. ☕️ Do you want us to call you that morning as a reminder?');
INSERT INTO message VALUES(119,12,'Communication/96ff8251-595c-460b-835f-a60ad0af3c5b','1','5a7d0f9b-1c2d-4e3f-8a4b-000000000001',1,1,'2 5',NULL,'063931199930994000000',NULL,1,'063931199934087000000',0,0,0,2,0,1,0,'06393119993099400000006393119993102100000096ff8251-595c-460b-835f-a60ad0af3c5b','Only water, I understand.');
INSERT INTO message VALUES(120,12,'Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5','1','5a7d0f9b-1c2d-4e3f-8a4b-000000000002',1,1,'2 5',NULL,'063931199931067000000',NULL,1,'063931199934087000000',0,0,0,2,1,0,0,'063931199931067000000063931199931084000000ffd09586-003e-4c58-abd7-b46c2b79ffc5','Seen?');
INSERT INTO message VALUES(121,12,'Communication/e979f803e51b1e4cd39c27ff60ed2961','1','e979f803-e51b-8e4c-939c-27ff60ed2961',0,5,'1 2',120,'063931199934087000000',NULL,0,NULL,0,1,0,0,0,0,0,'063931199934087000000063931199934088000000e979f803e51b1e4cd39c27ff60ed2961','Thank you, Ada, that is good to know. Please go on as we said, and write at once if anything gets worse.');
INSERT INTO message VALUES(122,5,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000003',1,1,'2',NULL,'063931199934675000000',NULL,1,NULL,0,0,0,0,0,1,0,'0639311999346750000009999999999999999999990000000000000000122','Waits with its file');
INSERT INTO message VALUES(123,5,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000004',1,1,'2',NULL,'063931199934715000000',NULL,1,NULL,0,0,0,0,0,0,0,'0639311999347150000009999999999999999999990000000000000000123','Waits behind it: Grüße, 家族');
INSERT INTO message VALUES(124,16,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000005',1,1,'2',NULL,'063931199934772000000',NULL,1,NULL,0,0,0,0,0,0,0,'0639311999347720000009999999999999999999990000000000000000124','Begins a conversation');
INSERT INTO message VALUES(125,3,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000006',1,1,'4 5',NULL,'063931199934812000000',NULL,1,NULL,0,2,0,0,0,0,0,'0639311999348120000009999999999999999999990000000000000000125','Was being sent');
INSERT INTO message VALUES(126,12,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000007',1,1,'2 5',NULL,'063931199934854000000',NULL,1,NULL,0,1,0,0,0,0,0,'0639311999348540000009999999999999999999990000000000000000126','May have arrived');
INSERT INTO message VALUES(127,11,NULL,NULL,'5a7d0f9b-1c2d-4e3f-8a4b-000000000008',1,1,'8',NULL,'063931199934896000000',NULL,1,NULL,0,0,1,0,0,0,0,'0639311999348960000009999999999999999999990000000000000000127','Was refused');
CREATE TABLE attachment (
  message INTEGER NOT NULL, part INTEGER NOT NULL, url TEXT, filename TEXT, content_type TEXT, size INTEGER,
  sha256 TEXT, sha1 TEXT, state TEXT NOT NULL, path TEXT, PRIMARY KEY (message, part)) WITHOUT ROWID;
INSERT INTO attachment VALUES(28,1,'Binary/f4395e70f640a747','left-hand-day-5.png','image/png',129853,'5b345c5cd43baff6f1b8f4e652e8cbb50097e24c82712e1f7ecbeb5367d4e8a2',NULL,'remote',NULL);
INSERT INTO attachment VALUES(119,1,'Binary/3b4ebd3b-cc13-42e8-ba58-c89d9de3248a','wrist.png','image/png',14,'58f7de45f63e4e6ee1dc0199d60f706821207624b2834fd5b072a01f97caa53e','aQ1AYR+1cAa1YffWqI09Wje9EYc=','stored','/home/ada/.local/share/careteam/default/attachments/58f7de45f63e4e6ee1dc0199d60f706821207624b2834fd5b072a01f97caa53e');
INSERT INTO attachment VALUES(122,1,NULL,'note.txt','text/plain',12,'f957b19529906961933c5c30f8713c500a9bb5d9d0695c40d48c97a26a3594ec','NOgp0cQD9VM7SDG/cy5E3IMk9wo=','queued','/home/ada/.local/share/careteam/default/attachments/f957b19529906961933c5c30f8713c500a9bb5d9d0695c40d48c97a26a3594ec');
CREATE TABLE source (reference TEXT PRIMARY KEY, json TEXT NOT NULL);
INSERT INTO source VALUES('CommunicationRequest/a3c17f5e82d0946b','{"resourceType":"CommunicationRequest","id":"a3c17f5e82d0946b","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:28.504Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:14c43888-1692-8eb4-9cbe-c0cff635a60b"}],"status":"active","priority":"urgent","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sender":{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"},"recipient":[{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"}],"payload":[{"contentString":"For Friday''s blood test please eat nothing from 22:00 on the evening before; water is fine, also in the morning. Take your blood pressure tablet as usual, and metformin only after the test, with breakfast."}],"authoredOn":"2026-11-24T11:32:00Z","category":[{"coding":[{"system":"urn:careteam:message-type","code":"care-instruction","display":"Care instruction"}],"text":"Care instruction"}],"medium":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationMode","code":"ELECTRONIC","display":"electronic data"}],"text":"Secure message"}],"reasonCode":[{"text":"Before your blood test on Friday"}],"requester":{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"}}');
INSERT INTO source VALUES('Communication/d40ccae014a1b415','{"resourceType":"Communication","id":"d40ccae014a1b415","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:28.504Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:d40ccae0-14a1-8415-aa0f-31de46de24c0"}],"status":"completed","priority":"urgent","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sender":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"recipient":[{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"},{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"}],"payload":[{"contentString":"Understood. May I have black coffee in the morning?"}],"basedOn":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"partOf":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"inResponseTo":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"sent":"2026-11-24T17:06:00Z"}');
INSERT INTO source VALUES('Communication/18156158fc26302f','{"resourceType":"Communication","id":"18156158fc26302f","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:28.504Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:18156158-fc26-802f-96e6-b6481574caed"}],"status":"completed","priority":"urgent","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sender":{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"},"recipient":[{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"}],"payload":[{"contentString":"Hello Ada, better only water: coffee can change the sugar value a little. Bring a thermos and have it right after. ☕️ Do you want us to call you that morning as a reminder?"}],"basedOn":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"partOf":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"inResponseTo":[{"reference":"Communication/d40ccae014a1b415"}],"sent":"2026-11-25T10:13:28.418Z"}');
INSERT INTO source VALUES('Communication/96ff8251-595c-460b-835f-a60ad0af3c5b','{"resourceType":"Communication","id":"96ff8251-595c-460b-835f-a60ad0af3c5b","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:51.021Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:5a7d0f9b-1c2d-4e3f-8a4b-000000000001"}],"basedOn":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"partOf":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"status":"completed","sent":"2026-11-25T10:38:50.994Z","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sender":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"recipient":[{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"},{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"}],"payload":[{"contentString":"Only water, I understand."},{"contentAttachment":{"extension":[{"url":"urn:careteam:sha256","valueString":"58f7de45f63e4e6ee1dc0199d60f706821207624b2834fd5b072a01f97caa53e"}],"contentType":"image/png","url":"Binary/3b4ebd3b-cc13-42e8-ba58-c89d9de3248a","size":14,"hash":"aQ1AYR+1cAa1YffWqI09Wje9EYc=","title":"wrist.png"}}]}');
INSERT INTO source VALUES('Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5','{"resourceType":"Communication","id":"ffd09586-003e-4c58-abd7-b46c2b79ffc5","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:51.084Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:5a7d0f9b-1c2d-4e3f-8a4b-000000000002"}],"basedOn":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"partOf":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"status":"completed","sent":"2026-11-25T10:38:51.067Z","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sender":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"recipient":[{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"},{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"}],"payload":[{"contentString":"Seen?"}]}');
INSERT INTO source VALUES('Communication/e979f803e51b1e4cd39c27ff60ed2961','{"resourceType":"Communication","id":"e979f803e51b1e4cd39c27ff60ed2961","meta":{"versionId":"1","lastUpdated":"2026-11-25T10:38:54.088Z"},"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:e979f803-e51b-8e4c-939c-27ff60ed2961"}],"basedOn":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"partOf":[{"reference":"CommunicationRequest/a3c17f5e82d0946b"}],"inResponseTo":[{"reference":"Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5"}],"status":"completed","priority":"urgent","subject":{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},"sent":"2026-11-25T10:38:54.087Z","sender":{"reference":"Practitioner/nurse-martinez","display":"Nurse Rosa Martínez"},"recipient":[{"reference":"Patient/ada-lindqvist","display":"Ada Lindqvist"},{"reference":"Practitioner/drlee","display":"Dr. Minjung Lee"}],"payload":[{"contentString":"Thank you, Ada, that is good to know. Please go on as we said, and write at once if anything gets worse."}]}');
CREATE TABLE receipt (
  reference TEXT PRIMARY KEY, version TEXT, conversation TEXT NOT NULL, owner INTEGER NOT NULL, read_through TEXT,
  delivered_through TEXT, read_also TEXT NOT NULL DEFAULT '', at TEXT, unapplied INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO receipt VALUES('Task/06be60a23666a2bf','1','CommunicationRequest/a3c17f5e82d0946b',2,'Communication/18156158fc26302f','Communication/18156158fc26302f','','063931198948418000000',0);
INSERT INTO receipt VALUES('Task/430be731c2105bfd','1','CommunicationRequest/f15a8c3de0924b76',2,'Communication/30da45e89e30ccd6','Communication/30da45e89e30ccd6','','063928366140000000000',0);
INSERT INTO receipt VALUES('Task/5068db3ab256c3e9','1','CommunicationRequest/93a6e5d2107bc4f8',5,'Communication/1d024d325a5f13c7','Communication/1d024d325a5f13c7','','063931194748418000000',0);
INSERT INTO receipt VALUES('Task/7138142114ffb736','1','CommunicationRequest/93a6e5d2107bc4f8',4,'Communication/5f205a09214ec56a','Communication/5f205a09214ec56a','','063931133220000000000',0);
INSERT INTO receipt VALUES('Task/7e60608625d2f50d','1','CommunicationRequest/0d7be24f95c18a63',8,'Communication/95b686f47378191c','Communication/95b686f47378191c','','063930192120000000000',0);
INSERT INTO receipt VALUES('Task/b80fdce23dbf7145','1','CommunicationRequest/f15a8c3de0924b76',1,'Communication/30da45e89e30ccd6','Communication/30da45e89e30ccd6','','063928366140000000000',0);
INSERT INTO receipt VALUES('Task/da284a3f3ea8640f','2','CommunicationRequest/a3c17f5e82d0946b',5,'Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5','Communication/ffd09586-003e-4c58-abd7-b46c2b79ffc5','','063931199934087000000',0);
INSERT INTO receipt VALUES('Task/dff97e1c4c1d7245','1','CommunicationRequest/f15a8c3de0924b76',5,'Communication/9075288cdded29b3','Communication/9075288cdded29b3','','063928364160000000000',0);
INSERT INTO receipt VALUES('Task/e69b4e41654b3c56','2','CommunicationRequest/93a6e5d2107bc4f8',1,'Communication/1d024d325a5f13c7','Communication/1d024d325a5f13c7','',NULL,0);
INSERT INTO receipt VALUES('Task/fc10c5223edc0260','2','CommunicationRequest/a3c17f5e82d0946b',1,'CommunicationRequest/a3c17f5e82d0946b','Communication/e979f803e51b1e4cd39c27ff60ed2961','',NULL,0);
INSERT INTO receipt VALUES('Task/fccbdcd4853b1649','1','CommunicationRequest/0d7be24f95c18a63',1,'CommunicationRequest/0d7be24f95c18a63','Communication/61773a27bc03adaf','','063930078420000000000',0);
CREATE TABLE pending_receipt (
  conversation INTEGER PRIMARY KEY, token INTEGER NOT NULL, reads INTEGER NOT NULL);
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
  conversation INTEGER NOT NULL, message INTEGER NOT NULL UNIQUE, begins INTEGER NOT NULL,
  may_exist INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, next_attempt TEXT,
  created TEXT NOT NULL, owner TEXT, lease_until TEXT, posted TEXT);
INSERT INTO outbox VALUES(1,'5a7d0f9b-1c2d-4e3f-8a4b-000000000001','sent',12,119,0,0,1,NULL,NULL,'063931199930994000000',NULL,NULL,NULL);
INSERT INTO outbox VALUES(2,'5a7d0f9b-1c2d-4e3f-8a4b-000000000002','sent',12,120,0,0,1,NULL,NULL,'063931199931067000000',NULL,NULL,NULL);
INSERT INTO outbox VALUES(3,'5a7d0f9b-1c2d-4e3f-8a4b-000000000003','queued',5,122,0,0,0,NULL,NULL,'063931199934675000000',NULL,NULL,NULL);
INSERT INTO outbox VALUES(4,'5a7d0f9b-1c2d-4e3f-8a4b-000000000004','queued',5,123,0,0,0,NULL,NULL,'063931199934715000000',NULL,NULL,NULL);
INSERT INTO outbox VALUES(5,'5a7d0f9b-1c2d-4e3f-8a4b-000000000005','queued',16,124,1,0,0,NULL,NULL,'063931199934772000000',NULL,NULL,NULL);
INSERT INTO outbox VALUES(6,'5a7d0f9b-1c2d-4e3f-8a4b-000000000006','claimed',3,125,0,0,0,NULL,NULL,'063931199934812000000','4242@1','063931199934812000000',NULL);
INSERT INTO outbox VALUES(7,'5a7d0f9b-1c2d-4e3f-8a4b-000000000007','unknown',12,126,0,1,2,'the server closed the connection',NULL,'063931199934854000000',NULL,NULL,'063931199934854000000');
INSERT INTO outbox VALUES(8,'5a7d0f9b-1c2d-4e3f-8a4b-000000000008','failed',11,127,0,0,1,'the server refused it',NULL,'063931199934896000000',NULL,NULL,NULL);
CREATE TABLE draft (
  number INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL, conversation INTEGER, new_conversation TEXT,
  in_reply_to INTEGER, attachments TEXT NOT NULL, updated TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO draft VALUES(1,'5a7d0f9b-1c2d-4e3f-8a4b-000000000009',3,NULL,NULL,'[]','063931199934937000000','A draft of a reply');
INSERT INTO draft VALUES(2,'5a7d0f9b-1c2d-4e3f-8a4b-000000000010',NULL,'{"recipients":[{"reference":"Practitioner/nurse-martinez","name":"Nurse Rosa Martínez","role":"practitioner"}],"patient":{"reference":"Patient/ada-lindqvist","name":"Ada Lindqvist","role":"patient"},"subject":"A draft","type":"other","priority":"routine"}',NULL,'[{"path":"/home/ada/.local/share/careteam/default/attachments/58f7de45f63e4e6ee1dc0199d60f706821207624b2834fd5b072a01f97caa53e","filename":"wrist.png","contentType":"image/png","size":14,"sha256":"58f7de45f63e4e6ee1dc0199d60f706821207624b2834fd5b072a01f97caa53e","sha1":"aQ1AYR+1cAa1YffWqI09Wje9EYc="}]','063931199934988000000','A draft of a conversation');
CREATE TABLE cursor (name TEXT PRIMARY KEY, position INTEGER NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO cursor VALUES('ward',183,'063931199935067000000');
CREATE TABLE IF NOT EXISTS "event" (
  position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at TEXT NOT NULL, conversation INTEGER,
  message INTEGER);
INSERT INTO event VALUES(3,'conversationUpdated','063931199908894000000',3,NULL);
INSERT INTO event VALUES(5,'conversationUpdated','063931199908894000000',5,NULL);
INSERT INTO event VALUES(10,'conversationUpdated','063931199908894000000',10,NULL);
INSERT INTO event VALUES(11,'conversationUpdated','063931199908894000000',11,NULL);
INSERT INTO event VALUES(12,'conversationUpdated','063931199908894000000',12,NULL);
INSERT INTO event VALUES(17,'messageReceived','063931199908894000000',10,2);
INSERT INTO event VALUES(23,'messageReceived','063931199908894000000',11,8);
INSERT INTO event VALUES(28,'messageReceived','063931199908894000000',12,13);
INSERT INTO event VALUES(29,'messageSent','063931199908894000000',3,14);
INSERT INTO event VALUES(30,'messageSent','063931199908894000000',5,15);
INSERT INTO event VALUES(43,'messageSent','063931199908967000000',10,28);
INSERT INTO event VALUES(45,'messageReceived','063931199908967000000',10,30);
INSERT INTO event VALUES(51,'messageReceived','063931199908967000000',10,36);
INSERT INTO event VALUES(64,'messageSent','063931199908967000000',10,49);
INSERT INTO event VALUES(65,'messageReceived','063931199908967000000',10,50);
INSERT INTO event VALUES(106,'messageSent','063931199908967000000',11,91);
INSERT INTO event VALUES(115,'messageReceived','063931199908967000000',11,100);
INSERT INTO event VALUES(124,'messageReceived','063931199908967000000',11,109);
INSERT INTO event VALUES(125,'messageReceived','063931199908967000000',3,110);
INSERT INTO event VALUES(126,'messageReceived','063931199908967000000',3,111);
INSERT INTO event VALUES(127,'messageSent','063931199908967000000',3,112);
INSERT INTO event VALUES(128,'messageSent','063931199908967000000',12,113);
INSERT INTO event VALUES(129,'messageReceived','063931199908967000000',3,114);
INSERT INTO event VALUES(130,'messageReceived','063931199908967000000',12,115);
INSERT INTO event VALUES(134,'messageRead','063931199908967000000',11,91);
INSERT INTO event VALUES(140,'messageRead','063931199909062000000',3,14);
INSERT INTO event VALUES(141,'messageRead','063931199909062000000',3,112);
INSERT INTO event VALUES(148,'messageRead','063931199909062000000',10,28);
INSERT INTO event VALUES(149,'messageRead','063931199909062000000',10,49);
INSERT INTO event VALUES(150,'messageRead','063931199909062000000',12,113);
INSERT INTO event VALUES(185,'messageSent','063931199931025000000',12,119);
INSERT INTO event VALUES(186,'messageSent','063931199931087000000',12,120);
INSERT INTO event VALUES(187,'messageReceived','063931199934493000000',12,121);
INSERT INTO event VALUES(188,'messageRead','063931199934544000000',12,119);
INSERT INTO event VALUES(189,'messageRead','063931199934544000000',12,120);
INSERT INTO event VALUES(190,'conversationUpdated','063931199934591000000',3,NULL);
INSERT INTO event VALUES(191,'gap','063931199934591000000',NULL,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('conversation_handle',16);
INSERT INTO sqlite_sequence VALUES('message_handle',127);
INSERT INTO sqlite_sequence VALUES('outbox',8);
INSERT INTO sqlite_sequence VALUES('draft',2);
INSERT INTO sqlite_sequence VALUES('event',191);
CREATE INDEX conversation_handle_id ON conversation_handle (id);
CREATE INDEX message_handle_id ON message_handle (id);
CREATE INDEX conversation_activity ON conversation (updated DESC, number);
CREATE INDEX conversation_status ON conversation (status, updated DESC, number);
CREATE INDEX conversation_unread ON conversation (updated DESC, number) WHERE unread_count > 0;
CREATE INDEX conversation_waiting ON conversation (updated DESC, number) WHERE waiting_who IS NOT NULL;
CREATE INDEX message_order ON message (
  conversation, position, outgoing, is_read, retracted, failed, attachment_count, sender, asks, sent);
CREATE INDEX receipt_conversation ON receipt (conversation);
CREATE INDEX outbox_unsent ON outbox (conversation, number) WHERE state <> 'sent';
CREATE INDEX attachment_sent ON attachment (sha256) WHERE sha1 IS NOT NULL;
CREATE INDEX conversation_attention ON conversation (status, priority, unread_count, waiting_who, is_closed)
  WHERE status = 'needs-attention';
COMMIT;
PRAGMA user_version = 2;
