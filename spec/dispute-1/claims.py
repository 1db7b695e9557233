"""Writes vectors/claims.json: terms, records, graph and tiles for each Program of exec-1's operators.json, the trees of some documents, consistency proofs, and
the ways of runs through a Program with choices and loops: which leaf follows which, and what each step reads there.

The terms are without the member semantics, which is the digest of a text that may still change.

Follows spec/dispute-1.md and section 9 of spec/exec-1.md with hashlib and json alone; SHA-256's chaining values come from a plain
implementation of FIPS 180-4 below, which is held against hashlib. Run: python3 claims.py
"""
import hashlib
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
SPEC = HERE.parent
TILE = 1024


def canonical(value):
    """RFC 8785 for what stands in these documents: ASCII strings, lists, objects."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha(b"\x00" + data)


def root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01" + root(hashes[:split]) + root(hashes[split:]))


def path(index, hashes):
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return path(index, hashes[:split]) + [root(hashes[split:])]
    return path(index - split, hashes[split:]) + [root(hashes[:split])]


def primes(count):
    found = []
    candidate = 2
    while len(found) < count:
        if all(candidate % p for p in found):
            found.append(candidate)
        candidate += 1
    return found


def fraction_bits(number, power):
    """The first 32 bits of the fractional part of the power-th root of a number, by integers."""
    scaled = number << (32 * power)
    low, high = 0, 1 << 64
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= scaled else (low, middle)
    return low & 0xFFFFFFFF


K = [fraction_bits(p, 3) for p in primes(64)]
H0 = struct.pack(">8I", *[fraction_bits(p, 2) for p in primes(8)])


def rotate(x, n):
    return (x >> n | x << 32 - n) & 0xFFFFFFFF


def compress(state, block):
    w = list(struct.unpack(">16I", block))
    for t in range(16, 64):
        s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3
        s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10
        w.append((w[t - 16] + s0 + w[t - 7] + s1) & 0xFFFFFFFF)
    start = struct.unpack(">8I", state)
    a, b, c, d, e, f, g, h = start
    for t in range(64):
        t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (e & f ^ ~e & g) + K[t] + w[t]
        t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (t1 + t2) & 0xFFFFFFFF, a, b, c, (d + t1) & 0xFFFFFFFF, e, f, g
    return struct.pack(">8I", *[(x + y) & 0xFFFFFFFF for x, y in zip(start, (a, b, c, d, e, f, g, h))])


def advance(state, data):
    for at in range(0, len(data), 64):
        state = compress(state, data[at:at + 64])
    return state


def tiles(data):
    return [data[at:at + TILE] for at in range(0, len(data), TILE)] or [b""]


def constant_root(data):
    state, hashes = H0, []
    for tile in tiles(data):
        hashes.append(leaf_hash(state + tile))
        last = state
        state = advance(state, tile) if len(tile) == TILE else state
    tail = tiles(data)[-1]
    padded = tail + b"\x80" + bytes((55 - len(tail)) % 64) + struct.pack(">Q", 8 * len(data))
    assert advance(last, padded) == sha(data)
    return root(hashes)


def value(shape, kind, data):
    return {"header": f"{kind}[{','.join(map(str, shape))}]", "tiles": root([leaf_hash(tile) for tile in tiles(data)]).hex()}


def consistency(count, hashes, whole=True):
    """RFC 9162, 2.1.4.1: PROOF(count, hashes)."""
    if count == len(hashes):
        return [] if whole else [root(hashes)]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if count <= split:
        return consistency(count, hashes[:split], whole) + [root(hashes[split:])]
    return consistency(count - split, hashes[split:], False) + [root(hashes[:split])]


class Graph:
    """The records of a Program: section 3."""

    def __init__(self, program):
        self.values = [f"input:{i}" for i in range(len(program["inputs"]))]
        self.values += [{"document": f"constant:{i}", **c} for i, c in enumerate(program["constants"])]
        self.steps = []
        self.add(program["steps"], "-")
        outputs = [self.values[int(o["value"])] for o in program["outputs"]]
        self.records = [{"outputs": outputs, "steps": str(len(self.steps))}] + self.steps

    def add(self, steps, holder):
        for place, step in enumerate(steps):
            index = len(self.steps)
            record = {
                "attributes": step["attributes"], "holder": holder, "inputs": ["-" if i == "-" else self.values[int(i)] for i in step["inputs"]],
                "operator": step["operator"], "outputs": step["outputs"], "step": str(index), "traced": step["traced"]}
            self.steps.append(record)
            record["bodies"] = [self.body(body, index) for body in step.get("bodies", [])]
            record["next"] = str(len(self.steps)) if place + 1 < len(steps) else "-"
            self.values += [f"step:{index}:{o}" for o in range(int(step["outputs"]))]

    def body(self, body, holder):
        self.values += [f"body:{holder}:{k}" for k in range(int(body["inputs"]))]
        first = str(len(self.steps)) if body["steps"] else "-"
        self.add(body["steps"], str(holder))
        return {"first": first, "inputs": body["inputs"], "outputs": [self.values[int(o)] for o in body["outputs"]]}


class Run:
    """The way of a run: section 4. Conditions and counts are given by the names of their documents."""

    def __init__(self, graph, controls):
        self.steps, self.controls = graph.steps, controls

    def holders(self, holder):
        found = []
        while holder != "-":
            found.append(int(holder))
            holder = self.steps[int(holder)]["holder"]
        return found[::-1]

    def loops(self, holder):
        return [h for h in self.holders(holder) if self.steps[h]["operator"] == "Loop"]

    def resolve(self, reference, holder, iterations):
        if reference == "-":
            return "-"
        if isinstance(reference, dict):
            return reference["document"]
        kind, *numbers = reference.split(":")
        if kind == "input":
            return reference
        target = int(numbers[0])
        depth = sum(h < target for h in self.loops(holder))
        if kind == "step":
            return name(target, int(numbers[1]), iterations[:depth])
        return self.handed(target, int(numbers[1]), iterations[:depth + 1])

    def handed(self, loop, place, iterations):
        *around, iteration = iterations
        record = self.steps[loop]
        if place == 0:
            return f"iteration:{iteration}"
        if iteration > 0:
            return self.resolve(record["bodies"][0]["outputs"][place - 1], str(loop), around + [iteration - 1])
        given = record["inputs"][place] if place < len(record["inputs"]) else "-"
        return "flag:1" if place == 1 and given == "-" else self.resolve(given, record["holder"], around)

    def control(self, document):
        return 1 if document == "flag:1" else self.controls[document]

    def runs(self, loop, around, iteration):
        record = self.steps[loop]
        count = self.resolve(record["inputs"][0], record["holder"], around)
        return (count == "-" or iteration < self.control(count)) and self.control(self.handed(loop, 1, around + [iteration])) == 1

    def arrive(self, step, iterations):
        record = self.steps[step]
        if record["operator"] == "Loop":
            return self.again(step, iterations, 0)
        if record["operator"] == "If":
            condition = self.control(self.resolve(record["inputs"][0], record["holder"], iterations))
            first = record["bodies"][0 if condition else 1]["first"]
            if first != "-":
                return self.arrive(int(first), iterations)
        return step, 0, iterations

    def again(self, loop, around, iteration):
        first = self.steps[loop]["bodies"][0]["first"]
        return self.arrive(int(first), around + [iteration]) if first != "-" and self.runs(loop, around, iteration) else (loop, 0, around)

    def after(self, step, output, iterations):
        record = self.steps[step]
        if output + 1 < int(record["outputs"]):
            return step, output + 1, iterations
        if record["next"] != "-":
            return self.arrive(int(record["next"]), iterations)
        if record["holder"] == "-":
            return None
        holder = int(record["holder"])
        if self.steps[holder]["operator"] == "Loop":
            return self.again(holder, iterations[:-1], iterations[-1] + 1)
        return holder, 0, iterations

    def leaves(self):
        leaf = self.arrive(0, [])
        while leaf:
            yield leaf
            leaf = self.after(*leaf)


def name(step, output, iterations):
    return f"step:{step}:{output}" + ("@" + ",".join(map(str, iterations)) if iterations else "")


# 0 n, 1 c, 2 x, 3 a constant count. Loop 0 hands in 4 i, 5 go, 6 v, 7 w; If 1 takes Tanh 2 (8) or nothing and gives 9, 10; Loop 3 hands in 11 i, 12 go, 13 v, 14 w;
# step 4 is Less (15); it gives 16, 17 and the parts 18; Loop 0 gives 19, 20 and the parts 21; Loop 5, without steps, exchanges what it is handed (22 … 25) and gives 26, 27.
CONTROL = {
    "constants": [{"encoding": "i64", "sha256": hashlib.sha256(struct.pack("<q", 2)).hexdigest(), "shape": []}],
    "inputs": [{"name": "n", "shape": [], "type": "i64"}, {"name": "c", "shape": [], "type": "bool"}, {"name": "x", "shape": [], "type": "f32"}],
    "outputs": [{"name": "y", "value": "27"}],
    "profile": "float",
    "semantics": "exec-1",
    "steps": [
        {"attributes": {}, "inputs": ["0", "-", "2", "2"], "operator": "Loop", "outputs": "3", "traced": "1", "bodies": [{"inputs": "4", "outputs": ["5", "16", "7", "17"], "steps": [
            {"attributes": {}, "inputs": ["1"], "operator": "If", "outputs": "2", "traced": "0", "bodies": [
                {"inputs": "0", "outputs": ["8", "7"], "steps": [{"attributes": {}, "inputs": ["6"], "operator": "Tanh", "outputs": "1", "traced": "1"}]},
                {"inputs": "0", "outputs": ["6", "2"], "steps": []}]},
            {"attributes": {}, "inputs": ["3", "5", "9", "7"], "operator": "Loop", "outputs": "3", "traced": "1", "bodies": [{"inputs": "4", "outputs": ["15", "14", "13", "13"], "steps": [
                {"attributes": {}, "inputs": ["13", "14"], "operator": "Less", "outputs": "1", "traced": "1"}]}]}]}]},
        {"attributes": {}, "inputs": ["0", "1", "19", "20"], "operator": "Loop", "outputs": "2", "traced": "1", "bodies": [{"inputs": "4", "outputs": ["23", "25", "24"], "steps": []}]}],
}
WAYS = [
    {"input:0": 2, "input:1": 1, "constant:0": 2, "step:4:0@0,0": 1, "step:4:0@0,1": 0, "step:4:0@1,0": 0},
    {"input:0": 3, "input:1": 0, "constant:0": 1, "step:4:0@0,0": 1, "step:4:0@1,0": 0, "step:4:0@2,0": 1},
    {"input:0": 0, "input:1": 1, "constant:0": 2},
]


def ways():
    graph = Graph(CONTROL)
    made = []
    for controls in WAYS:
        run = Run(graph, controls)
        leaves = list(run.leaves())
        made.append({
            "controls": {document: str(number) for document, number in controls.items()},
            "leaves": [name(*leaf) for leaf in leaves],
            "reads": [[run.resolve(i, graph.steps[step]["holder"], its) for i in graph.steps[step]["inputs"]] for step, _, its in leaves]})
    return {"program": canonical(CONTROL).decode(), "records": [canonical(record).decode() for record in graph.records], "ways": made}


def vector(given):
    program = json.loads(given["program"])
    claims = [value(i["shape"], i["type"], bytes.fromhex(data)) for i, data in zip(program["inputs"], given["inputs"])]
    terms = {"inputs": claims, "program": given["programId"], "protocol": "dispute-1"}
    records = Graph(program).records
    return terms, records, [leaf_hash(canonical(record)) for record in records]


def main():
    operators = json.loads((SPEC / "exec-1/vectors/operators.json").read_text())
    made = []
    for given in operators:
        terms, records, hashes = vector(given)
        made.append({
            "constants": [constant_root(bytes.fromhex(data)).hex() for data in given["constants"]],
            "framePath": [digest.hex() for digest in path(0, hashes)],
            "graph": root(hashes).hex(),
            "operator": given["operator"],
            "program": given["program"],
            "records": [canonical(record).decode() for record in records],
            "terms": terms,
        })
    lengths = [0, 1, 55, 56, 63, 64, 1023, 1024, 1025, 2048, 5000]
    documents = []
    for length in lengths:
        data = bytes((7 * i + i // 251) % 256 for i in range(length))
        documents.append({
            "bytes": str(length), "constant": constant_root(data).hex(), "sha256": sha(data).hex(),
            "value": root([leaf_hash(tile) for tile in tiles(data)]).hex()})
    leaves = [leaf_hash(bytes([i])) for i in range(13)]
    prefixes = [{
        "first": str(count), "path": [digest.hex() for digest in consistency(count, leaves[:size])], "root": root(leaves[:count]).hex(), "size": str(size), "whole": root(leaves[:size]).hex()}
        for size in (1, 6, 8, 13) for count in range(1, size + 1)]
    text = json.dumps({"control": ways(), "documents": documents, "prefixes": prefixes, "programs": made}, indent=1) + "\n"
    (HERE / "vectors/claims.json").write_text(text)
    print(len(made), "programs,", len(documents), "documents")


if __name__ == "__main__":
    main()
