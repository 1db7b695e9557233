"""Writes grammars.json: exec-1 section 15, which tokens a grammar allows after a text.

It shares no code and no method with the engine: a grammar here is a nest of tuples, a reading is a stack of them, and a text can go on if some
reading of it is left. What leads to no text is found by trying.
"""
import json
import pathlib
import random
import re

EMPTY = ("seq",)
RULES = {}


def text(value):
    return ("seq", *((("byte", b, b)) for b in value.encode()))


def alt(*nodes):
    return ("alt", *nodes)


def seq(*nodes):
    return ("seq", *nodes)


def some(node, least, most):
    name = f"loop{len(RULES)}"
    if most is None:
        RULES[name] = alt(EMPTY, seq(node, ("ref", name)))
        return seq(*[node] * least, ("ref", name))
    rest = EMPTY
    for _ in range(most - least):
        rest = alt(EMPTY, seq(node, rest))
    return seq(*[node] * least, rest)


def code_points(test):
    """The UTF-8 of code points, as a tree of bytes: one by one below U+10000; of those above the vectors name all or none."""
    tree = {}
    for point in [*range(0xD800), *range(0xE000, 0x10000)]:
        if test(point):
            *lead, last = chr(point).encode()
            place = tree
            for byte in lead:
                place = place.setdefault(byte, {})
            place[last] = EMPTY
    if test(0x10000):
        tail = ("byte", 0x80, 0xBF)
        tree[0xF0] = {byte: seq(tail, tail) for byte in range(0x90, 0xC0)}
        tree |= {byte: seq(tail, tail, tail) for byte in range(0xF1, 0xF4)}
        tree[0xF4] = {byte: seq(tail, tail) for byte in range(0x80, 0x90)}
    return tree_node(tree)


def tree_node(tree):
    """A rule for the tree, one for all that are equal; neighbouring bytes with equal trees are a range."""
    ranges = []
    for byte in sorted(tree):
        rest = tree_node(tree[byte]) if isinstance(tree[byte], dict) else tree[byte]
        if ranges and ranges[-1][1] == byte - 1 and ranges[-1][2] == rest:
            ranges[-1][1] = byte
        else:
            ranges.append([byte, byte, rest])
    name = "bytes " + repr(ranges)
    RULES[name] = alt(*(seq(("byte", low, high), rest) for low, high, rest in ranges))
    return ("ref", name)


# --- which texts go on ---------------------------------------------------------------------------------------------------------


def productive():
    good = set()

    def leads(node):
        kind, *parts = node
        return {"byte": lambda: True, "seq": lambda: all(map(leads, parts)), "alt": lambda: any(map(leads, parts)), "ref": lambda: parts[0] in good}[kind]()

    while True:
        more = {name for name, node in RULES.items() if name not in good and leads(node)}
        if not more:
            return leads
        good |= more


def heads(stack, leads):
    """All stacks with a byte on top that a stack can become; the empty stack is a whole text."""
    found, open_stacks = set(), [stack]
    seen = set()
    while open_stacks:
        stack = open_stacks.pop()
        if stack in seen:
            continue
        seen.add(stack)
        if not stack or stack[0][0] == "byte":
            found.add(stack)
            continue
        (kind, *parts), rest = stack[0], stack[1:]
        if kind == "seq":
            open_stacks.append((*parts, *rest))
        elif kind == "alt":
            open_stacks += [(part, *rest) for part in parts if leads(part)]
        else:
            open_stacks.append((RULES[parts[0]], *rest))
    return found


class Reading:
    def __init__(self, root):
        self.leads = productive()
        assert self.leads(root)
        self.begin = heads((root,), self.leads)

    def read(self, stacks, data):
        for byte in data:
            stacks = {head for stack in stacks if stack and stack[0][1] <= byte <= stack[0][2] for head in heads(stack[1:], self.leads)}
        return stacks


# --- the notation of grammars --------------------------------------------------------------------------------------------------

