#!/usr/bin/python3
"""Shows recorded output on terminal emulators (pyte, and tmux), and says what it did to them but show text.

usage: screens.py RECORDINGS_FILE

RECORDINGS_FILE is JSON: a list of {"name", "file", "columns", "table"}. Prints a line for each thing that is wrong, then
‘looked at N’.
"""

import json
import re
import subprocess
import sys
import tempfile
import unicodedata

import pyte

HEIGHT = 3000
COLOURS = re.compile("\x1b\\[[0-9;]*m")


class Screen(pyte.Screen):
    """A screen that notes what a program would be told back."""

    answered = ""

    def write_process_input(self, data):
        self.answered += data


def fresh(columns):
    screen = Screen(columns, HEIGHT)
    screen.set_mode(pyte.modes.LNM)
    return screen


def state(screen):
    """Everything of a terminal that text does not change."""
    return {
        "title": screen.title, "icon": screen.icon_name, "modes": sorted(screen.mode), "margins": screen.margins,
        "hidden": screen.cursor.hidden, "charset": screen.charset, "g0": screen.g0_charset, "g1": screen.g1_charset,
        "answered": screen.answered, "attributes": screen.cursor.attrs._replace(data=" "), "saved": len(screen.savepoints),
        "tabs": sorted(screen.tabstops),
    }


def is_text(character):
    return all(unicodedata.category(c) not in ("Cc", "Zl", "Zp") for c in character) and not any(
        c in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for c in character)


def gaps(header):
    """The cells left of each column of a table whose heading stands to the left."""
    starts = [m.start() for m in re.finditer(r"(?<=  )\S", header)]
    return [s for s in starts if header[s:].split(" ")[0] not in ("UNREAD", "PENDING", "TRIES")]


def look(recording):
    with open(recording["file"], "rb") as file:
        text = file.read().decode("utf-8", "replace")
    columns = recording["columns"]
    screen = fresh(columns)
    before = state(screen)
    pyte.Stream(screen).feed(text)
    after = state(screen)
    for name, value in before.items():
        if after[name] != value:
            yield "%s became %r" % (name, after[name])
    plain = COLOURS.sub("", text)
    lines = plain.split("\n")
    # Only a table promises a row for each line; sentences are broken by the terminal.
    if screen.cursor.y < len(lines) - 1 or recording.get("table") and screen.cursor.y != len(lines) - 1:
        yield "%d lines took %d rows: one is wider than the terminal" % (len(lines) - 1, screen.cursor.y)
    for cells in screen.buffer.values():
        for cell in cells.values():
            if not is_text(cell.data):
                yield "%r is on the screen" % cell.data
            if cell.reverse or cell.strikethrough or cell.italics:
                yield "%r has an attribute that careteam does not use" % cell.data
    if recording.get("table"):
        yield from crooked(screen, lines)


def crooked(screen, lines):
    """Rows of a table in which something stands in the gap before a column."""
    marks = gaps(lines[0])
    if not marks:
        yield "the table has no columns: %r" % lines[0]
    for row in range(len(lines) - 1):
        for mark in marks:
            cells = [screen.buffer[row][column].data for column in (mark - 2, mark - 1)]
            if cells != [" ", " "]:
                yield "row %d has %r before column %d: %r" % (row, cells, mark, lines[row])


def tmux(recordings):
    """The same in tmux, with its clipboard open to programs as many users have it."""
    for recording in recordings:
        with tempfile.TemporaryDirectory() as folder:
            base = ["tmux", "-S", folder + "/socket", "-f", "/dev/null"]

            def run(*words, base=base):
                done = subprocess.run([*base, *words], capture_output=True, timeout=60, check=False)
                return done.stdout.decode("utf-8", "replace").strip("\n")

            program = "sleep 0.3; cat %s; sleep 60" % recording["file"]
            run("new-session", "-d", "-s", "s", "-x", str(recording["columns"]), "-y", "2000", "sh", "-c", program)
            run("set", "-g", "set-clipboard", "on")
            yield from look_at_tmux(run, recording)
            run("kill-server")


FLAGS = "#{pane_title} #{cursor_flag}#{insert_flag}#{alternate_on}#{mouse_any_flag}#{keypad_flag}#{origin_flag}" \
    " #{scroll_region_upper} #{wrap_flag} #{window_name}"


def look_at_tmux(run, recording):
    with open(recording["file"], "rb") as file:
        lines = COLOURS.sub("", file.read().decode("utf-8", "replace")).split("\n")
    for _ in range(150):
        row = int(run("display", "-p", "-t", "s", "#{cursor_y}") or 0)
        if row >= len(lines) - 1:
            break
        subprocess.run(["sleep", "0.02"], check=False)
    if row < len(lines) - 1 or recording.get("table") and row != len(lines) - 1:
        yield "%s: tmux: the cursor is at row %d after %d lines" % (recording["name"], row, len(lines) - 1)
    flags = run("display", "-p", "-t", "s", FLAGS).split(" ")
    if flags[1:4] != ["100000", "0", "1"] or flags[0] != run("display", "-p", "#{host}"):
        yield "%s: tmux: the terminal is %r" % (recording["name"], flags)
    if run("show-buffer"):
        yield "%s: tmux: the clipboard holds %r" % (recording["name"], run("show-buffer"))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        recordings = json.load(file)
    for recording in recordings:
        for fault in dict.fromkeys(look(recording)):
            print("%s: %s" % (recording["name"], fault))
    chosen = [r for r in recordings if r.get("tmux")]
    for fault in tmux(chosen) if chosen else []:
        print(fault)
    print("looked at %d" % len(recordings))


main()
