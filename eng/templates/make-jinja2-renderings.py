"""Writes what Jinja2 makes of chat templates, set up as the transformers library does, for the tests to compare with.

Run: python3 make-jinja2-renderings.py TEMPLATES conversations.json jinja2-renderings.txt
TEMPLATES is a folder of .jinja files. Each line: template, conversation, SHA-256 of the prompt in UTF-8, or "refused".
"""
import datetime
import hashlib
import json
import pathlib
import sys

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    """{% generation %} marks what the assistant said; it changes nothing."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_same"), [], [], body).set_lineno(line)

    def _same(self, caller):
        return caller()


def environment():
    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = refuse
    env.globals["strftime_now"] = lambda form: datetime.datetime(2024, 7, 26).strftime(form)
    return env


def render(source, conversation):
    try:
        arguments = {"tools": None, "bos_token": "<s>", "eos_token": "</s>", **json.loads(json.dumps(conversation))}
        tools = arguments["tools"]
        arguments.setdefault("functions", json.dumps(tools, ensure_ascii=False, indent=2) if tools else "")
        arguments.setdefault("datetime", "Jul 26 2024 00:00:00 GMT")
        prompt = environment().from_string(source).render(**arguments)
        return hashlib.sha256(prompt.encode()).hexdigest()
    except Exception:
        return "refused"


def main(folder, conversations, output):
    conversations = json.loads(pathlib.Path(conversations).read_text())
    with open(output, "w", newline="\n") as lines:
        for template in sorted(pathlib.Path(folder).glob("*.jinja")):
            for name, conversation in conversations.items():
                print(template.stem, name, render(template.read_bytes().decode(), conversation), file=lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
