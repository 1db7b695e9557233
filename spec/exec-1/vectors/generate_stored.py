"""Writes stored.json: QuantizeBlocks, and QuantizedLinear with weights in every block encoding, in the form of operators.json.

Written from sections 12 and 13 of the text, on exact fractions; bytes of weights are random, scales are moderate binary16 numbers.
"""
import json
import random
import struct
from fractions import Fraction

from generate_functions import div, f32, fma, mul
from generate_further import TYPES, Typed, case
from generate_operators import Tensor

TYPES |= {"i8": "<b"}
RANDOM = random.Random(13)
IQ4 = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]


class Stored:
    """A constant in an encoding: its bytes are what they are."""

    def __init__(self, encoding, shape, data):
        self.type, self.shape, self.data = encoding, list(shape), data

    def bytes(self):
        return self.data


def half():
    return struct.pack("<e", RANDOM.choice([-1, 1]) * RANDOM.uniform(0.01, 2))


def read_half(data, at):
    return struct.unpack_from("<e", data, at)[0]


def rest(count):
    return bytes(RANDOM.randrange(256) for _ in range(count))


def nibbles(data):
    return [b & 15 for b in data[:16]] + [b >> 4 for b in data[:16]]


def fifth(data):
    u = struct.unpack_from("<I", data)[0]
    return [(u >> i & 1) << 4 for i in range(32)]


def super_scales(S, p):
    if p < 4:
        return S[p] & 63, S[p + 4] & 63
    return S[p + 4] & 15 | S[p - 4] >> 6 << 4, S[p + 4] >> 4 | S[p] >> 6 << 4


def signed(b):
    return b - 256 if b > 127 else b


# Each: elements in a block, how its bytes are made, and part p of it as (w, (a0, a1), D, (b0, b1), E).
def q8_0(B, p):
    return [signed(b) for b in B[2:34]], (1, 1), read_half(B, 0), None, None


def q4_0(B, p):
    return [q - 8 for q in nibbles(B[2:])], (1, 1), read_half(B, 0), None, None


def q4_1(B, p):
    return nibbles(B[4:]), (1, 1), read_half(B, 0), (1, 1), read_half(B, 2)


def q5_0(B, p):
    return [q + f - 16 for q, f in zip(nibbles(B[6:]), fifth(B[2:]))], (1, 1), read_half(B, 0), None, None


def q5_1(B, p):
    return [q + f for q, f in zip(nibbles(B[8:]), fifth(B[4:]))], (1, 1), read_half(B, 0), (1, 1), read_half(B, 2)


def iq4_nl(B, p):
    return [IQ4[q] for q in nibbles(B[2:])], (1, 1), read_half(B, 0), None, None


