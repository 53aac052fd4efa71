#!/usr/bin/python3
"""Shows what a program wrote on a terminal emulator (pyte), and prints what is to be seen there.

usage: screen.py FILE COLUMNS ROWS

Prints one JSON object: the lines down to the last that is not empty, where the cursor stands, and what else of the
terminal a text could have changed.
"""

import json
import sys

import pyte


def main():
    with open(sys.argv[1], "rb") as file:
        text = file.read().decode("utf-8", "replace")
    screen = pyte.HistoryScreen(int(sys.argv[2]), int(sys.argv[3]), history=10000)
    before = set(screen.mode)
    pyte.Stream(screen).feed(text)
    above = ["".join(line[column].data for column in range(screen.columns)).rstrip() for line in screen.history.top]
    lines = [line.rstrip() for line in screen.display]
    while lines and not lines[-1]:
        lines.pop()
    print(json.dumps({
        "above": above, "lines": lines, "row": screen.cursor.y, "column": screen.cursor.x, "title": screen.title,
        "modes": sorted(set(screen.mode) - before - {2004 << 5}), "margins": screen.margins, "hidden": screen.cursor.hidden,
    }))


main()
