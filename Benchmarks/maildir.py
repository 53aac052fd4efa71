#!/usr/bin/env python3
"""Writes what `careteam search '*' --format ndjson` prints as a Maildir, a mail a message, for other search programs.

usage: maildir.py FOLDER < messages.ndjson
"""

import email.utils
import json
import os
import sys
from datetime import datetime

folder = sys.argv[1]
for name in ("cur", "new", "tmp"):
    os.makedirs(os.path.join(folder, name), exist_ok=True)
for line in sys.stdin:
    message = json.loads(line)
    sent = datetime.fromisoformat(message["sentAt"].replace("Z", "+00:00"))
    headers = {
        "From": email.utils.formataddr((message["from"]["name"], message["from"]["id"] + "@clinic.example")),
        "To": ", ".join(email.utils.formataddr((one["name"], one["id"] + "@clinic.example")) for one in message["to"]),
        "Subject": message["subject"] or "",
        "Date": email.utils.format_datetime(sent),
        "Message-ID": f"<{message['id']}@clinic.example>",
        "Content-Type": "text/plain; charset=utf-8",
    }
    path = os.path.join(folder, "cur", f"{int(sent.timestamp())}.{message['id']}.clinic:2,")
    with open(path, "w", encoding="utf-8") as mail:
        mail.write("".join(f"{name}: {value}\n" for name, value in headers.items()) + "\n" + message["text"] + "\n")
