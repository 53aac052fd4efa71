#!/usr/bin/python3
"""A desktop's notifications, as far as a test needs them (freedesktop.org, Desktop Notifications Specification 1.2).

usage: dbus-run-session -- notifications.py FILE COMMAND...

Runs the command with a session bus on which it is the notification service, writes a line of JSON to FILE for each
notification, and ends with the command's status.
"""

import json
import subprocess
import sys
import threading

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

ANSWERS = {
    "Notify": ("u", (1,)),
    "GetCapabilities": ("as", (["body"],)),
    "GetServerInformation": ("ssss", ("careteam's tests", "careteam", "1", "1.2")),
}


def answer(message):
    name = message.header.fields.get(HeaderFields.member)
    if name not in ANSWERS:
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
    if name == "Notify":
        application, _, _, summary, body = message.body[:5]
        with open(sys.argv[1], "a", encoding="utf-8") as file:
            print(json.dumps({"application": application, "summary": summary, "body": body}), file=file)
    return new_method_return(message, *ANSWERS[name])


def serve(connection):
    while True:
        message = connection.receive()
        if message.header.message_type == MessageType.method_call:
            connection.send(answer(message))


connection = open_dbus_connection()
connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
threading.Thread(target=serve, args=(connection,), daemon=True).start()
sys.exit(subprocess.run(sys.argv[2:], check=False).returncode)
