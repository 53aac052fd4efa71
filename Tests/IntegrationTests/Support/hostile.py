#!/usr/bin/python3
"""A FHIR server that means no good, or was written badly.

usage: hostile.py READY_FILE [JSON_TEST_SUITE]

Writes its port into READY_FILE once it listens. The first step of a path chooses what is wrong: the server of the case
‘cut’ is http://127.0.0.1:PORT/cut/fhir. GET /log/CASE is what was asked of it so far, a line a request. GET
/choose/CASE/N chooses an input of JSONTestSuite.
"""

import base64
import gzip
import json
import os
import re
import socket
import sys
import threading
import time

PATIENT = "Patient/p"
LOG = {}
COUNTS = {}
CHOSEN = {}
LOCK = threading.Lock()
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


def conversation(ident="c1", text="first", **more):
    return {
        "resourceType": "CommunicationRequest", "id": ident, "status": "active", "subject": {"reference": PATIENT},
        "meta": {"versionId": "1", "lastUpdated": "2026-11-01T10:00:00Z"}, "reasonCode": [{"text": "About " + ident}],
        "sender": {"reference": "Practitioner/d", "display": "Dr. D"}, "recipient": [{"reference": PATIENT}],
        "authoredOn": "2026-11-01T10:00:00Z", "payload": [{"contentString": text}], **more,
    }


def message(ident, text=None, to="c1", updated="2026-11-02T10:00:00Z", **more):
    return {
        "resourceType": "Communication", "id": ident, "status": "completed", "subject": {"reference": PATIENT},
        "meta": {"versionId": "1", "lastUpdated": updated}, "partOf": [{"reference": "CommunicationRequest/" + to}],
        "sender": {"reference": "Practitioner/d", "display": "Dr. D"}, "recipient": [{"reference": PATIENT}],
        "sent": "2026-11-02T10:00:00Z", "payload": [{"contentString": text or "text of " + ident}], **more,
    }


def bundle(resources, following=None):
    entries = [r if isinstance(r, str) else json.dumps({"resource": r}) for r in resources]
    link = ',"link":[{"relation":"next","url":%s}]' % json.dumps(following) if following else ""
    return '{"resourceType":"Bundle","type":"searchset"%s,"entry":[%s]}' % (link, ",".join(entries))


def broken(ident, member):
    """An entry with a member that is no JSON, or none that is taken."""
    return json.dumps({"resource": message(ident)})[:-2] + "," + member + "}}"


def nested(count):
    return '"x":' + "[" * count + "]" * count


def page(text, status=200, headers=()):
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    lines = ["HTTP/1.1 %d OK" % status, "Content-Type: application/fhir+json", "Content-Length: %d" % len(body)]
    return ("\r\n".join([*lines, *headers]) + "\r\n\r\n").encode() + body


def bad_entries(request):
    return bundle([
        message("good1"), broken("twice", '"status":"x"'), broken("deep", nested(5000)), broken("number", '"x":01'),
        broken("escape", '"x":"\\q"'), '{"resource":5}', "7", '{"resource":{"resourceType":["Communication"],"id":7}}',
        message("types", payload="x", sender=17, recipient={"a": []}, sent={}, priority=[], identifier="y", received=1),
        message("good2"),
    ])


def times(request):
    sent = [
        "0000-00-00T00:00:00Z", "0000-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T23:59:60Z", "2016-12-31T23:59:60Z", "2026-11-02T10:00:00", "2026-11-02T24:00:00Z", "yesterday", "",
        "2026-11-02T10:00:00+14:00", "2026-11-02T10:00:00.1234567890123Z", "2026-02-30", "-2026-11-02", "99999-01-01",
    ]
    found = [message("t%d" % n, sent=moment) for n, moment in enumerate(sent)]
    found.append(message("future", updated="9999-12-31T23:59:59Z"))
    if request.count > 2:
        found.append(message("later", updated="2026-11-03T10:00:00Z"))
    since = re.search(r"_lastUpdated=ge([^&]*)", request.body.replace("%3A", ":"))
    return bundle([r for r in found if not since or r["meta"]["lastUpdated"] >= since.group(1)])


IDS = ["../../admin", "a/b", " ", "", "..", ".", "x\x1b[2J", "n" * 300, "a?b=c", "a#b", "a b", "ä", "%2e%2e", "a\\b", "\0"]


