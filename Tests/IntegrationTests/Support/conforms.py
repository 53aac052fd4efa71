#!/usr/bin/python3
"""Holds what careteam printed against its JSON Schemas, and prints each fault on a line.

usage: conforms.py FILE

FILE holds {"schemas": {NAME: SCHEMA}, "samples": [{"schema": NAME, "from": COMMAND, "value": VALUE}]}. The schemas are
taken strictly: a member that is not declared is a fault, unless the schema says in so many words that there may be others.
"""

import json
import sys

from jsonschema import Draft202012Validator


def strict(schema):
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {} if "properties" not in schema else {"additionalProperties": False}
    return closed | {key: strict(part) for key, part in schema.items()}


def deepest(error):
    """Of the alternatives that do not fit, what is wrong with the one that comes nearest."""
    while error.context:
        error = max(error.context, key=lambda part: len(part.absolute_path))
    return error


with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
validators = {}
for name, schema in given["schemas"].items():
    Draft202012Validator.check_schema(schema)
    validators[name] = Draft202012Validator(strict(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
for sample in given["samples"]:
    for error in validators[sample["schema"]].iter_errors(sample["value"]):
        fault = deepest(error)
        place = "/".join(map(str, fault.absolute_path))
        print(f"{sample['from']}: {sample['schema']}: at ‘{place}’: {fault.message[:200]}")
print(f"held {len(given['samples'])}")
