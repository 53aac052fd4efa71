#!/usr/bin/env python3
"""Makes the manual pages of the commands: what the binaries say of themselves, and the prose of man/parts.

usage: manual.py CARETEAM.json SERVER.json PARTS FOLDER

The first two are the answers of `careteam --experimental-dump-help` and `careteam-server --experimental-dump-help`.
A part, PARTS/reply.mdoc for careteam-reply(1), has its sections behind lines `.\\" @SECTION`, in mdoc(7):

  @INTRODUCTION    the first lines of DESCRIPTION, in place of what --help says
  @DESCRIPTION     goes on where they end
  @ALTERNATIVES    options that exclude each other, a group a line: `peek mark-read`
  @HIDE            options that the program takes and refuses, one a line
  @OPTION name     more about one option
  @COMMAND name    more about one subcommand
  @EXIT STATUS     a status a line, with a text where the usual one is too little
  @EXAMPLES, @ENVIRONMENT, @FILES, @SEE ALSO, ...   sections as they are
"""

import json
import pathlib
import re
import sys

DATE = "November 23, 2026"
EVERYWHERE = "Options of every command"
ORDER = ["HANDLES", "READ RECEIPTS", "OUTPUT", "TEMPLATES", "FRESHNESS", "EMERGENCIES", "COMMANDS", "OPTIONS", "ENVIRONMENT", "FILES",
         "EXIT STATUS", "EXAMPLES", "SEE ALSO", "CAVEATS"]
STATUS = {
    "0": "Done, or there was nothing to do.",
    "1": "The answer is no.",
    "8": "The message is safe in the outbox and not sent yet. Do not send it again.",
    "64": "The command line is wrong.",
    "65": "What was given is bad or ambiguous.",
    "66": "There is no such conversation, message or file.",
    "69": "The server, or this careteam, cannot do it.",
    "73": "The file cannot be created.",
    "74": "Reading or writing failed, or the mailbox is damaged.",
    "75": "The server or the mailbox cannot be reached for now, and nothing was sent. Try again later.",
    "76": "The server's answer, or a cursor, is not what it should be.",
    "77": "Log in, or it is not allowed.",
    "78": "The configuration is wrong.",
    "124": "The time allowed to --wait-for is over.",
}


def roff(text):
    """A sentence as mdoc text: nothing in it is a macro or an escape, and it prints the same everywhere."""
    text = text.replace("\\", "\\e").replace("‘", "\\(oq").replace("’", "\\(cq").replace("--", "\\-\\-")
    text = re.sub(r"(?<![\w-])-(?=[A-Za-z](?![\w]))", r"\\-", text)
    text = "".join(c if ord(c) < 128 else "\\[u%04X]" % ord(c) for c in text)
    lines = re.sub(r"(?<=[.:!?]) (?=[A-Z\\])", "\n", text).split("\n")
    return [("\\&" + line if line[:1] in ".'" else line) for line in lines if line]


def names(argument):
    """The names of an option as --help shows them, the short one first."""
    return sorted(argument.get("names") or [], key=lambda name: name["kind"] != "short")


def flag(name):
    return ("Fl " if name["kind"] == "short" else "Fl -") + name["name"]


def value(argument):
    return "Ar " + argument["valueName"] if argument["kind"] == "option" else ""


def is_own(argument):
    return argument.get("sectionTitle") != EVERYWHERE and argument.get("valueName") not in ("version", "help")


def own(command):
    return [a for a in command.get("arguments", []) if is_own(a) and a.get("shouldDisplay", True)]


def usage(argument):
    """An argument in a synopsis, without brackets."""
    if argument["kind"] == "positional":
        return "Ar " + operand(argument)
    return " ".join(filter(None, [flag(names(argument)[0]), value(argument)]))


def operand(argument):
    name = argument["valueName"]
    return name[:-1] if argument["isRepeating"] and name.endswith("s") else name