def ids(request):
    if request.type == "CommunicationRequest":
        return bundle([conversation(), *[conversation(i) for i in IDS]])
    found = [message(i) for i in IDS] + [message("stray%d" % n, to=i) for n, i in enumerate(IDS)]
    return bundle(found + [message("good1"), message("n" * 100)])


NAMES = ["Anna / front desk", "x/Practitioner/d", "$(touch hacked)", "`touch hacked`", "a/_history/b", "/", "..", ESCAPES]


def names(request):
    people = [{"display": n} for n in NAMES] + [{"type": "no type", "identifier": {"value": n}} for n in NAMES]
    people += [{"reference": "#p"}, {"reference": "Practitioner/" + ESCAPES, "display": "x"}]
    contained = [{"resourceType": "Practitioner", "id": "p", "name": [{"text": "Contained"}]}]
    found = [message("n%d" % n, sender=who, recipient=people, contained=contained) for n, who in enumerate(people)]
    return bundle(found)


def threads(request):
    def part(ident, *of, **more):
        return message(ident, partOf=[{"reference": "Communication/" + i} for i in of], **more)

    return bundle([
        part("self", "self"), part("a", "b"), part("b", "a"), part("x", "y"), part("y", "z"), part("z", "x"),
        message("r1", partOf=[], inResponseTo=[{"reference": "Communication/r2"}]),
        message("r2", partOf=[], inResponseTo=[{"reference": "Communication/r1"}]),
    ])


def large(request):
    """A page of the usual number of resources is of 30 MB; with ten it is taken."""
    count = int(re.search(r"_count=(\d+)", request.body or request.path).group(1))
    start = int((re.search(r"start=(\d+)", request.path) or [0, 0])[1])
    found = [message("l%03d" % n, "x" * 300_000) for n in range(start, min(100, start + count))]
    following = "/large/fhir/page?start=%d&_count=%d" % (start + count, count) if start + count < 100 else None
    return bundle(found, following)


def values(request):
    return bundle([broken("many%d" % n, '"x":[%s{}]' % ("[]," * 300_000)) for n in range(8)] + [message("good1")])


def long(request):
    if request.type == "CommunicationRequest":
        return bundle([conversation(reasonCode=[{"text": "s\u0301" * 500_000}], sender={"display": "日" * 300_000})])
    crowd = [{"reference": "Practitioner/p%d" % n, "display": "name"} for n in range(10_000)]
    files = [{"contentAttachment": {"url": "Binary/1", "title": "t" * 9000, "size": -5}} for _ in range(500)]
    return bundle([message("long", recipient=crowd, payload=[{"contentString": "w" * 1_000_000}, *files])])


def repeated(request):
    return bundle([message("good1"), message("good2")], "/same-page/fhir/Communication?again")


def circle(request):
    step = "b" if "step=b" in request.path else "a"
    return bundle([message("good-" + step)], "/circle/fhir/Communication?step=" + ("a" if step == "b" else "b"))


def empty(request):
    return bundle([] if request.count > 1 else [message("good1")], "/empty-pages/fhir/Communication?n=%d" % request.count)


def outcome(request):
    text = ESCAPES + "x" * 1_000_000
    issue = {"severity": "error", "code": "exception", "diagnostics": text}
    return page(json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}), 500)


def json_suite(request):
    """A search of messages is answered with the input of JSONTestSuite that was chosen, one of conversations with a page
    that has it in a resource, and a good conversation beside that."""
    text = SUITE[CHOSEN.get(request.case, 0)][1]
    if request.type == "Communication":
        return page(text)
    if request.type == "Task":
        return page(bundle([]))
    start = '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","id":"x","x":'
    good = json.dumps({"resource": conversation("good%d" % CHOSEN.get(request.case, 0))})
    return page(start.encode() + text + b"}}," + good.encode() + b"]}")


def drip(stream, request):
    stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 100000\r\n\r\n")
    while True:
        stream.sendall(b" ")
        time.sleep(0.1)


