#!/usr/bin/env python3
"""Measures the release programs against careteam's own server on this machine: synchronising, watching, files, requests.

usage: network.py FOLDER-OF-THE-RELEASE-PROGRAMS FOLDER-TO-WORK-IN [MESSAGES]
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid

from clinic import DOCTOR, PATIENT, Clinic, conversation, message

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command, env=None):
    """Runs a command to its end.

    Returns its seconds and its largest memory in MiB.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def race(what, peer, runs, ours, theirs):
    """Two commands in turn (race.py)."""
    subprocess.run([os.path.join(HERE, "race.py"), what, peer, str(runs), ours, theirs], check=True)


def say(text):
    """Prints a result at once."""
    print(text, flush=True)


class Bench:
    """The client and the server under measurement."""

    def __init__(self, programs, folder, messages):
        os.environ["CARETEAM_HOME"] = os.path.join(folder, "home")
        self.folder = folder
        self.careteam = os.path.join(programs, "careteam")
        self.clinic = Clinic(programs, folder)
        self.messages = messages
        # The token stands in a file, as curl reads it: on a command line others would see it.
        self.header = self.write("header", f"Authorization: Bearer {self.clinic.patient}\n")

    def write(self, name, text):
        """A small file."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def curl(self, *words):
        """A curl command with the patient's token."""
        return ["curl", "-sS", "--fail", "-H", f"@{self.header}", *words]

    def first_sync(self):
        """Everything that the server has, against its pages alone and against a pipeline of shell commands."""
        run([self.careteam, "login", self.clinic.url, "--token-file", self.clinic.token_file, "-q"])
        start = time.perf_counter()
        self.conversations = self.clinic.fill(self.messages)
        say(f"the server has stored {self.messages} messages in {time.perf_counter() - start:.1f} s, by batches of 500")
        seconds, memory = run([self.careteam, "sync", "--timeout", "1h"])
        self.synced = time.monotonic()
        pages = self.fetch_pages()
        pipeline = self.pipeline()
        say(
            f"first sync of {self.messages} messages: {seconds:.1f} s, {memory:.0f} MiB; the pages alone {pages:.1f} s, "
            f"a pipeline of curl, jq and sqlite3 {pipeline:.1f} s"
        )

    def fetch_pages(self):
        """The seconds of the same pages over one connection, without looking at them."""
        connection = self.clinic.connection()
        start = time.perf_counter()
        for kind in ("CommunicationRequest", "Communication"):
            path = f"/{kind}?_sort=_lastUpdated&_count=100"
            while path:
                page = self.clinic.ask(connection, self.clinic.patient, "GET", path)
                following = [link["url"] for link in page["link"] if link["relation"] == "next"]
                path = following[0].removeprefix(self.clinic.url) if following else None
        return time.perf_counter() - start

    def pipeline(self):
        """The seconds of what one would write at the prompt instead."""
        script = """
          sqlite3 "$1" 'CREATE TABLE message (id PRIMARY KEY, sent, text)'
          url="$2/Communication?_sort=_lastUpdated&_count=100"
          while [ -n "$url" ]; do
            curl -sS --fail -H "@$3" "$url" >"$1.page"
            jq -r '.entry[].resource | [.id, .sent, .payload[0].contentString] | @csv' "$1.page" |
              sqlite3 "$1" '.mode csv' '.import /dev/stdin message'
            url=$(jq -r 'first(.link[] | select(.relation == "next") | .url) // empty' "$1.page")
          done"""
        database = os.path.join(self.folder, "pipeline.sqlite3")
        return run(["sh", "-ec", script, "sh", database, self.clinic.url, self.header])[0]

    def idle_sync(self):
        """A sync with nothing new, against one bare request.

        Every sync looks back two minutes behind the newest of each type: the load, and the receipts that the first sync
        sent, must be older than that.
        """
        time.sleep(max(0, self.synced + 125 - time.monotonic()))
        about = self.conversations[0]
        newest = [conversation(str(uuid.uuid4()), 1), message(str(uuid.uuid4()), about, "The newest.", 399_999)]
        self.clinic.put(self.clinic.connection(), newest)
        run([self.careteam, "sync"])
        query = f"{self.clinic.url}/Communication?_lastUpdated=ge2999-01-01"
        race(
            "sync with nothing new", "one GET by curl", 20, f"{self.careteam} sync",
            f"curl -sS --fail -H @{self.header} {query}",
        )

    def watch(self, count=200):
        """From the answer to whoever writes a message to the line that `watch` prints."""
        command = [self.careteam, "watch", "--format", "ndjson", "--since", "now"]
        arrivals = {}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            while json.loads(process.stdout.readline()).get("state") != "up":
                pass

            def note():
                for line in process.stdout:
                    found = json.loads(line).get("message") or {}
                    arrivals.setdefault(found.get("id"), time.perf_counter())

            threading.Thread(target=note, daemon=True).start()
            connection = self.clinic.connection()
            asked, answered = {}, {}
            for number in range(count):
                name = str(uuid.uuid4())
                body = message(name, self.conversations[0], f"A short word, number {number}.", 400_000 + number)
                asked[name] = time.perf_counter()
                self.clinic.ask(connection, self.clinic.doctor, "PUT", f"/Communication/{name}", body)
                answered[name] = time.perf_counter()
                limit = answered[name] + 5
                while name not in arrivals and time.perf_counter() < limit:
                    time.sleep(0.001)
            process.terminate()
            process.wait()
        seen = [name for name in answered if name in arrivals]
        after = sorted((arrivals[name] - answered[name]) * 1000 for name in seen)
        whole = sorted((arrivals[name] - asked[name]) * 1000 for name in seen)
        if not seen:
            raise SystemExit("watch printed nothing")
        say(
            f"watch, from the server's answer to the line: median {statistics.median(after):.1f} ms, "
            f"p99 {after[len(after) * 99 // 100]:.1f} ms; from the request median {statistics.median(whole):.1f} ms; "
            f"{len(seen)} of {count} messages"
        )

    def requests(self):
        """Requests to the server over 64 connections, each with its AuditEvent committed before it is answered."""
        address = f"http://{self.clinic.address.netloc}"
        facts = {
            "BENCH_ID": self.conversations[0], "BENCH_TOKEN": self.clinic.doctor,
            "BENCH_PATIENT": PATIENT["reference"], "BENCH_SENDER": DOCTOR["reference"],
        }
        for what in ("get", "search", "create"):
            wrk = ["wrk", "-t", "1", "-c", "64", "-d", "10s", "-s", os.path.join(HERE, "requests.lua"), address]
            made = subprocess.run(
                wrk, env={**os.environ, **facts, "BENCH_WHAT": what}, capture_output=True, text=True, check=True)
            say(f"server, {what} over 64 connections: {made.stdout.strip().splitlines()[-1]}")