def synopsis(path, command, alternatives):
    lines = [".Nm careteam " + " ".join(path) if path else ".Nm careteam"]
    done = set()
    positionals = []
    for argument in own(command):
        if argument["kind"] == "positional":
            dots = " ..." if argument["isRepeating"] else ""
            positionals.append((".Op " if argument["isOptional"] else ".") + usage(argument) + dots)
            continue
        name = argument["valueName"] if argument["kind"] == "flag" else names(argument)[-1]["name"]
        group = next((group for group in alternatives if name in group), [name])
        if name in done:
            continue
        done.update(group)
        members = [a for n in group for a in own(command) if names(a) and names(a)[-1]["name"] == n]
        text = " | ".join(usage(a) for a in members)
        dots = " ..." if argument["isRepeating"] else ""
        if argument["isOptional"] or (argument["isRepeating"] and "defaultValue" in argument):
            lines.append(".Op " + text + dots)
        elif len(members) > 1:
            lines += [".Bro", "." + text, ".Brc"]
        else:
            lines.append("." + text + dots)
    return lines + positionals


def tag(argument):
    if argument["kind"] == "positional":
        return ".It Ar " + operand(argument) + (" ..." if argument["isRepeating"] else "")
    shown = [" ".join(filter(None, [flag(name), value(argument)])) for name in names(argument)]
    return ".It " + " , ".join(shown)


def described(argument, parts):
    text = argument.get("abstract", "")
    key = argument["valueName"] if argument["kind"] == "positional" else names(argument)[-1]["name"]
    lines = (roff(text) if text else []) + parts.pop("OPTION " + key, [])
    default = argument.get("defaultValue")
    if default and argument["kind"] == "option" and "default" not in text:
        if default.endswith(".0"):
            default = default[:-2]
        lines += [".Pq default: " + ("the current folder" if default == "." else default)]
    return [tag(argument)] + lines


def options(command, parts, everywhere=False):
    """The lists of a command's arguments: its own, by their headings."""
    groups = {}
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True) and (everywhere or is_own(argument)):
            groups.setdefault(argument.get("sectionTitle") or "", []).append(argument)
    lines = []
    for title in sorted(groups, key=lambda title: title != ""):
        if title and not everywhere:
            lines += [".Ss " + title]
        lines += [".Bl -tag -width Ds"]
        for argument in groups[title]:
            lines += described(argument, parts)
        lines += [".El"]
    return lines


def literal(line):
    """A line of a display, with the quotes and hyphens that a shell wants whatever formats it."""
    return line.replace("'", "\\(aq").replace("`", "\\(ga").replace("-", "\\-").replace("~", "\\(ti")


def displays(lines):
    """The lines of a part, with displays made exact; `.Dl` would lose the quotes in it."""
    inside = False
    for line in lines:
        if line.startswith(".Dl "):
            yield from [".Bd -literal -offset indent", literal(line[4:]), ".Ed"]
            continue
        inside = line.startswith(".Bd -literal") or (inside and line != ".Ed")
        yield literal(line) if inside and line[:1] != "." else line


def read_part(path):
    parts, section = {}, None
    for line in displays(path.read_text().splitlines()):
        found = re.fullmatch(r'\.\\" @(.*)', line)
        if found:
            section = found.group(1)
            parts[section] = []
        elif section and not line.startswith('.\\"'):
            parts[section].append(line)
    return parts


def exit_status(lines):
    text = [".Bl -tag -width Ds"]
    for line in lines:
        number, _, own_words = line.partition(" ")
        text += [".It " + number] + roff(own_words or STATUS[number])
    return text + [".El", ".Pp", "All of them are in", ".Xr careteam-exit 7 ."]


def see_also(lines, page):
    pages = dict.fromkeys(lines + ([] if page == "careteam" else ["careteam 1"]))
    ordered = sorted(pages, key=lambda page: (page.split()[1], page.split()[0]))
    return [".Xr " + page + (" ," if page != ordered[-1] else "") for page in ordered]


def children(command):
    return [c for c in command.get("subcommands", []) if c["commandName"] != "help" and c.get("shouldDisplay", True)]


def leaves(path, command):
    """A command's subcommands, however deep, that do something."""
    for child in children(command):
        here = path + [child["commandName"]]
        if children(child):
            yield from leaves(here, child)
        else:
            yield here, child


def abstract(command):
    text = command.get("abstract")
    if not text:
        sys.exit(f"‘{command['commandName']}’ does not say what it does; is the program an old one? Build it again")
    return text[0].lower() + text[1:]


