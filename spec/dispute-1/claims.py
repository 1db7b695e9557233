"""Writes vectors/claims.json: terms, records, graph and tiles for each Program of exec-1's operators.json, and the trees of some documents.

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


def vector(given):
    program = json.loads(given["program"])
    inputs, constants, steps = program["inputs"], program["constants"], program["steps"]
    claims = [value(i["shape"], i["type"], bytes.fromhex(data)) for i, data in zip(inputs, given["inputs"])]
    terms = {"inputs": claims, "program": given["programId"], "protocol": "dispute-1"}
    names = [f"input:{i}" for i in range(len(inputs))]
    names += [{"document": f"constant:{i}", **c} for i, c in enumerate(constants)]
    records, leaf = [], 0
    for index, step in enumerate(steps):
        records.append({
            "attributes": step["attributes"], "inputs": ["-" if i == "-" else names[int(i)] for i in step["inputs"]], "leaf": str(leaf),
            "operator": step["operator"], "outputs": step["outputs"], "step": str(index)})
        names += [f"leaf:{leaf + i}" for i in range(int(step["outputs"]))]
        leaf += int(step["outputs"])
    outputs = [names[int(o["value"])] for o in program["outputs"]]
    records.insert(0, {"leaves": str(leaf), "outputs": outputs, "steps": str(len(steps))})
    hashes = [leaf_hash(canonical(record)) for record in records]
    return terms, records, hashes


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
    text = json.dumps({"documents": documents, "programs": made}, indent=1) + "\n"
    (HERE / "vectors/claims.json").write_text(text)
    print(len(made), "programs,", len(documents), "documents")


if __name__ == "__main__":
    main()