def iq4_xs(B, p):
    u = struct.unpack_from("<H", B, 2)[0]
    L = (B[4 + p // 2] >> 4 * (p % 2) & 15 | (u >> 2 * p & 3) << 4) - 32
    return [IQ4[q] for q in nibbles(B[8 + 16 * p:])], (L, L), read_half(B, 0), None, None


def q2_k(B, p):
    S, Q = B[:16], B[16:80]
    w = [Q[32 * (p // 4) + i] >> 2 * (p % 4) & 3 for i in range(32)]
    return w, (S[2 * p] & 15, S[2 * p + 1] & 15), read_half(B, 80), (S[2 * p] >> 4, S[2 * p + 1] >> 4), -read_half(B, 82)


def q3_k(B, p):
    H, Q, S = B[:32], B[32:96], B[96:108]
    w = [(Q[32 * (p // 4) + i] >> 2 * (p % 4) & 3 | (H[i] >> p & 1) << 2) - 4 for i in range(32)]

    def s(k):
        return (S[k] & 15 if k < 8 else S[k - 8] >> 4) | (S[8 + k % 4] >> 2 * (k // 4) & 3) << 4

    return w, (s(2 * p) - 32, s(2 * p + 1) - 32), read_half(B, 108), None, None


def q4_k(B, p):
    s, m = super_scales(B[4:16], p)
    w = [B[16 + 32 * (p // 2) + i] >> 4 * (p % 2) & 15 for i in range(32)]
    return w, (s, s), read_half(B, 0), (m, m), -read_half(B, 2)


def q5_k(B, p):
    s, m = super_scales(B[4:16], p)
    w = [B[48 + 32 * (p // 2) + i] >> 4 * (p % 2) & 15 | (B[16 + i] >> p & 1) << 4 for i in range(32)]
    return w, (s, s), read_half(B, 0), (m, m), -read_half(B, 2)


def q6_k(B, p):
    a, b = p // 4, p % 4
    low = [B[64 * a + 32 * (b % 2) + i] for i in range(32)]
    w = [(l & 15 if b < 2 else l >> 4) + ((B[128 + 32 * a + i] >> 2 * b & 3) << 4) - 32 for i, l in enumerate(low)]
    return w, (signed(B[192 + 2 * p]), signed(B[193 + 2 * p])), read_half(B, 208), None, None


ENCODINGS = {
    "q8_0": (32, lambda: half() + rest(32), q8_0),
    "q4_0": (32, lambda: half() + rest(16), q4_0),
    "q4_1": (32, lambda: half() + half() + rest(16), q4_1),
    "q5_0": (32, lambda: half() + rest(20), q5_0),
    "q5_1": (32, lambda: half() + half() + rest(20), q5_1),
    "iq4_nl": (32, lambda: half() + rest(16), iq4_nl),
    "iq4_xs": (256, lambda: half() + rest(134), iq4_xs),
    "q2_k": (256, lambda: rest(80) + half() + half(), q2_k),
    "q3_k": (256, lambda: rest(108) + half(), q3_k),
    "q4_k": (256, lambda: half() + half() + rest(140), q4_k),
    "q5_k": (256, lambda: half() + half() + rest(172), q5_k),
    "q6_k": (256, lambda: rest(208) + half(), q6_k),
}


def round_even(x):
    return int(round(Fraction(x)))


def quantize(x):
    q, s = [], []
    for at in range(0, len(x.values), 32):
        block = x.values[at:at + 32]
        m = max(abs(v) for v in block)
        s.append(div(m, 127.0) if m else 0.0)
        q += [round_even(mul(div(v, m), 127.0)) if m else 0 for v in block]
    return Typed("i8", x.shape, q), Tensor(x.shape[:-1] + [x.shape[-1] // 32], s)


def linear(q, s, name, w, bias):
    elements, _, read = ENCODINGS[name]
    rows, depth, outputs = q.shape[0], q.shape[1], w.shape[0]
    block_bytes = len(w.data) // (outputs * depth // elements)
    result = []
    for r in range(rows):
        for o in range(outputs):
            acc = 0.0
            for block in range(depth // 32):
                at = (o * depth // elements + block * 32 // elements) * block_bytes
                weights, a, D, b, E = read(w.data[at:at + block_bytes], block % (elements // 32))
                x = q.values[r * depth + 32 * block:r * depth + 32 * block + 32]
                scale = s.values[r * depth // 32 + block]
                products = [u * v for u, v in zip(weights, x)]
                acc = fma(float(a[0] * sum(products[:16]) + a[1] * sum(products[16:])), mul(D, scale), acc)
                if b:
                    acc = fma(float(b[0] * sum(x[:16]) + b[1] * sum(x[16:])), mul(E, scale), acc)
            result.append(f32(Fraction(acc) + Fraction(bias.values[o])) if bias else acc)
    return Tensor([rows, outputs], result)


def cases():
    x = Tensor([2, 96], [f32(Fraction(RANDOM.uniform(-3, 3))) for _ in range(160)] + [0.0] * 32)
    yield case("QuantizeBlocks", [x], [], list(quantize(x)))
    for index, (name, (elements, make, _)) in enumerate(ENCODINGS.items()):
        depth, outputs = max(64, elements), 3 + index % 2
        q, s = quantize(Tensor([2, depth], [f32(Fraction(RANDOM.uniform(-3, 3))) for _ in range(2 * depth)]))
        w = Stored(name, [outputs, depth], b"".join(make() for _ in range(outputs * depth // elements)))
        bias = Tensor([outputs], [f32(Fraction(RANDOM.uniform(-1, 1))) for _ in range(outputs)]) if index % 2 else None
        yield case("QuantizedLinear", [q, s], [w, bias] if bias else [w], linear(q, s, name, w, bias))
    q, s = quantize(Tensor([3, 64], [f32(Fraction(RANDOM.uniform(-3, 3))) for _ in range(192)]))
    experts = [Stored("q4_0", [2, 64], b"".join(ENCODINGS["q4_0"][1]() for _ in range(4))) for _ in range(3)]
    chosen, y = [2, 0, 1, 2, 0, 0], []
    for place, e in enumerate(chosen):
        row = place // 2
        own = Typed("i8", [1, 64], q.values[64 * row:64 * row + 64]), Tensor([1, 2], s.values[2 * row:2 * row + 2])
        y += linear(*own, "q4_0", experts[e], None).values
    w = Stored("q4_0", [3, 2, 64], b"".join(e.data for e in experts))
    yield case("QuantizedExpertLinear", [q, s, Typed("i64", [3, 2], chosen)], [w], Tensor([3, 2, 2], y))


if __name__ == "__main__":
    with open("stored.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