class Files:
    """A large file up and down, in a small clinic of its own, against curl."""

    def __init__(self, programs, folder, size=1 << 30):
        self.careteam = os.path.join(programs, "careteam")
        self.size = size
        self.path = os.path.join(folder, "large.bin")
        self.clinic = Clinic(programs, os.path.join(folder, "files"))
        self.header = os.path.join(folder, "files", "header")
        with open(self.header, "w", encoding="utf-8") as file:
            file.write(f"Authorization: Bearer {self.clinic.patient}\n")
        self.homes = [os.path.join(folder, "files", name) for name in ("one", "other")]
        for home in self.homes:
            self.client(home, "login", self.clinic.url, "--token-file", self.clinic.token_file, "-q")

    def client(self, home, *words):
        """A command of the client in one of two mailboxes of the same patient."""
        return run([self.careteam, *words], env={**os.environ, "CARETEAM_HOME": home})

    def curl(self, *words):
        """A command of curl with the patient's token."""
        return run(["curl", "-sS", "--fail", "-H", f"@{self.header}", *words])

    def say(self, what, ours, theirs):
        """The seconds and the memory of both."""
        say(
            f"{self.size >> 20} MiB {what}: {ours[0]:.1f} s, {ours[1]:.0f} MiB of memory; "
            f"curl {theirs[0]:.1f} s, {theirs[1]:.0f} MiB"
        )

    def measure(self):
        """Sends the file from one mailbox, and saves it in the other, which has never had it."""
        with open(self.path, "wb") as file:
            for _ in range(self.size >> 20):
                file.write(os.urandom(1 << 20))
        kind = "Content-Type: application/octet-stream"
        theirs = self.curl("-X", "POST", "-H", kind, "-o", "/dev/null", "-T", self.path, f"{self.clinic.url}/Binary")
        conversation = self.listed("list", "-n", "1")["handle"]
        ours = self.client(self.homes[0], "attach", conversation, self.path, "--timeout", "1h", "-q")
        self.say("up", ours, theirs)
        self.client(self.homes[1], "sync")
        file = self.listed("read", conversation, "--last", "1")["messages"][-1]["attachments"][0]
        theirs = self.curl("-H", "Accept: application/octet-stream", "-o", self.path, f"{self.clinic.url}/Binary/{file['id']}")
        os.remove(self.path)
        ours = self.client(self.homes[1], "save", file["handle"], "-o", self.path, "--timeout", "1h", "-q")
        self.say("down", ours, theirs)

    def listed(self, *words):
        """The first item that a command lists in the other mailbox."""
        command = [self.careteam, *words, "--offline", "--json"]
        printed = subprocess.run(
            command, env={**os.environ, "CARETEAM_HOME": self.homes[1]}, capture_output=True, check=True)
        return json.loads(printed.stdout)["items"][0]


if __name__ == "__main__":
    bench = Bench(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
    try:
        bench.first_sync()
        bench.idle_sync()
        bench.watch()
        bench.requests()
    finally:
        bench.clinic.stop()
    files = Files(sys.argv[1], sys.argv[2])
    try:
        files.measure()
    finally:
        files.clinic.stop()