def subcommands(path, command, parts):
    lines = [".Bl -tag -width Ds"]
    for words, child in leaves([], command):
        lines += [".It Cm " + " ".join(words)]
        lines += roff(child["abstract"] + ".")
        if child.get("discussion"):
            lines += roff(child["discussion"])
        lines += parts.pop("COMMAND " + " ".join(words), [])
    return lines + [".El"]


def page(path, command, parts):
    """A whole page, and the failure to use a part is a failure."""
    title = "-".join(["careteam"] + path)
    alternatives = [line.split() for line in parts.pop("ALTERNATIVES", [])]
    for name in parts.pop("HIDE", []):
        command["arguments"].remove(next(a for a in command["arguments"] if names(a) and names(a)[-1]["name"] == name))
    out = [f'.\\" Made by .ci/generate from the program and man/parts; do not edit.', f".Dd {DATE}",
           f".Dt {title.upper()} 1", ".Os careteam", ".Sh NAME", f".Nm {title}"]
    out += [".Nd " + line for line in roff(abstract(command))]
    out += [".Sh SYNOPSIS"]
    nested = list(leaves([], command)) if path else []
    if not path:
        out += [".Nm careteam", ".Op Ar option ...", ".Ar command", ".Op Ar argument ..."]
    elif not nested or own(command):
        out += synopsis(path, command, alternatives)
    for words, child in nested:
        out += synopsis(path + words, child, alternatives)
    out += [".Sh DESCRIPTION"] + (parts.pop("INTRODUCTION", None) or roff(command.get("discussion", "")))
    more = parts.pop("DESCRIPTION", [])
    out += more
    sections = {}
    if nested:
        out += ([".Pp"] if out[-1] != ".Sh DESCRIPTION" else []) + ["The commands are:"]
        out += subcommands(path, command, parts)
    if not path:
        sections["COMMANDS"] = [".Bl -tag -compact -width careteam-account(1)"]
        for child in children(command):
            sections["COMMANDS"] += [".It Xr careteam-" + child["commandName"] + " 1"] + roff(child["abstract"] + ".")
        sections["COMMANDS"] += [".El"]
    sections["OPTIONS"] = option_section(path, command, nested, parts)
    if "EXIT STATUS" in parts:
        sections["EXIT STATUS"] = exit_status(parts.pop("EXIT STATUS"))
    sections["SEE ALSO"] = see_also(parts.pop("SEE ALSO", []), title)
    for name in list(parts):
        if name not in ORDER:
            sys.exit(f"man/parts: careteam-{'-'.join(path)} has no place for @{name}")
        sections[name] = parts.pop(name)
    for name in ORDER:
        if sections.get(name):
            out += [".Sh " + name] + sections[name]
    return "\n".join(out) + "\n"


def option_section(path, command, nested, parts):
    if not path:
        lines = ["These are understood before the command's name and after it.",
                 "If one is given in both places, the later one counts."]
        return lines + options(command, parts, everywhere=True)
    lines = options(command, parts) if own(command) else []
    for words, child in nested:
        if own(child):
            lines += [".Ss careteam " + " ".join(path + words)] + options(child, parts)
    if path[0] == "serve":
        return lines
    if lines:
        lines += [".Pp"]
    return lines + ["The options of every command, such as", ".Fl A ,", ".Fl -json", "and", ".Fl -offline ,", "are in",
                    ".Xr careteam 1 ."]


def main():
    client, server = (json.loads(pathlib.Path(name).read_text())["command"] for name in sys.argv[1:3])
    parts, folder = pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    commands = {(): client} | {(c["commandName"],): c for c in children(client)}
    commands[("serve",)] = server
    for part in parts.glob("*.mdoc"):
        if part.stem != "careteam" and (part.stem,) not in commands:
            sys.exit(f"{part}: there is no command ‘{part.stem}’")
    for path, command in commands.items():
        name = path[0] if path else "careteam"
        text = page(list(path), command, read_part(parts / f"{name}.mdoc"))
        target = "careteam-" + name if path else name
        (folder / f"{target}.1").write_text(text)


main()
