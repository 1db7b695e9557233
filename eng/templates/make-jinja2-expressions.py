"""Writes what Jinja2 makes of short templates, set up as the transformers library does, for the tests to compare with.

Run: python3 make-jinja2-expressions.py jinja2-expressions.jsonl
Its first line is the conversation that all are given; each other line is a template and what it writes, which is written anew.
"""
import importlib
import json
import pathlib
import sys

renderings = importlib.import_module("make-jinja2-renderings")


def main(path):
    path = pathlib.Path(path)
    conversation, *lines = path.read_text().splitlines()
    with open(path, "w", newline="\n") as output:
        print(conversation, file=output)
        for line in lines:
            source, _ = json.loads(line)
            written = renderings.environment().from_string(source).render(**json.loads(conversation))
            print(json.dumps([source, written], ensure_ascii=False), file=output)


main(*sys.argv[1:])
