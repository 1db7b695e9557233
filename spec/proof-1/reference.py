#!/usr/bin/env python3
"""proof-1, sections 1 to 7, written from the text alone: prover and vectors. Slow, obvious, no dependency.

    python3 spec/proof-1/reference.py     writes spec/proof-1/vectors/mathematics.json
"""
import json
import os

P = 2**64 - 2**32 + 1
MASK = 2**64 - 1


# Keccak-256 (keccak.team/keccak_specs_summary.html), padding of 2011
def keccak_f(state):
    lfsr = 1
    for _ in range(24):
        parity = [state[x][0] ^ state[x][1] ^ state[x][2] ^ state[x][3] ^ state[x][4] for x in range(5)]
        for x in range(5):
            effect = parity[(x - 1) % 5] ^ rotate(parity[(x + 1) % 5], 1)
            for y in range(5):
                state[x][y] ^= effect
        x, y, held = 1, 0, state[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            held, state[x][y] = state[x][y], rotate(held, (t + 1) * (t + 2) // 2 % 64)
        for y in range(5):
            row = [state[x][y] for x in range(5)]
            for x in range(5):
                state[x][y] = row[x] ^ (~row[(x + 1) % 5] & MASK & row[(x + 2) % 5])
        for j in range(7):
            if lfsr & 1:
                state[0][0] ^= 1 << (2**j - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)


def rotate(word, count):
    return ((word << count) | (word >> (64 - count))) & MASK if count else word


def K(data):
    data = data + b"\x01" + b"\x00" * (-(len(data) + 1) % 136)
    data = data[:-1] + bytes([data[-1] | 0x80])
    state = [[0] * 5 for _ in range(5)]
    for start in range(0, len(data), 136):
        for index in range(17):
            state[index % 5][index // 5] ^= int.from_bytes(data[start + 8 * index:start + 8 * index + 8], "little")
        keccak_f(state)
    return b"".join(state[index][0].to_bytes(8, "little") for index in range(4))


# BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, sections 2.2 to 2.5), 32 bytes of output
IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
CHUNK_START, CHUNK_END, PARENT, ROOT, CONTEXT, MATERIAL = 1, 2, 4, 8, 32, 64


def compress(chained, block, counter, size, flags):
    v, m = chained + IV[:4] + [counter, 0, size, flags], [int.from_bytes(block[4 * i:4 * i + 4], "little") for i in range(16)]

    def mix(a, b, c, d, x, y):
        for word, turns in ((x, (16, 12)), (y, (8, 7))):
            v[a] = (v[a] + v[b] + word) % 2**32
            for left, right, other, turn in ((d, a, c, turns[0]), (b, c, None, turns[1])):
                mixed = v[left] ^ v[right]
                v[left] = (mixed >> turn | mixed << (32 - turn)) % 2**32
                if other is not None:
                    v[other] = (v[other] + v[left]) % 2**32

    for _ in range(7):
        for i in range(4):
            mix(i, 4 + i, 8 + i, 12 + i, m[2 * i], m[2 * i + 1])
        for i in range(4):
            mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[8 + 2 * i], m[9 + 2 * i])
        m = [m[i] for i in (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)]
    return [v[i] ^ v[i + 8] for i in range(8)]


def blake3_words(data, key, mode, root, chunk=0):
    if len(data) > 1024:
        left = 1024
        while 2 * left < len(data):
            left *= 2
        below = blake3_words(data[:left], key, mode, 0, chunk) + blake3_words(data[left:], key, mode, 0, chunk + left // 1024)
        return compress(key, b"".join(word.to_bytes(4, "little") for word in below), 0, 64, mode | PARENT | root)
    chained, starts = key, range(0, max(1, len(data)), 64)
    for start in starts:
        block = data[start:start + 64]
        flags = (CHUNK_START if start == 0 else 0) | (CHUNK_END | root if start == starts[-1] else 0)
        chained = compress(chained, block.ljust(64, b"\x00"), chunk, len(block), mode | flags)
    return chained


def blake3(data, key=IV, mode=0):
    return b"".join(word.to_bytes(4, "little") for word in blake3_words(data, key, mode, ROOT))


def derive_key(context, data):
    return blake3(data, blake3_words(context, IV, CONTEXT, ROOT), MATERIAL)


# Section 1: numbers of E are tuples of D integers
def add(a, b):
    return tuple((x + y) % P for x, y in zip(a, b))


def sub(a, b):
    return tuple((x - y) % P for x, y in zip(a, b))


def mul(a, b):
    d, constant = len(a), {2: 7, 3: 2}[len(a)]
    product = [0] * (2 * d - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    for i in range(2 * d - 2, d - 1, -1):
        product[i - d] += constant * product[i]
    return tuple(x % P for x in product[:d])


def power(a, n):
    result = (1,) + (0,) * (len(a) - 1)
    while n:
        if n & 1:
            result = mul(result, a)
        a, n = mul(a, a), n >> 1
    return result


def inverse(a):
    return power(a, P**len(a) - 2)


def write(a):
    return b"".join(x.to_bytes(8, "big") for x in a)


def degree_of(profile):
    return 3 if profile.startswith("cubic") else 2


# Section 2
class Channel:
    """Transcript and proof of a prover."""

    def __init__(self, profile):
        self.degree, self.has_blake3, self.proof = degree_of(profile), profile.endswith("-blake3"), b""
        self.state = K(b"OpenGradient proof-1\x00" + profile.encode("ascii"))

    def number(self, n):
        return (n % P,) + (0,) * (self.degree - 1)

    def absorb(self, label, data):
        self.state = K(b"\x01" + self.state + bytes([label]) + len(data).to_bytes(8, "big") + data)

    def send(self, label, data):
        self.absorb(label, data)
        self.proof += data

    def step(self):
        self.state = K(b"\x02" + self.state)

    def challenge(self):
        numbers = []
        for index in range(self.degree):
            if index % 2 == 0:
                self.step()
            numbers.append(int.from_bytes(self.state[16 * (index % 2):16 * (index % 2) + 16], "big") % P)
        return tuple(numbers)

    def indices(self, count, bits):
        result = []
        for index in range(count):
            if index % 8 == 0:
                self.step()
            result.append(int.from_bytes(self.state[4 * (index % 8):4 * (index % 8) + 4], "big") % 2**bits)
        return result

    def work(self, bits):
        nonce = 0
        while int.from_bytes(K(b"\x03" + self.state + nonce.to_bytes(8, "big"))[:8], "big") >> (64 - bits):
            nonce += 1
        self.state = K(b"\x03" + self.state + nonce.to_bytes(8, "big"))
        self.proof += nonce.to_bytes(8, "big")


# Section 3
def leaf_hash(channel, leaf):
    return derive_key(b"OpenGradient proof-1 leaf", leaf) if channel.has_blake3 else K(b"\x00" + leaf)


def node_hash(channel, children):
    return derive_key(b"OpenGradient proof-1 node", children) if channel.has_blake3 else K(b"\x01" + children)


def tree(channel, leaves):
    levels = [[leaf_hash(channel, leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        level = levels[-1]
        levels.append([node_hash(channel, level[i] + level[i + 1]) for i in range(0, len(level), 2)])
    return levels


def siblings(levels, indices):
    result, nodes = b"", sorted(set(indices))
    for level in levels[:-1]:
        for node in nodes:
            if node ^ 1 not in nodes:
                result += level[node ^ 1]
        nodes = sorted({node // 2 for node in nodes})
    return result


# Section 4
def eq(channel, r, y):
    one, product = channel.number(1), channel.number(1)
    for a, b in zip(r, y):
        product = mul(product, add(mul(a, b), mul(sub(one, a), sub(one, b))))
    return product


def bits(channel, index, count):
    return [channel.number(index >> (count - 1 - i) & 1) for i in range(count)]


def extension(channel, values, point):
    total = channel.number(0)
    for index, value in enumerate(values):
        total = add(total, mul(eq(channel, point, bits(channel, index, len(point))), value))
    return total


def log(count):
    return (count - 1).bit_length()


def masked(channel, axes, r, y):
    """The sum over the real cells, cell by cell."""
    total = channel.number(1)
    for cells in axes:
        n = log(cells)
        factor = channel.number(0)
        for cell in range(cells):
            x = bits(channel, cell, n)
            factor = add(factor, mul(eq(channel, r[:n], x), eq(channel, y[:n], x)))
        total, r, y = mul(total, factor), r[n:], y[n:]
    return total


# Section 5
def sumcheck(channel, degree, combine, tables):
    point = []
    while len(tables[0]) > 1:
        half = len(tables[0]) // 2
        sent = b""
        for node in [0] + list(range(2, degree + 1)):
            total = channel.number(0)
            for i in range(half):
                total = add(total, combine([line(t[i], t[i + half], channel.number(node)) for t in tables]))
            sent += write(total)
        channel.send(0x10, sent)
        r = channel.challenge()
        point.append(r)
        tables = [[line(t[i], t[i + half], r) for i in range(half)] for t in tables]
    return point, [t[0] for t in tables]


def weighted_sumcheck(channel, z, combine, tables):
    """Of eq(z, x) f(x), f of degree 2."""
    point, bound = [], channel.number(1)
    while len(tables[0]) > 1:
        half, rest, values = len(tables[0]) // 2, z[len(point) + 1:], []
        for node in range(3):
            total = channel.number(0)
            for i in range(half):
                value = combine([line(t[i], t[i + half], channel.number(node)) for t in tables])
                total = add(total, mul(eq(channel, rest, bits(channel, i, len(rest))), value))
            values.append(mul(bound, total))
        second = mul(sub(add(values[2], values[0]), add(values[1], values[1])), channel.number(pow(2, P - 2, P)))
        first = sub(sub(values[1], values[0]), second)
        channel.send(0x10, write(first) + write(second))
        r = channel.challenge()
        bound = mul(bound, eq(channel, [z[len(point)]], [r]))
        point.append(r)
        tables = [[line(t[i], t[i + half], r) for i in range(half)] for t in tables]
    return point, [t[0] for t in tables]


def line(zero, one, x):
    return add(zero, mul(x, sub(one, zero)))


# Section 6
def fractions(channel, p, q):
    layers = []
    while len(p) > 1:
        layers.append((p, q))
        half = len(p) // 2
        p, q = [add(mul(p[i], q[i + half]), mul(p[i + half], q[i])) for i in range(half)], [mul(q[i], q[i + half]) for i in range(half)]
    channel.send(0x20, write(q[0]))
    point = []
    for p, q in reversed(layers):
        half = len(p) // 2
        factor = channel.challenge()

        def combine(v):
            return add(add(mul(v[0], v[3]), mul(v[1], v[2])), mul(factor, mul(v[2], v[3])))

        inner, values = weighted_sumcheck(channel, point, combine, [p[:half], p[half:], q[:half], q[half:]])
        channel.send(0x21, b"".join(write(v) for v in values))
        point = [channel.challenge()] + inner
    return point


# Section 7: rows are lists of numbers of E, those of a vector of F too
def evaluate(channel, coefficients, root, length):
    """At the powers of root, which has the order length: even and odd coefficients by themselves."""
    if length == 1:
        return [coefficients[0] if coefficients else channel.number(0)]
    half = length // 2
    even, odd = (evaluate(channel, coefficients[i::2], root * root % P, half) for i in (0, 1))
    values = [mul(channel.number(pow(root, j, P)), odd[j % half]) for j in range(length)]
    return [add(even[j % half], values[j]) for j in range(length)]


def reverse(index, count):
    return sum((index >> i & 1) << (count - 1 - i) for i in range(count))


def encode(channel, row, rate_bits):
    c = log(len(row))
    coefficients = [row[reverse(k, c)] for k in range(len(row))]
    length = len(row) << rate_bits
    return evaluate(channel, coefficients, pow(7, (P - 1) // length, P), length)


class Committed:
    """A matrix of 2^a rows, the code words of which are columns of a tree."""

    def __init__(self, channel, vector, a, c, b):
        self.a, self.c, self.b = a, c, b
        self.rows = [[channel.number(v) for v in vector[i << c:(i + 1) << c]] for i in range(1 << a)]
        words = [encode(channel, row, b) for row in self.rows]
        self.leaves = [b"".join(word[j][0].to_bytes(8, "big") for word in words) for j in range(1 << (c + b))]
        self.levels = tree(channel, self.leaves)
        self.root = self.levels[-1][0]

    def combine(self, channel, point):
        y = point[len(point) - self.a - self.c:len(point) - self.c]
        weights = [eq(channel, y, bits(channel, i, self.a)) for i in range(1 << self.a)]
        return [total(channel, [mul(weights[i], self.rows[i][j]) for i in range(1 << self.a)]) for j in range(1 << self.c)]


def total(channel, values):
    result = channel.number(0)
    for value in values:
        result = add(result, value)
    return result


def tail(point, count):
    return point[len(point) - count:]


def open_vectors(channel, vectors, point, queries, work):
    b, m = vectors[0].b, max(vector.c for vector in vectors)
    n, u, words = 1 << (m + b), None, []
    while True:
        for vector in vectors:
            if vector.c == m:
                combination = vector.combine(channel, point)
                if u is None:
                    u = combination
                else:
                    gamma = channel.challenge()
                    u = [add(x, mul(gamma, y)) for x, y in zip(u, combination)]
        later = [vector.c for vector in vectors if vector.c < m]
        if m <= 10 and not later:
            channel.send(0x30, b"".join(write(x) for x in u))
            break
        k = min(3, m - max(later, default=0))
        word = encode(channel, u, b)
        fibres = len(word) >> k
        leaves = [b"".join(write(word[p + t * fibres]) for t in range(1 << k)) for p in range(fibres)]
        words.append((leaves, tree(channel, leaves)))
        channel.send(0x33, words[-1][1][-1][0])
        for _ in range(k):
            half = len(u) // 2
            weights = [eq(channel, tail(point, m - 1), bits(channel, x, m - 1)) for x in range(half)]
            channel.send(0x34, write(total(channel, [mul(weights[x], sub(u[half + x], u[x])) for x in range(half)])))
            r = channel.challenge()
            u, m = [line(u[x], u[half + x], r) for x in range(half)], m - 1
    channel.work(work)
    indices = channel.indices(queries, log(n))
    for leaves, levels in [(vector.leaves, vector.levels) for vector in vectors] + words:
        places = sorted({index % len(leaves) for index in indices})
        label = 0x31 if any(leaves is vector.leaves for vector in vectors) else 0x35
        for place in places:
            channel.send(label, leaves[place])
        channel.send(0x32, siblings(levels, places))


# Vectors
def numbers(seed, count):
    return [int.from_bytes(K(seed.encode() + i.to_bytes(4, "big"))[:16], "big") % P for i in range(count)]


def elements(seed, count, degree):
    flat = numbers(seed, count * degree)
    return [tuple(flat[i * degree:(i + 1) * degree]) for i in range(count)]


def message(length):
    return bytes(i % 251 for i in range(length))


def hexes(values):
    return [write(value).hex() for value in values]


def field_vectors(degree):
    a, b = elements(f"a{degree}", 4, degree), elements(f"b{degree}", 4, degree)
    a[0], b[1] = (P - 1,) * degree, (P - 1,) * degree
    return [{"left": write(x).hex(), "right": write(y).hex(), "sum": write(add(x, y)).hex(), "difference": write(sub(x, y)).hex(),
             "product": write(mul(x, y)).hex(), "inverse": write(inverse(x)).hex()} for x, y in zip(a, b)]


def transcript_vectors(profile):
    channel = Channel(profile)
    start = channel.state.hex()
    channel.absorb(0x10, b"")
    channel.absorb(0x21, bytes(range(200)))
    challenges = hexes([channel.challenge(), channel.challenge()])
    channel.work(9)
    return {"start": start, "challenges": challenges, "nonce": channel.proof.hex(), "indices": channel.indices(11, 7), "state": channel.state.hex()}


def mask_vectors(profile):
    channel, degree = Channel(profile), degree_of(profile)
    result = []
    for axes in [[1], [5], [8], [3, 1, 6], [2, 7]]:
        n = sum(log(cells) for cells in axes)
        r, y = elements(f"r{axes}", n, degree), elements(f"y{axes}", n, degree)
        result.append({"axes": axes, "r": hexes(r), "y": hexes(y), "value": write(masked(channel, axes, r, y)).hex()})
    return result


def sumcheck_vector(profile):
    channel, degree = Channel(profile), degree_of(profile)
    tables = [elements(f"t{i}", 16, degree) for i in range(3)]
    claim = channel.number(0)
    for a, b, c in zip(*tables):
        claim = add(claim, mul(a, mul(b, c)))
    point, values = sumcheck(channel, 3, lambda v: mul(v[0], mul(v[1], v[2])), tables)
    return {"tables": [hexes(t) for t in tables], "claim": write(claim).hex(), "proof": channel.proof.hex(), "point": hexes(point), "values": hexes(values)}


def fraction_vector(profile, n):
    channel, degree = Channel(profile), degree_of(profile)
    half = 1 << (n - 1)
    q = elements(f"q{n}", half, degree)
    # Every fraction stands there twice, once with each sign, so that they add up to zero.
    p = elements(f"p{n}", half, degree)
    numerators = p + [sub(channel.number(0), v) for v in reversed(p)]
    denominators = q + list(reversed(q))
    point = fractions(channel, numerators, denominators)
    return {"numerators": hexes(numerators), "denominators": hexes(denominators), "proof": channel.proof.hex(), "point": hexes(point),
            "numerator": write(extension(channel, numerators, point)).hex(), "denominator": write(extension(channel, denominators, point)).hex()}


def commitment_vector(profile, shapes, b, queries, work):
    """Vector i holds numbers(f"v{i}", ...): element k is K("v" + i + k in four bytes), its first 16 bytes modulo p."""
    channel = Channel(profile)
    elements_of = [numbers(f"v{i}", 1 << (a + c)) for i, (a, c) in enumerate(shapes)]
    vectors = [Committed(channel, elements_of[i], a, c, b) for i, (a, c) in enumerate(shapes)]
    for vector in vectors:
        channel.absorb(0x00, vector.root)
    point = [channel.challenge() for _ in range(max(a + c for a, c in shapes))]
    values = [extension(channel, [channel.number(v) for v in own], tail(point, a + c)) for own, (a, c) in zip(elements_of, shapes)]
    open_vectors(channel, vectors, point, queries, work)
    return {"shapes": [{"a": a, "c": c} for a, c in shapes], "b": b, "queries": queries, "work": work, "roots": [vector.root.hex() for vector in vectors],
            "values": hexes(values), "proof": channel.proof.hex()}


# One vector sent at once; a word of eight elements; a single row. Two that join at once. A fold and a vector that joins behind it; several folds, down to a short row.
COMMITMENTS = [
    ([(2, 3)], 2, 9, 3), ([(0, 4)], 1, 5, 0), ([(3, 0)], 1, 2, 12), ([(1, 3), (2, 3)], 1, 4, 2), ([(0, 8), (1, 11)], 1, 6, 2), ([(1, 11), (2, 4)], 1, 5, 1),
]


def main():
    profiles = {}
    for name in ("quadratic", "cubic"):
        profiles[name] = {
            "field": field_vectors(degree_of(name)), "transcript": transcript_vectors(name), "masks": mask_vectors(name), "sumcheck": sumcheck_vector(name),
            "fractions": [fraction_vector(name, n) for n in (1, 2, 4)],
            "commitments": [commitment_vector(name, *shape) for shape in COMMITMENTS],
        }
    # Only challenges and trees differ from those above.
    for name in ("quadratic-blake3", "cubic-blake3"):
        profiles[name] = {"transcript": transcript_vectors(name), "commitments": [commitment_vector(name, *shape) for shape in COMMITMENTS]}
    hashes = [{"length": n, "digest": K(message(n)).hex()} for n in (0, 1, 31, 135, 136, 137, 272, 1000)]
    blakes = [{"length": n, "leaf": leaf_hash(Channel("quadratic-blake3"), message(n)).hex(), "node": node_hash(Channel("quadratic-blake3"), message(n)).hex()}
              for n in (0, 1, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 1088, 2048, 2049, 3072, 3073, 5000, 16384)]
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors")
    with open(os.path.join(folder, "mathematics.json"), "w", encoding="ascii") as file:
        json.dump({"keccak": hashes, "blake3": blakes, "profiles": profiles}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