TOKEN = re.compile(r'#[^\n]*|("(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|::=|[A-Za-z0-9-]+|[|()*+?.{},])')


def grammar(source):
    parts = [part for part in TOKEN.findall(source) if part]
    begins = [i for i in range(len(parts) - 1) if parts[i + 1] == "::="]
    for begin, end in zip(begins, [*begins[1:], len(parts)]):
        RULES[parts[begin]], rest = alternatives(parts[begin + 2 : end])
        assert not rest
    return ("ref", "root")


def alternatives(parts):
    options, items = [], []
    while parts and parts[0] != ")":
        part, parts = parts[0], parts[1:]
        if part == "|":
            options.append(seq(*items))
            items = []
            continue
        if part == "(":
            item, parts = alternatives(parts)
            parts = parts[1:]
        elif part[0] == '"':
            item = text(unescape(part[1:-1]))
        elif part[0] == "[":
            item = code_points(in_class(part[1:-1]))
        elif part == ".":
            item = code_points(lambda point: True)
        else:
            item = ("ref", part)
        item, parts = repeat(item, parts)
        items.append(item)
    return alt(*options, seq(*items)), parts


def repeat(item, parts):
    if parts and parts[0] in ("*", "+", "?"):
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[parts[0]]
        return some(item, least, most), parts[1:]
    if parts and parts[0] == "{":
        end = parts.index("}")
        inside = parts[1:end]
        least = int(inside[0])
        most = least if "," not in inside else int(inside[2]) if len(inside) == 3 else None
        return some(item, least, most), parts[end + 1 :]
    return item, parts


def unescape(body):
    names = {"n": "\n", "r": "\r", "t": "\t"}
    change = lambda match: names.get(match[1], match[1]) if len(match[1]) == 1 else chr(int(match[1][1:], 16))
    return re.sub(r"\\(x..|u....|U........|.)", change, body, flags=re.S)


def in_class(body):
    inverse, body = body.startswith("^"), body.removeprefix("^")
    one = r"(?:\\x..|\\u....|\\U........|\\.|[^\\])"
    ranges = [(ord(unescape(low)), ord(unescape(high or low))) for low, high in re.findall(f"({one})(?:-({one}))?", body, flags=re.S)]
    return lambda point: any(low <= point <= high for low, high in ranges) != inverse


# --- JSON and its schemas ------------------------------------------------------------------------------------------------------


def json_rules():
    blanks = lambda: some(text(" "), 0, 16)
    digit = ("byte", 0x30, 0x39)
    hexadecimal = alt(digit, ("byte", 0x41, 0x46), ("byte", 0x61, 0x66))
    no_d = alt(digit, ("byte", 0x41, 0x43), ("byte", 0x45, 0x46), ("byte", 0x61, 0x63), ("byte", 0x65, 0x66))
    escape = seq(text("\\"), alt(*map(text, '"\\/bfnrt'), seq(text("u"), no_d, hexadecimal, hexadecimal, hexadecimal),
                                 seq(text("u"), alt(text("d"), text("D")), ("byte", 0x30, 0x37), hexadecimal, hexadecimal)))
    RULES["W"] = seq(alt(EMPTY, text("\n")), blanks())
    RULES["char"] = alt(code_points(lambda point: point >= 0x20 and point not in (0x22, 0x5C)), escape)
    RULES["string"] = seq(text('"'), some(("ref", "char"), 0, None), text('"'))
    RULES["integer"] = seq(alt(EMPTY, text("-")), alt(text("0"), seq(("byte", 0x31, 0x39), some(digit, 0, 15))))
    RULES["number"] = seq(("ref", "integer"), alt(EMPTY, seq(text("."), some(digit, 1, 16))),
                          alt(EMPTY, seq(alt(text("e"), text("E")), alt(EMPTY, text("+"), text("-")), some(digit, 1, 3))))
    RULES["object"] = mapping(("ref", "value"))
    RULES["array"] = array(("ref", "value"), 0, None)
    RULES["value"] = alt(*(("ref", name) for name in ("object", "array", "string", "number")), text("true"), text("false"), text("null"))


