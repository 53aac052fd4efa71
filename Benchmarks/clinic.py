"""careteam's own server with its sample clinic and as many messages more as are asked for, for the benchmarks."""

import http.client
import json
import os
import random
import subprocess
import time
import urllib.parse
import uuid

WORDS = """after again always appointment arm blood breakfast call care clinic day doctor dose evening eye fever good
hand help hour insulin knee lab letter light meal medicine morning nurse pain pressure question rest result sleep sugar
swelling tablet test today tomorrow walk water week""".split()
PATIENT = {"reference": "Patient/ada-lindqvist", "display": "Ada Lindqvist"}
DOCTOR = {"reference": "Practitioner/drlee", "display": "Dr. Minjung Lee"}


class Clinic:
    """A running server; `stop` ends it."""

    def __init__(self, programs, folder):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        ready = os.path.join(folder, "ready.json")
        serve = [os.path.join(programs, "careteam-server"), "--demo", "--answer-after", "86400", "--port", "0"]
        self.process = subprocess.Popen(serve + ["--data", os.path.join(folder, "clinic"), "--ready-file", ready, "-q"])
        while not os.path.exists(ready) or not os.path.getsize(ready):
            if self.process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        with open(ready, encoding="utf-8") as file:
            facts = json.load(file)
        self.url = facts["url"]
        self.address = urllib.parse.urlsplit(self.url)
        self.token_file = facts["tokens"]["patient"]
        self.patient = token(self.token_file)
        self.doctor = token(facts["tokens"]["practitioner"])

    def connection(self):
        """A connection to the server."""
        return http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=300)

    def ask(self, connection, who, method, path, body=None):
        """The JSON that the server answers to the owner of a token."""
        fields = {"Authorization": f"Bearer {who}", "Content-Type": "application/fhir+json"}
        connection.request(method, self.address.path + path, body and json.dumps(body), fields)
        response = connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise SystemExit(f"{method} {path} was answered with {response.status}: {content[:300]}")
        return json.loads(content) if content else {}

    def fill(self, messages):
        """Stores so many messages, ten in a conversation on average, always the same texts."""
        numbers = random.Random(42)
        connection = self.connection()
        conversations = []
        for start in range(0, messages, 500):
            for _ in range(50):
                conversations.append(str(uuid.UUID(int=numbers.getrandbits(128))))
            new = [conversation(name, index) for index, name in enumerate(conversations[-50:], len(conversations) - 50)]
            self.put(connection, new)
            texts = []
            for number in range(start, start + 500):
                about = numbers.choice(conversations)
                words = " ".join(numbers.choice(WORDS) for _ in range(95))
                texts.append(message(str(uuid.UUID(int=numbers.getrandbits(128))), about, words, number))
            self.put(connection, texts)
        connection.close()
        return conversations

    def put(self, connection, resources):
        """Stores resources in one batch."""
        entries = [
            {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
            for one in resources
        ]
        bundle = {"resourceType": "Bundle", "type": "batch", "entry": entries}
        answer = self.ask(connection, self.doctor, "POST", "", bundle)
        for entry in answer["entry"]:
            if not entry["response"]["status"].startswith("2"):
                raise SystemExit(f"the server refused a resource: {entry}")

    def stop(self):
        """Ends the server."""
        self.process.terminate()
        self.process.wait(30)


def token(path):
    """The token in a file."""
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def instant(number):
    """The time of a message, a minute after the one before."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_600_000_000 + number * 60))


def conversation(name, number):
    """A conversation as FHIR."""
    return {
        "resourceType": "CommunicationRequest",
        "id": name,
        "status": "active",
        "priority": "routine",
        "subject": PATIENT,
        "requester": DOCTOR,
        "sender": DOCTOR,
        "recipient": [PATIENT],
        "authoredOn": instant(number * 10),
        "reasonCode": [{"text": f"Matter {number}"}],
    }


def message(name, about, text, number):
    """A message as FHIR, from the doctor."""
    request = {"reference": f"CommunicationRequest/{about}"}
    return {
        "resourceType": "Communication",
        "id": name,
        "status": "completed",
        "subject": PATIENT,
        "sender": DOCTOR,
        "recipient": [PATIENT],
        "payload": [{"contentString": text}],
        "basedOn": [request],
        "partOf": [request],
        "sent": instant(number),
    }
