"""Writes vectors/answers.json: section 11 of spec/dispute-1.md, computed from the text without the engine's code.

Each choice is made twice: as exec-1, section 15, says it, by sorting; and by the phases of the judge, of whose states some are given.
"""
import json
import pathlib
import random
import struct
import sys
from fractions import Fraction

from claims import HERE, SPEC, Graph, canonical, leaf_hash, root, sha, value

sys.path.insert(0, str(SPEC / "exec-1/vectors"))
from generate_functions import INF, add, div, exp, f32, mul  # noqa: E402

MASK = 0xFFFFFFFF


def quarter(x, a, b, c, d):
    for left, other, turn in ((a, d, 16), (c, b, 12), (a, d, 8), (c, b, 7)):
        x[left] = x[left] + x[b if left == a else d] & MASK
        mixed = x[other] ^ x[left]
        x[other] = (mixed << turn | mixed >> 32 - turn) & MASK


def draws(seed):
    """ChaCha8Rand: c2sp.org/chacha8rand."""
    key = struct.unpack("<8I", seed)
    while True:
        words = [0] * 256
        for counter in range(16):
            x = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *key, counter, 0, 0, 0]
            for _ in range(4):
                for i in range(4):
                    quarter(x, i, 4 + i, 8 + i, 12 + i)
                for i in range(4):
                    quarter(x, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
            for i in range(8):
                x[4 + i] = x[4 + i] + key[i] & MASK
            for i in range(16):
                words[counter // 4 * 64 + i * 4 + counter % 4] = x[i]
        for i in range(0, 248, 2):
            yield words[i] | words[i + 1] << 32
        key = words[248:]


def bits(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def number(word):
    return struct.unpack("<f", struct.pack("<I", word))[0]


def seen(row):
    return [-INF if x != x else x for x in row]


def weights(row, temperature, allowed):
    greatest = max((row[token] for token in allowed), default=-INF)

    def weight(x):
        e = 1.0 if x == greatest else exp(div(add(x, -greatest), temperature))
        return 0 if e != e else int(Fraction(e) * 2**31)

    return [weight(x) if token in allowed else 0 for token, x in enumerate(row)]


def choose(row, settings, draw, mask=None):
    """exec-1, section 15; -1 where no token may come."""
    row = seen(row)
    allowed = [token for token in range(len(row)) if mask is None or mask[token]]
    if not allowed:
        return -1
    if settings["temperature"] == 0:
        return max(allowed, key=lambda token: (row[token], -token))
    w = weights(row, settings["temperature"], allowed)
    kept = sorted((token for token in range(len(row)) if w[token]), key=lambda token: (-row[token], token))
    if settings["topK"]:
        kept = kept[:settings["topK"]]
    share, total = int(Fraction(settings["topP"]) * 2**32), sum(w[token] for token in kept)
    count = 1
    while sum(w[token] for token in kept[:count]) * 2**32 < share * total:
        count += 1
    kept = kept[:count]
    floor = int(Fraction(settings["minP"]) * 2**32)
    while 2 * w[kept[-1]] < floor:
        kept.pop()
    place = draw * sum(w[token] for token in kept) >> 64
    for token in kept:
        place -= w[token]
        if place < 0:
            return token


def key(x):
    word = 0 if x == 0 else bits(x)
    return word if word >> 31 else 0x7FFFFFFF - word


class Judge:
    """dispute-1, section 11: all states of the derivation of a token."""

    def __init__(self, row, settings, draw, mask=None):
        self.row, self.settings = seen(row), settings
        self.allowed = [token for token in range(len(row)) if mask is None or mask[token]]
        self.results, self.states, self.left_behind = [], [], set()
        if settings["temperature"] == 0 and mask is not None:
            best = 2**64 - 1
            for token in range(len(row)):
                self.states.append([best])
                best = token if token in self.allowed and (best == 2**64 - 1 or self.row[token] > self.row[best]) else best
            self.states += [[best], [best & MASK]]
            return
        if settings["temperature"] == 0:
            best = 0
            self.states.append([0])
            for token in range(1, len(row)):
                best = token if self.row[token] > self.row[best] else best
                self.states.append([best])
            self.states.append([best])
            return
        self.w = weights(self.row, settings["temperature"], self.allowed)
        greatest = self.phase(
            [bits(-INF)], lambda lanes, token: [bits(self.row[token])] if token in self.allowed and self.row[token] > number(lanes[0]) else lanes, lambda lanes: lanes[0])
        assert number(greatest) == max((self.row[token] for token in self.allowed), default=-INF)
        if 0 < settings["topK"] < len(row):
            self.search(lambda token: 1, settings["topK"] - 1)
        share = int(Fraction(settings["topP"]) * 2**32)
        if share < 2**32:
            self.search(lambda token: self.w[token], max(-(-share * self.sum() >> 32), 1) - 1)
        floor = int(Fraction(settings["minP"]) * 2**32)
        if floor:
            self.last(lambda token: 2 * self.w[token] >= floor)
        whole = self.sum()
        self.search(lambda token: self.w[token], draw * whole >> 64)
        self.states += [self.results, [self.results[-1] if whole else MASK]]

    def phase(self, lanes, take, finish):
        for token in range(len(self.row)):
            self.states.append(self.results + lanes)
            lanes = take(list(lanes), token)
        self.results = self.results + [finish(lanes)]
        return self.results[-1]

    def measure(self, of, token):
        return of(token) if self.w[token] and token not in self.left_behind else 0

    def sum(self):
        return self.phase([0], lambda lanes, token: [lanes[0] + self.measure(lambda t: self.w[t], token)], lambda lanes: lanes[0])

    def last(self, holds):
        def take(lanes, token):
            return [max(lanes[0], key(self.row[token]) << 32 | token)] if self.measure(lambda t: 1, token) and holds(token) else lanes

        bound = self.phase([0], take, lambda lanes: lanes[0])
        self.left_behind |= {token for token, x in enumerate(self.row) if key(x) << 32 | token > bound}

    def search(self, of, rest):
        prefix = 0
        for shift in range(28, -4, -4):
            def take(lanes, token):
                digits = key(self.row[token]) >> shift
                if digits >> 4 == prefix:
                    lanes[digits % 16] += self.measure(of, token)
                return lanes

            def finish(lanes):
                left, digit = rest, 0
                while digit < 15 and left >= lanes[digit]:
                    left, digit = left - lanes[digit], digit + 1
                return left * 16 + digit

            result = self.phase([0] * 16, take, finish)
            rest, prefix = result // 16, prefix * 16 + result % 16

        def take(lanes, token):
            if key(self.row[token]) != prefix or lanes[0] > rest:
                return lanes
            return [lanes[0] + self.measure(of, token), token]

        place = self.phase([0, 0], take, lambda lanes: lanes[1])
        self.left_behind |= {token for token, x in enumerate(self.row) if (key(x), token) > (prefix, place)}


def changed_logit(x, token, settings, prompt, answer):
    """exec-1, section 15: penalties and bias."""
    count = answer.count(token)
    if token in prompt or count:
        x = div(x, settings["repetitionPenalty"]) if x > 0 else mul(x, settings["repetitionPenalty"])
    if count:
        x = add(x, -mul(settings["frequencyPenalty"], float(count)))
        x = add(x, -settings["presencePenalty"])
    return add(x, settings["bias"][token]) if token in settings["bias"] else x


def change_states(token, prompt, answer, result):
    """All states of the derivation of a changed logit: how often the prompt, and the answer, have the token."""
    states = [[0, 0]]
    for place, other in enumerate(prompt + answer):
        lanes = list(states[-1])
        lanes[place >= len(prompt)] += other == token
        states.append(lanes)
    known, count = states.pop()
    return states + [[2 * count + (known + count > 0)], [0x7FC00000 if result != result else bits(result)]]


def some(states, places):
    """Some of a derivation's states."""
    return {str(at): b"".join(struct.pack(">Q", word) for word in states[at]).hex() for at in sorted(places)}


def data_of(rows):
    return b"".join(struct.pack("<I", 0x7FC00000 if x != x else bits(x)) for row in rows for x in row)


def logit():
    return random.choice([float("nan"), -INF, -0.0, 0.0, 1.0] + [f32(Fraction(random.uniform(-4, 4))) for _ in range(9)])


def choice(case):
    texts = {"temperature": random.choice(["0", "0.05", "0.7", "1", "3"]), "topP": random.choice(["0", "0.1", "0.5", "0.9", "1"]), "topK": random.choice(["0", "1", "3", "8", "12", "40"])}
    texts |= {"minP": random.choice(["0.02", "0.3", "1"])} if case % 3 == 0 else {}
    change = {"frequencyPenalty": random.choice(["0.5", "-1.25"]), "presencePenalty": "0.75", "repetitionPenalty": "1.2", "bias": '{"3":1.5,"7":-100}'} if case % 2 else {}
    change = {name: text for name, text in change.items() if random.random() < 0.7}
    settings = {"minP": 0.0, "frequencyPenalty": 0.0, "presencePenalty": 0.0, "repetitionPenalty": 1.0}
    settings |= {name: f32(Fraction(text)) for name, text in (texts | change).items() if name not in ("topK", "bias")}
    settings |= {"topK": int(texts["topK"]), "bias": {int(token): f32(Fraction(str(x))) for token, x in json.loads(change.get("bias", "{}")).items()}}
    rows, vocabulary, prompt = 4, 12, 2
    logits = [[logit() for _ in range(vocabulary)] for _ in range(rows)]
    read = [random.randrange(vocabulary) for _ in range(rows)]
    seed = sha(struct.pack(">I", case))
    stream = draws(seed)
    made = {"logits": data_of(logits).hex(), "read": [str(token) for token in read], "vocabulary": str(vocabulary)}
    chosen_from = logits[prompt - 1:]
    if change:
        answers = [read[prompt:prompt + row] for row in range(len(chosen_from))]
        chosen_from = [[changed_logit(x, token, settings, read[:prompt], answer) for token, x in enumerate(row)] for row, answer in zip(chosen_from, answers)]
        elements = random.sample(range(len(chosen_from) * vocabulary), 4)
        states = {at: change_states(at % vocabulary, read[:prompt], answers[at // vocabulary], chosen_from[at // vocabulary][at % vocabulary]) for at in elements}
        made |= {"changed": data_of(chosen_from).hex(), "changes": {str(at): some(states[at], range(len(states[at]))) for at in sorted(elements)}}
    tokens, states = [], []
    for row in chosen_from:
        draw = next(stream) if settings["temperature"] else 0
        judge = Judge(row, settings, draw)
        tokens.append(choose(row, settings, draw))
        assert judge.states[-1] == [tokens[-1]]
        length = len(judge.states) - 1
        states.append(some(judge.states, {0, length // 3, length // 2, length - 1, length}))
    answer = {"prompt": str(prompt), "seed": seed.hex(), "tokens": value([len(tokens)], "i32", struct.pack(f"<{len(tokens)}i", *tokens))} | texts | change
    return made | {"answer": answer, "states": states, "tokens": [str(token) for token in tokens]}


def held(case):
    """Choices from tokens that are allowed."""
    texts = {"temperature": random.choice(["0", "0.7", "1"]), "topP": random.choice(["0.5", "1"]), "topK": random.choice(["0", "3"])}
    settings = {"temperature": f32(Fraction(texts["temperature"])), "topP": f32(Fraction(texts["topP"])), "topK": int(texts["topK"]), "minP": 0.0}
    vocabulary, seed = 12, sha(struct.pack(">I", 1000 + case))
    logits = [[logit() for _ in range(vocabulary)] for _ in range(3)]
    allowed = [[random.random() < share for _ in range(vocabulary)] for share in (0.5, 0.0, 0.2)]
    stream, tokens, states = draws(seed), [], []
    for row, mask in zip(logits, allowed):
        draw = next(stream) if settings["temperature"] else 0
        judge = Judge(row, settings, draw, mask)
        tokens.append(choose(row, settings, draw, mask))
        assert judge.states[-1] == [tokens[-1] & MASK]
        length = len(judge.states) - 1
        states.append(some(judge.states, {0, length // 2, length - 1, length}))
    answer = {"prompt": "1", "seed": seed.hex(), "tokens": value([3], "i32", struct.pack("<3i", *tokens))} | texts
    return {"allowed": bytes(x for row in allowed for x in row).hex(), "answer": answer, "logits": data_of(logits).hex(), "states": states, "tokens": [str(token) for token in tokens]}


def decoded(data):
    """The characters that are complete, and the bytes behind them."""
    text = ""
    while data:
        for length in range(1, min(4, len(data)) + 1):
            try:
                text, data = text + data[:length].decode(), data[length:]
                break
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data":
                    text, data = text + "\ufffd", data[error.end:]
                    break
        else:
            return text, data
    return text, data


def text_case(case):
    """What the tokens of an answer decode to, what a grammar of a few texts allows, and where the answer ends."""
    pieces = [b"a", b"b", b"ab", b"", b"bc", b"\xe2", b"\x82", b"\xac", b"c", "€a".encode(), b"", b"\xff"]
    ends, vocabulary = [10], 14
    has_grammar = case % 2
    language = ["", "abc", "abbc", "aab€a"][case % 3:] if has_grammar else None
    stops = [[], ["bcb"], ["€", "\ufffd"], ["abab", "bc"]][case // 2 % 4]
    limit, prompt = random.choice([3, 6, 9]), 1
    tokens = [random.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]) for _ in range(6)]
    if has_grammar:
        tokens = [[2, 4, 10, 0, 1, 2], [0, 2, 9, 10, 10, 8], [0, 1, 3, 4, 10, 0]][case // 2 % 3]
    texts = [b"".join(pieces[token] for token in tokens[:count]) for count in range(len(tokens) + 1)]
    whole = [text.encode() for text in language or []]

    def may(p, token):
        if token >= len(pieces):
            return 0
        return int(p in whole) if token in ends else int(bool(pieces[token]) and any(text.startswith(p + pieces[token]) for text in whole))

    mask = [[may(p, token) for token in range(vocabulary)] for p in texts]
    codes = []
    for index, token in enumerate(tokens):
        stopped = token in ends or any(stop in decoded(texts[index + 1])[0] for stop in stops)
        over = has_grammar and not any(mask[index + 1])
        codes.append(1 if stopped else (1 if texts[index + 1] in whole else 3) if over else 2 if index + 1 == limit else 0)
    grammar = "root ::= " + " | ".join(json.dumps(text, ensure_ascii=False) for text in language or [])
    made = {"codes": bytes(codes).hex(), "endTokens": [str(token) for token in ends], "limit": str(limit), "pieces": [piece.hex() for piece in pieces], "prompt": str(prompt)}
    made |= {"stops": stops, "text": texts[-1].hex(), "tokens": [str(token) for token in tokens], "vocabulary": str(vocabulary)}
    if has_grammar:
        sizes = [len(pieces[token]) for token in tokens]
        row, token = 2, tokens[2]
        states = [[sum(sizes[:count])] for count in range(row + 1)] + [[mask[row][token]]]
        made |= {"grammar": grammar, "allowed": bytes(x for line in mask for x in line).hex(), "maskStates": {str(row * vocabulary + token): some(states, range(len(states)))}}
        lanes, states, at = [0, 0, 0], [], len(texts[-1]) - 1
        for index, size in enumerate(sizes):
            states.append(list(lanes))
            if lanes[0] <= at < lanes[0] + size:
                lanes[1:] = [index, at - lanes[0]]
            lanes[0] += size
        states += [[lanes[1] << 32 | lanes[2]], [texts[-1][at]]]
        made |= {"textStates": {str(at): some(states, range(len(states)))}}
    return made | {"endStates": end_states(pieces, tokens, stops, mask if has_grammar else None, texts, codes)}


def end_states(pieces, tokens, stops, mask, texts, codes):
    """All states of the derivation of what ends the answer behind its fourth token."""
    index, results, states = 3, [], []
    if stops:
        lanes = [[0, 0] + [0] * len(stops)]
        for count in range(1, index + 2):
            text, rest = decoded(texts[count])
            held = len(rest) << 24 | int.from_bytes(rest, "little") if rest else 0
            ends = [max(n for n in range(len(stop)) if text.endswith(stop[:n])) for stop in stops]
            lanes.append([int(any(stop in text for stop in stops)), held] + ends)
        states += lanes[:-1]
        results.append(lanes[-1][0])
    if mask:
        row = mask[index + 1]
        states += [results + [int(any(row[:token]))] for token in range(len(row))]
        results.append(int(any(row)))
        states += [results + [len(texts[count])] for count in range(index + 1)]
        results.append(len(texts[index + 1]))
    states += [results, [codes[index]]]
    return {str(index): some(states, range(len(states)))}


PROGRAM = {
    "constants": [{"encoding": "f32", "sha256": sha(bytes(4 * 3 * 2)).hex(), "shape": ["3", "2"]}],
    "inputs": [{"name": "tokens", "shape": ["tokens"], "type": "i32"}],
    "outputs": [{"name": "logits", "value": "3"}],
    "profile": "float",
    "semantics": "exec-1",
    "sequence": "tokens",
    "steps": [
        {"attributes": {}, "inputs": ["1", "0"], "operator": "Embedding", "outputs": "1", "traced": "1"},
        {"attributes": {}, "inputs": ["2", "1"], "operator": "Linear", "outputs": "1", "traced": "0"}],
}


CHANGES = ("bias", "frequencyPenalty", "presencePenalty", "repetitionPenalty")


def extended(answer):
    """The Program with the steps of section 11, its values moved by three further inputs: tokens, ends and pieces."""
    steps, logits, prompt = [], "6", answer["prompt"]

    def step(operator, inputs, attributes):
        steps.append({"attributes": attributes, "inputs": inputs, "operator": operator, "outputs": "1", "traced": "0"})
        return str(len(steps) + 6)

    grammar, ending = answer["grammar"], answer["ending"]
    text = step("TokenText", ["1", "2", "3"], {})
    mask = step("TokenMask", [logits, "1", "2", "3", text], grammar)
    changes = {name: answer[name] for name in CHANGES if name in answer}
    if changes:
        logits, prompt = step("AdjustLogits", [logits, "0"], {"prompt": prompt} | changes), "1"
    chosen = step("Choose", [logits, mask], {name: text for name, text in answer.items() if name in ("seed", "temperature", "topK", "topP", "minP")} | {"prompt": prompt})
    over = step("AnswerEnd", ["1", "2", "3", mask, text], grammar | {"limit": ending["limit"], "stops": canonical(ending["stops"]).decode()})
    program = [{**step, "inputs": [name if name == "0" else str(int(name) + 3) for name in step["inputs"]]} for step in PROGRAM["steps"]]
    inputs = [{"name": "answer", "shape": ["answer"], "type": "i32"}, {"name": "ends", "shape": ["vocabulary"], "type": "i32"}, {"name": "pieces", "shape": ["pieces"], "type": "u8"}]
    outputs = [{"name": "logits", "value": "6"}, {"name": "answer", "value": chosen}, {"name": "ends", "value": over}]
    return {**PROGRAM, "inputs": PROGRAM["inputs"] + inputs, "steps": program + steps, "outputs": outputs}


def rows():
    """Two traced outputs, of 3 and of 2·2 elements a row."""
    outputs = [(0, 0, [5, 3], list(range(15))), (7, 1, [5, 2, 2], [i / 4 for i in range(20)])]
    leaves = []
    for t in range(5):
        leaf = b""
        for step, output, shape, elements in outputs:
            width = len(elements) // 5
            row = value(shape[1:], "f32", struct.pack(f"<{width}f", *elements[t * width:(t + 1) * width]))
            leaf += struct.pack(">II", step, output) + bytes.fromhex(row["tiles"]) + row["header"].encode()
        leaves.append(leaf)
    return {"leaves": [leaf.hex() for leaf in leaves], "root": root([leaf_hash(leaf) for leaf in leaves]).hex()}


def main():
    random.seed(20261130)
    choices = [choice(case) for case in range(40)]
    answer = choices[3]["answer"] | {
        "ending": {"finish": "stop", "limit": "64", "stops": ["x\"y"], "tokens": ["2"]},
        "grammar": {"constraint": "grammar", "endTokens": "2", "text": json.dumps('root ::= "a"')}}
    assert "minP" in answer and any(name in answer for name in CHANGES)
    records = Graph(extended(answer)).records
    tokens = value([5], "i32", struct.pack("<5i", 0, 1, 2, 1, 0))
    trace = rows()
    terms = {"answer": answer, "inputs": [tokens], "program": sha(canonical(PROGRAM)).hex(), "protocol": "dispute-1", "rows": {"leaves": "5", "trace": trace["root"]}}
    made = {"choices": choices, "held": [held(case) for case in range(8)], "texts": [text_case(case) for case in range(24)], "graph": root([leaf_hash(canonical(record)) for record in records]).hex(), "program": canonical(PROGRAM).decode(), "rows": trace, "terms": terms}
    (pathlib.Path(HERE) / "vectors/answers.json").write_text(json.dumps(made, indent=1) + "\n")
    print(len(choices), "choices")


if __name__ == "__main__":
    main()