W = ("ref", "W")


def around(mark):
    return seq(W, text(mark), W)


def array(item, least, most):
    options = [seq(text("["), W, text("]"))] if least == 0 else []
    if most != 0:
        more = some(seq(around(","), item), max(least - 1, 0), None if most is None else most - 1)
        options.append(seq(text("["), W, item, more, W, text("]")))
    return alt(*options)


def mapping(value):
    member = seq(("ref", "string"), around(":"), value)
    return alt(seq(text("{"), W, text("}")), seq(text("{"), W, member, some(seq(around(","), member), 0, None), W, text("}")))


def constant(value):
    return text(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def schema(node, whole):
    if node is False:
        return alt()
    node = {} if node is True else {name: value for name, value in node.items() if name not in ("$defs", "title", "description", "default")}
    if not node:
        return ("ref", "value")
    if "$ref" in node:
        return reference(node["$ref"], whole)
    if "anyOf" in node:
        return alt(*(schema(part, whole) for part in node["anyOf"]))
    types = node.get("type", [])
    types = [types] if isinstance(types, str) else types
    if "const" in node or "enum" in node:
        values = [node["const"]] if "const" in node else node["enum"]
        return alt(*(constant(value) for value in values if not types or any(is_of(value, kind) for kind in types)))
    return alt(*(of_type(kind, node, whole) for kind in types))


def is_of(value, kind):
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int, "number": (int, float)}
    return isinstance(value, kinds[kind]) and (kind == "boolean" or not isinstance(value, bool))


def reference(pointer, whole):
    if pointer not in RULES:
        RULES[pointer] = None
        found = whole
        for step in pointer.split("/")[1:]:
            found = found[step.replace("~1", "/").replace("~0", "~")]
        RULES[pointer] = schema(found, whole)
    return ("ref", pointer)


def of_type(kind, node, whole):
    if kind == "string":
        return seq(text('"'), some(("ref", "char"), node.get("minLength", 0), node.get("maxLength")), text('"'))
    if kind == "array":
        return array(schema(node.get("items", True), whole), node.get("minItems", 0), node.get("maxItems"))
    if kind == "boolean":
        return alt(text("true"), text("false"))
    if kind == "null":
        return text("null")
    if kind != "object":
        return ("ref", kind)
    names = list(node.get("properties", {}))
    if not names and node.get("additionalProperties", True) is not False:
        return mapping(schema(node.get("additionalProperties", True), whole))
    members = [seq(constant(name), around(":"), schema(node["properties"][name], whole)) for name in names]
    required = [name in node.get("required", []) for name in names]
    options = []
    for chosen in range(1 << len(names)):  # every choice of members, spelled out
        if all(chosen >> i & 1 or not needed for i, needed in enumerate(required)):
            there = [members[i] for i in range(len(names)) if chosen >> i & 1]
            inside = [part for i, member in enumerate(there) for part in ([around(",")] if i else []) + [member]]
            options.append(seq(text("{"), W, *inside, *([W] if inside else []), text("}")))
    return alt(*options)


def free_calls(functions):
    """What follows the first tag: calls with blanks between and behind them."""
    whole = alt(*(seq(text('<tool_call>\n{"name": '), constant(name), text(', "arguments": '), schema(node, node), text("}\n</tool_call>")) for name, node in functions))
    blanks = some(alt(*map(text, " \t\r\n")), 0, None)
    return seq(whole, some(seq(blanks, whole), 0, None), blanks)


def calls(functions, is_one):
    whole = alt(*(seq(text('<tool_call>\n{"name": '), constant(name), text(', "arguments": '), schema(node, node), text("}\n</tool_call>")) for name, node in functions))
    return whole if is_one else seq(whole, some(seq(text("\n"), whole), 0, None))


# --- the cases -----------------------------------------------------------------------------------------------------------------

