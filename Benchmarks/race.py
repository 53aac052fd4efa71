#!/usr/bin/env python3
"""Runs two commands in turn, and prints the medians of their times and of the ratio pair by pair.

In turn, so that a machine whose speed changes meanwhile changes both. The time of the processor, in brackets, says the same
also where other programs are at work.

usage: race.py WHAT PEER RUNS OURS THEIRS
"""

import os
import shlex
import statistics
import sys
import time

what, peer, runs, ours, theirs = sys.argv[1:]
quiet = os.open(os.devnull, os.O_RDWR)


def measured(command):
    """The milliseconds of a command from its start to its end, and those of the processor."""
    actions = [(os.POSIX_SPAWN_DUP2, quiet, descriptor) for descriptor in range(3)]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{shlex.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return elapsed * 1000, (usage.ru_utime + usage.ru_stime) * 1000


commands = [shlex.split(ours), shlex.split(theirs)]
for _ in range(3):
    for command in commands:
        measured(command)
pairs = [[measured(command) for command in commands] for _ in range(int(runs))]


def medians(index):
    """The medians of both and of their ratio: of the times that passed, or of those of the processor."""
    mine, other = ([pair[place][index] for pair in pairs] for place in range(2))
    ratio = statistics.median(first / max(second, 0.001) for first, second in zip(mine, other))
    return statistics.median(mine), statistics.median(other), ratio


elapsed, busy = medians(0), medians(1)
print(
    f"{what}: {elapsed[0]:.1f} ms ({busy[0]:.1f}), {peer} {elapsed[1]:.1f} ms ({busy[1]:.1f}), "
    f"ratio {elapsed[2]:.2f} ({busy[2]:.2f})",
    flush=True,
)