def endless(stream, request):
    stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n\r\n[")
    while True:
        stream.sendall(b"[1]," * 16_384)


def headers(stream, request):
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        stream.sendall(b"X-Flood: " + b"f" * 8000 + b"\r\n")


def bomb(stream, request):
    body = gzip.compress(b" " * (1 << 27), 9)
    stream.sendall(page(body, headers=["Content-Encoding: gzip"]))


def short(stream, request):
    stream.sendall(page(bundle([message("good1")])).replace(b"Content-Length: ", b"Content-Length: 9"))


def raw(text):
    return lambda request: page(text)


# What a case answers to searches of messages; a text or a list of bytes is sent, a function of two writes itself.
CASES = {
    "good": lambda request: bundle([message("good1"), message("good2")]),
    "bad-entries": bad_entries, "times": times, "ids": ids, "names": names, "threads": threads, "large": large,
    "values": values, "long": long, "same-page": repeated, "circle": circle, "empty-pages": empty, "outcome": outcome,
    "cut": raw(bundle([message("good1"), message("good2")])[:-300]), "rubbish": raw("<html>Bad gateway</html>"),
    "null": raw("null"), "empty": raw(""), "deep": raw("[" * 100_000), "binary": raw(bytes(range(256)) * 100),
    "wrong-link": raw('{"resourceType":"Bundle","link":[{"relation":"next","url":7}],"entry":"none"}'),
    "twice": raw('{"resourceType":"Bundle","entry":[],"entry":[]}'),
    "elsewhere-page": lambda request: bundle([message("good1")], "http://127.0.0.1:1/fhir/Communication?page=2"),
    "redirects": lambda request: page("", 307, ["Location: /redirects/fhir/Communication/_search"]),
    "elsewhere": lambda request: page("", 307, ["Location: http://127.0.0.1:1/fhir/Communication/_search"]),
    "late": lambda request: page("", 503, ["Retry-After: 99999999999999999999"]),
    "json": json_suite,
}
STREAMS = {"drip": drip, "endless": endless, "headers": headers, "bomb": bomb, "short": short}
ALL_SEARCHES = {"json", "ids", "long"}


class Request:
    """One request, and the how manieth search of messages of its case it is."""

    def __init__(self, head, body):
        self.method, self.path = head.split(" ")[:2]
        self.body = body
        steps = self.path.split("?")[0].split("/")
        self.case = steps[1]
        self.type = steps[3] if len(steps) > 3 else ""
        self.count = 0


def answer(stream, request):
    if request.case == "log":
        with LOCK:
            return stream.sendall(page("\n".join(LOG.get(request.path.split("/")[2], []))))
    if request.case == "choose":
        with LOCK:
            CHOSEN[request.path.split("/")[2]] = int(request.path.split("/")[3])
        return stream.sendall(page("chosen"))
    if request.type == "metadata":
        rest = [{"resource": [{"type": t} for t in ("CommunicationRequest", "Communication", "Task")]}]
        dialect = rest if request.case != "threads" else []
        return stream.sendall(
            page(json.dumps({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": dialect})))
    isMessages = request.type in ("Communication", "page") or request.case in ALL_SEARCHES
    if request.method != "GET" and "_search" not in request.path:
        return stream.sendall(page("", 404))
    if not isMessages:
        found = [conversation()] if request.type == "CommunicationRequest" else []
        return stream.sendall(page(bundle(found)))
    with LOCK:
        request.count = COUNTS[request.case] = COUNTS.get(request.case, 0) + 1
    if request.case in STREAMS:
        return STREAMS[request.case](stream, request)
    said = CASES[request.case](request)
    stream.sendall(said if isinstance(said, bytes) else page(said))


def serve(stream):
    try:
        with stream, stream.makefile("rb") as lines:
            while True:
                head = lines.readline().decode("latin-1").strip()
                if not head:
                    return
                fields = {}
                while (line := lines.readline().strip()):
                    name, _, value = line.decode("latin-1").partition(":")
                    fields[name.lower()] = value.strip()
                body = lines.read(int(fields.get("content-length", 0))).decode("utf-8", "replace")
                request = Request(head, body)
                with LOCK:
                    LOG.setdefault(request.case, []).append(head)
                answer(stream, request)
                if request.case in STREAMS and request.count:
                    return
    except OSError:
        return


def suite(path):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            name, *words = line.split()
            pieces = zip(words[0::2], words[1::2])
            yield name, b"".join(base64.b64decode("" if w == "-" else w) * int(n) for n, w in pieces)


SUITE = list(suite(sys.argv[2])) if len(sys.argv) > 2 else []

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    with open(sys.argv[1] + ".part", "w", encoding="ascii") as file:
        file.write(str(listener.getsockname()[1]))
    os.rename(sys.argv[1] + ".part", sys.argv[1])
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