VOCABULARY = ["", *(chr(i) for i in range(0x20, 0x7F)), "\n", "\t", '{"', '":', '": ', '",', '", "', '"}', "[]", "{}", "},", "true", "false", "null", "tr", "ue", "12", "-1", "0.", "e+", "00",
              "name", "age", "abc", "ab", "xyz", "  ", "\n  ", " :", "\\u", "\\ud8", "\\u00e9", '\\"', "é", "日本", "𝄞", "<tool_call>", "</tool_call>", '\n{"name": "', ', "arguments": {', "}\n"]
TOKENS = [token.encode() for token in VOCABULARY] + [b"\xc3", b"\xa9", b"\xe6\x97", b"\xa5", b"\xff", b"\xf0\x9d", b"\x84\x9e", b"end", b""]
END = [0, len(TOKENS) - 2]

PERSON = {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}, "age": {"type": "integer"}, "tags": {"type": "array", "items": {"enum": ["ab", 12, None, {"a": [1.50]}]}, "minItems": 1, "maxItems": 2}},
          "required": ["name", "tags"], "additionalProperties": False}
TREE = {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "properties": {"v": {"type": ["number", "null"]}, "next": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/node"}]}}, "required": ["v"]}}}
GRAMMARS = [
    ("literal", 'root ::= "abc" | "abd"', ["", "a", "ab", "abc"]),
    ("classes", r'root ::= [a-c^\-\]]+ [^\x00-\x7Fé] "\u65E5"? # a comment', ["", "b", "^-", "a日", "aé", "ab\xc3", "a日日"]),
    ("counts", 'root ::= ("ab" | "c"){2,3} x\nx ::= "!"* | "?"{2}\n | .{3,}', ["", "ab", "abc", "ababc", "cc!", "cc?", "ccc!!"]),
    ("recursive", 'root ::= pair\npair ::= "(" (pair | [0-9]*) ")" | "[" root "]"', ["", "(", "([(", "([(12", "([(12)])", "([(12)]"]),
    ("ambiguous", 'root ::= a a a\na ::= "x"? "x"? | "xy" root "z"', ["", "x", "xxxx", "xxxxxx", "xyxyx", "xxyz"]),
    ("end token's bytes", 'root ::= "en" "d"+ ', ["", "e", "en", "endd"]),
    ("no bytes", 'root ::= "a" useless | "b"\nuseless ::= "c" useless', ["", "b"]),
]
SCHEMAS = [
    ("person", PERSON, ["", "{", '{"name"', '{"name": "', '{"name":"abc', '{"name":"a\\', '{"name":"a\\ud', '{"name":"ab\\u00e9', '{"name":"","', '{"name":"" , "age":-', '{"name":"","age":12', '{"name":"","tags":[',
                        '{"name":"","tags":["ab"', '{"name":"","tags":["ab",12', '{"name":"","tags":["ab",{"a":[1.5', '{"name":"","tags":[null]}']),
    ("tree", TREE, ["", '{"v":', '{"v":1.', '{"v":1e', '{"v":null,"next":{"v":0', '{"v":null,"next":{"v":0}', '{"v":null,"next":{"v":0,"next":null}}']),
    ("any", True, ["", "[", '[1,{"', '{"a":{"b":[true,', "12", "-", "1234567890123456", "0.5e-12", '"\n', '[\n', "[\n                "]),
    ("map", {"type": "object", "additionalProperties": {"type": "boolean"}}, ["", "{", '{"a":t', '{"a":true', '{"a":true}', '{"a" : true , "']),
    ("constants", {"anyOf": [{"const": "日本 \n"}, {"enum": [1, "x", False], "type": ["string", "boolean"]}, {"type": "object", "properties": {}, "additionalProperties": False}]}, ["", '"', '"x', "{", '"日']),
]
# Schemas whose texts are spelled out by hand, in the notation of grammars, where a program would be too much like the engine.
CHARACTERS = r"""
any ::= character*
character ::= [^\x00-\x1F"\\] | "\\" [btnfr"\\] | "\\u00" ("0" [0-7bef] | "1" [0-9a-f])
d ::= [0-9]
c ::= W "," W
"""
NUMBER = " | ".join(f'"{value}"' for value in range(256))
SPELLED = [
    ("pattern", {"type": "string", "pattern": "^[ab]{1,3}$|x\\n"}, r'root ::= "\"" ([ab]{1,3} | any "x\\n" any) "\""', ["", '"', '"a', '"aaa', '"x', '"ax\\', '"x\\n', '"x\\nb', '"\\u0', '"\\u001', '"é"']),
    ("pattern with a length", {"type": "string", "pattern": "^(ab|c)*$", "minLength": 2, "maxLength": 3}, r'root ::= "\"" ("ab" | "cc" | "abc" | "cab" | "ccc") "\""', ["", '"', '"a', '"ab', '"c', '"cc', '"ca', '"abc']),
    ("pattern and format", {"type": "string", "format": "ipv4", "pattern": "^1[0-9]\\.|\\.7$"}, f'root ::= "\\"" ("1" d "." p "." p "." p | p "." p "." p ".7") "\\""\np ::= {NUMBER}', ["", '"', '"1', '"12', '"12.', '"123.', '"0', '"0.25', '"9.9.9.', '"10.9.9.25', '"10.9.9.8"']),
    ("dates", {"type": "string", "format": "date", "pattern": "^(19|20)00-02"}, r'root ::= "\"" ("19" | "20") "00-02-" ("0" [1-9] | "1" d | "2" [0-8]) "\"" | "\"2000-02-29\""', ["", '"', '"1', '"1900-02-', '"1900-02-2', '"2000-02-2', '"2000-02-29', '"2000-02-0']),
    ("integers within bounds", {"type": "integer", "minimum": -12, "exclusiveMaximum": 105.5}, 'root ::= "-" ([1-9] | "1" [0-2]) | d | [1-9] d | "10" [0-5]', ["", "-", "-1", "-2", "-12", "0", "1", "10", "11", "105"]),
    ("numbers within bounds", {"type": "number", "minimum": 2.5e-1, "exclusiveMaximum": 2}, 'root ::= "0." ("2" [5-9] d{0,14} | [3-9] d{0,15}) | "1" ("." d{1,16})?', ["", "0", "0.", "0.2", "0.25", "0.3", "0.2500000000000000", "1", "1.", "1.9", "-"]),
    ("negative numbers", {"type": "number", "minimum": -2, "maximum": -0.5}, 'root ::= "-" ("2" ("." "0"{1,16})? | "1" ("." d{1,16})? | "0." [5-9] d{0,15})', ["", "-", "-0", "-0.", "-0.5", "-1.", "-2", "-2.", "-2.0"]),
    ("values at once", {"allOf": [{"type": "object", "properties": {"ab": {"type": "integer", "minimum": 1}}}, {"properties": {"ab": {"maximum": 2}, "x": {"enum": [1, 2.0, "a"]}}, "required": ["x"]}], "properties": {"x": {"enum": ["a", 2]}}},
     r'root ::= "{" W "\"x\"" W ":" W x (c "\"ab\"" W ":" W [12])? W "}"' + "\n" + r'x ::= "\"a\"" | "2"', ["", '{"', '{"x":', '{"x":2', '{"x":"a","ab":', '{"x":2,"ab":1', '{"x":2,"ab":1}']),
    ("beside a choice", {"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
     r'root ::= "{" W (a | b | a c b) W "}"' + "\n" + r'a ::= "\"a\"" W ":" W "1"' + "\n" + r'b ::= "\"b\"" W ":" W "2"', ["", "{", '{"', '{"a":1', '{"b":2', '{"a":1,', '{"a":1,"b":2}']),
    ("one of two", {"oneOf": [{"type": "object", "properties": {"k": {"const": "a"}, "x": {"type": "integer"}}, "required": ["k", "x"]}, {"type": "object", "properties": {"k": {"const": "b"}}, "required": ["k"]}, {"type": "null"}]},
     r'root ::= "null" | "{" W "\"k\"" W ":" W ("\"a\"" c "\"x\"" W ":" W integer | "\"b\"") W "}"', ["", "{", '{"k":', '{"k":"', '{"k":"a"', '{"k":"b"', '{"k":"a","x":1']),
    ("distinct items", {"type": "array", "items": {"enum": [1, "a", True, 1.0]}, "uniqueItems": True, "minItems": 1, "maxItems": 2},
     r'root ::= "[" W ("1" (c ("\"a\"" | "true"))? | "\"a\"" (c ("1" | "true"))? | "true" (c ("1" | "\"a\""))?) W "]"', ["", "[", "[1", "[1,", '["a"', "[true,", "[1,true", "[ 1 ,", "[1,true]"]),
]
CALLS = [("ab", {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}), ("abc", {"type": "object"})]


def free_case(name, value, root, texts):
    """Whatever holds no tag; from the first tag on what the grammar says."""
    reading, answers, tag = Reading(root), [], b"<tool_call>"

    def after(data):
        return reading.read(reading.begin, data[data.index(tag) :]) if tag in data else {()}

    for prefix in texts:
        data = prefix.encode()
        allowed = [i for i, token in enumerate(TOKENS) if (() in after(data) if i in END else token and after(data + token))]
        answers.append({"text": data.hex(), "allowed": allowed})
    return {"name": name, "calls": value, "answers": answers}


def case(name, member, value, root, texts):
    reading, answers = Reading(root), []
    for prefix in texts:
        data = prefix.encode("latin-1") if "\xc3" in prefix and len(prefix) < 4 else prefix.encode()
        stacks = reading.read(reading.begin, data)
        allowed = [i for i, token in enumerate(TOKENS) if (() in stacks if i in END else token and reading.read(stacks, token))]
        answers.append({"text": data.hex(), "allowed": allowed})
    return {"name": name, member: value, "answers": answers}


def fresh(make):
    RULES.clear()
    json_rules()
    return make()


if __name__ == "__main__":
    cases = [case(name, "grammar", source, fresh(lambda: grammar(source)), texts) for name, source, texts in GRAMMARS]
    cases += [case(name, "schema", node, fresh(lambda: schema(node, node)), texts) for name, node, texts in SCHEMAS]
    cases += [case(name, "schema", node, fresh(lambda: grammar(CHARACTERS + source)), texts) for name, node, source, texts in SPELLED]
    cases.append(case("object", "format", {"type": "json_object"}, fresh(lambda: ("ref", "object")), ["", "{", '{"a":[]', "{}"]))
    head = '<tool_call>\n{"name": "ab'
    texts = ["", "<tool", head, head + '", "arguments": {', head + '", "arguments": {"x":1', head + '", "arguments": {"x":1}}\n</tool_call>', head + 'c", "arguments": {"x":1}}\n</tool_call>\n']
    cases += [case("calls" if not one else "one call", "calls", {"functions": CALLS, "isOne": one}, fresh(lambda: calls(CALLS, one)), texts) for one in (False, True)]
    texts = ["", "a <", "<tool", "<<tool_call", "a<tool_call>", "b " + head, head + '", "arguments": {"x":1', head + 'c", "arguments": {"x":1}}\n</tool_call>', head + 'c", "arguments": {"x":1}}\n</tool_call> \n ', "</tool_call>é"]
    cases.append(free_case("text with calls", {"functions": CALLS, "isFree": True}, fresh(lambda: free_calls(CALLS)), texts))
    rows = ",\n".join(json.dumps(item, separators=(",", ":"), ensure_ascii=False) for item in cases)
    head = json.dumps([token.hex() for token in TOKENS], separators=(",", ":"))
    pathlib.Path(__file__).with_name("grammars.json").write_text(f'{{"vocabulary":{head},\n"endTokens":{END},\n"cases":[\n{rows}\n]}}\n')
