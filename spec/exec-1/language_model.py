"""exec-1 read a second time: the language model of the vectors, computed from the text with nothing but Python's integers and floats.

Prints the three digests of vectors/language-models.json. `rotation` takes half a minute and is left out with --fast.
binary32 operations are made of binary64 ones: for + - * / and sqrt, rounding twice is innocuous; fma rounds the exact sum to odd first.
"""
import fractions
import hashlib
import json
import math
import struct
import sys


# ---------------------------------------------------------------- binary32

def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def bits(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def from_bits(word):
    return struct.unpack("<f", struct.pack("<I", word & 0xFFFFFFFF))[0]


def add(x, y):
    return single(x + y)


def mul(x, y):
    return single(x * y)


def div(x, y):
    return single(x / y)


def fma(x, y, z):
    product = x * y  # exact: 48 bits
    total = product + z
    part = total - product
    error = (product - (total - part)) + (z - part)
    if error != 0:
        word = struct.unpack("<q", struct.pack("<d", total))[0]
        if word & 1 == 0:
            word = word | 1 if (error > 0) == (total > 0) else (word - 1) | 1
        total = struct.unpack("<d", struct.pack("<q", word))[0]
    return single(total)


def row_sum(row, term=lambda lane, x: add(lane, x)):
    lanes = [0.0] * 16
    for i, x in enumerate(row):
        lanes[i % 16] = term(lanes[i % 16], x)
    for width in (8, 4, 2, 1):
        for lane in range(width):
            lanes[lane] = add(lanes[lane], lanes[lane + width])
    return lanes[0]


EXP = [1.0, 1.0] + [from_bits(word) for word in (0x3EFFFFFE, 0x3E2AAA49, 0x3D2AAC79, 0x3C091CF1, 0x3AB5121A)]
BIAS = from_bits(0x4B400000)


def rne(t):
    return add(add(t, BIAS), -BIAS)


def power(m):
    return from_bits(bits(add(m, from_bits(0x4B40007F))) << 23)


def reduce(x):
    n = rne(mul(x, from_bits(0x3FB8AA3B)))
    return n, fma(n, from_bits(0xB5BFBE8E), fma(n, from_bits(0xBF317200), x)), rne(mul(n, 0.5))


def polynomial(coefficients, r):
    p = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        p = fma(p, r, coefficient)
    return p


def exp(x):
    x = -104.0 if x < -104 else x
    x = 89.0 if 89 < x else x
    n, r, half = reduce(x)
    return mul(mul(polynomial(EXP, r), power(half)), power(add(n, -half)))


def silu(x):
    t = max(-abs(x), -110.0)
    n, r, _ = reduce(t)
    g = polynomial(EXP[1:], r)
    p = fma(g, r, 1.0)
    low = fma(g, r, add(1.0, -p))
    a = power(add(n, 64.0))
    w = mul(a, 2.0 ** -64)
    e = mul(p, w)
    s = add(1.0, e)
    rest = fma(low, w, add(e, -add(s, -1.0)))
    q = div(p, s)
    left_over = fma(-q, rest, add(fma(-q, s, p), low))
    y = mul(mul(mul(t, fma(left_over, fma(-0.5, s, from_bits(0x3FBA7EFA)), q)), a), 2.0 ** -64)
    return y if x < 0 else add(x, y)


# ---------------------------------------------------------------- binary64, section 10

def double(digits):
    return struct.unpack(">d", bytes.fromhex(digits))[0]


def fma64(x, y, z):
    return float(fractions.Fraction(x) * fractions.Fraction(y) + fractions.Fraction(z))


def horner(p, x, coefficients):
    for coefficient in coefficients:
        p = fma64(p, x, coefficient)
    return p


def log2(x):
    m, e = math.frexp(x)
    m, e = 2 * m, e - 1
    if m > double("3FF6A09E667F3BCD"):
        m, e = m / 2, e + 1
    s = (m - 1) / (m + 1)
    return fma64((2 * s) * horner(1 / 23, s * s, [1 / k for k in range(21, 0, -2)]), double("3FF71547652B82FE"), float(e))


def exp2(x):
    n = float(round(x))
    terms = [1 / math.factorial(k) for k in range(14, -1, -1)]
    return horner(terms[0], (x - n) * double("3FE62E42FEFA39EF"), terms[1:]) * 2.0 ** int(n)


def series(first):
    factorial, terms = 1.0, []
    for k in range(10):
        if k:
            factorial *= (2 * k + first - 1) * (2 * k + first)
        terms.append((-1) ** k / factorial)
    return terms[::-1]


COS, SIN = series(0), series(1)


def sin_cos(x):
    q = float(round(x * double("3FE45F306DC9C883")))
    r = x
    for part in ("3FF921FB54400000", "3DD0B4611A600000", "3BA3198A2E037073"):
        r = fma64(-q, double(part), r)
    s, c = r * horner(SIN[0], r * r, SIN[1:]), horner(COS[0], r * r, COS[1:])
    return [(s, c), (c, -s), (-s, -c), (-c, s)][int(q) % 4]


def frequencies(dimensions, base):
    return [exp2(-(((2 * i) / dimensions) * log2(base))) for i in range(dimensions // 2)]


# ---------------------------------------------------------------- operators

def rms_norm(x, gain):
    squares = row_sum(x, lambda lane, value: fma(value, value, lane))
    r = div(1.0, single(math.sqrt(add(div(squares, float(len(gain))), from_bits(0x3727C5AC)))))
    return [mul(mul(value, r), g) for value, g in zip(x, gain)]


def dot(x, y):
    total = 0.0
    for a, b in zip(x, y):
        total = fma(a, b, total)
    return total


def linear(x, weights):
    return [dot(x, row) for row in weights]


def rope(x, position, form, angles):
    x = list(x)
    for head in range(0, len(x), HEAD_DIM):
        for i, frequency in enumerate(angles):
            first, second = (head + 2 * i, head + 2 * i + 1) if form == "interleaved" else (head + i, head + i + len(angles))
            sin, cos = map(single, sin_cos(position * frequency))
            a, b = x[first], x[second]
            x[first], x[second] = fma(a, cos, -mul(b, sin)), fma(a, sin, mul(b, cos))
    return x


def attention(query, keys, values):
    output = []
    for head in range(HEAD_COUNT):
        at = slice(head // 2 * HEAD_DIM, (head // 2 + 1) * HEAD_DIM)
        q = query[head * HEAD_DIM : (head + 1) * HEAD_DIM]
        scores = [mul(dot(q, key[at]), from_bits(0x3EA1E89B)) for key in keys]
        weights = [exp(add(score, -max(scores))) for score in scores]
        total = row_sum(weights)
        output += [div(dot(weights, column), total) for column in zip(*(value[at] for value in values))]
    return output


# ---------------------------------------------------------------- the model of the vectors

WIDTH, HEAD_DIM, HEAD_COUNT, KV_HEAD_COUNT, FEED_FORWARD, VOCABULARY = 40, 10, 4, 2, 52, 37


class Weights:
    """Made-up weights: a linear congruential generator, in the order in which the constants stand."""

    def __init__(self):
        self.state = 20261122
        self.embedding = self.matrix(VOCABULARY, WIDTH)
        self.blocks = [self.block(), self.block()]
        self.norm = self.vector(WIDTH, 1.0)
        self.output = self.matrix(VOCABULARY, WIDTH)

    def vector(self, length, offset):
        row = []
        for _ in range(length):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            row.append(add(offset, ((self.state >> 8) - 2**23) / 2**25))
        return row

    def matrix(self, rows, columns):
        return [self.vector(columns, 0.0) for _ in range(rows)]

    def block(self):
        kv = KV_HEAD_COUNT * HEAD_DIM
        return [self.vector(WIDTH, 1.0), self.matrix(HEAD_COUNT * HEAD_DIM, WIDTH), self.matrix(kv, WIDTH), self.matrix(kv, WIDTH),
                self.matrix(WIDTH, HEAD_COUNT * HEAD_DIM), self.vector(WIDTH, 1.0), self.matrix(FEED_FORWARD, WIDTH),
                self.matrix(FEED_FORWARD, WIDTH), self.matrix(WIDTH, FEED_FORWARD)]


def trace_root(form):
    weights, angles = Weights(), frequencies(8, 10000.0)
    caches = [([], []) for _ in weights.blocks]
    leaves = []
    for position in range(24):
        x = weights.embedding[position * position * 7 % VOCABULARY]
        entries = b""
        for index, (block, (keys, values)) in enumerate(zip(weights.blocks, caches)):
            a = rms_norm(x, block[0])
            query = rope(linear(a, block[1]), position, form, angles)
            keys.append(rope(linear(a, block[2]), position, form, angles))
            values.append(linear(a, block[3]))
            x = [add(*pair) for pair in zip(x, linear(attention(query, keys, values), block[4]))]
            f = rms_norm(x, block[5])
            product = [mul(silu(gate), up) for gate, up in zip(linear(f, block[6]), linear(f, block[7]))]
            x = [add(*pair) for pair in zip(x, linear(product, block[8]))]
            entries += entry(16 * (index + 1), x)
        leaves.append(hashlib.sha256(b"\0" + entries).digest())
    return merkle_root(leaves).hex()


def entry(step, row):
    content = struct.pack(f"<{len(row)}f", *row)
    tiles = [hashlib.sha256(b"\0" + content[at : at + 1024]).digest() for at in range(0, len(content), 1024)]
    return struct.pack(">II", step, 0) + merkle_root(tiles) + f"f32[{len(row)}]".encode()


def merkle_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def rotation():
    digest = hashlib.sha256()
    for dimensions, base in ((32, 10000.0), (64, 500000.0), (128, 1e6)):
        angles = frequencies(dimensions, base)
        for position in range(2048):
            for frequency in angles:
                sin, cos = sin_cos(position * frequency)
                digest.update(struct.pack("<ff", cos, sin))
    return digest.hexdigest()


if __name__ == "__main__":
    digests = {form: trace_root(form) for form in ("interleaved", "halves")}
    if "--fast" not in sys.argv:
        digests["rotation"] = rotation()
    print(json.dumps(digests, indent=2))
