#!/usr/bin/python3
"""Reads an export as other programs do, and prints what they find in it as JSON.

usage: exported.py csv|tsv|mbox|html FILE
"""

import csv
import email
import email.policy
import hashlib
import html.parser
import json
import mailbox
import sys


def table(path, dialect):
    csv.field_size_limit(1 << 24)
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True, **dialect))


def mails(path):
    found = []
    for raw in mailbox.mbox(path, create=False):
        mail = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
        defects, texts, files = [], [], []
        for part in mail.walk():
            defects += [str(defect) for defect in part.defects]
            for name, value in part.items():
                defects += [f"{name}: {defect}" for defect in getattr(value, "defects", [])]
            if part.is_multipart():
                continue
            if part.get_content_disposition() == "attachment":
                data = part.get_payload(decode=True)
                files.append({"name": part.get_filename(), "sha256": hashlib.sha256(data).hexdigest()})
            else:
                texts.append(part.get_content())
        found.append({
            "id": mail["Message-ID"].strip(), "references": (mail["References"] or "").split(),
            "inReplyTo": (mail["In-Reply-To"] or "").strip(), "subject": mail["Subject"], "date": mail["Date"].datetime.isoformat(),
            "from": mail["From"].addresses[0].display_name, "handle": mail["X-Careteam-Handle"],
            "state": mail["X-Careteam-State"], "texts": texts, "files": files, "defects": defects,
        })
    return found


class Page(html.parser.HTMLParser):
    """The texts of the messages, what is linked, and whatever should not be there."""

    void = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.links, self.faults, self.ids = [], [], [], [], []
        self.inside = False

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in {"script", "img", "iframe", "link", "object", "svg", "form"}:
            self.faults.append(tag)
        self.faults += [name for name in names if name.startswith("on") or name in {"src", "style", "srcset"}]
        if "href" in names:
            self.links.append(names["href"])
        if tag == "article":
            self.ids.append(names["id"])
        if names.get("class") == "text":
            self.texts.append("")
            self.inside = True
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")
        if tag == "div":
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data


def page(path):
    parser = Page()
    with open(path, encoding="utf-8", newline="") as file:
        parser.feed(file.read())
    parser.close()
    return {"texts": parser.texts, "links": parser.links, "faults": parser.faults + parser.open, "handles": parser.ids}


readers = {
    "csv": lambda path: table(path, {}), "mbox": mails, "html": page,
    "tsv": lambda path: table(path, {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "lineterminator": "\n"}),
}
print(json.dumps(readers[sys.argv[1]](sys.argv[2])))
