"""Writes causal.json: the operators of exec-1 section 12 one at a time, in Programs without a sequence, computed from the text.

It shares no code with the engine. Whole language models, with one leaf for each position, are in language-models.json.
"""
import json
import math
import random
import struct
from fractions import Fraction

from generate_functions import add, div, exp, exp2_wide, f32, f64, fma, log2_wide, mul, sin_cos, sqrt, tanh, to_bits
from generate_further import Typed, case, narrow, wide
from generate_operators import Tensor, dot, squares, total

bits = lambda x: f"0x{to_bits(x):08x}"


def long_bits(pattern):
    return struct.unpack(">d", struct.pack(">Q", pattern))[0]


TWO_PI, LOG_2 = long_bits(0x401921FB54442D18), long_bits(0x3FE62E42FEFA39EF)


def stretched(frequency, i, dimensions, level, factor, yarn):
    f = wide(div, frequency, factor)
    if not yarn:
        return f

    def c(r):
        return wide(div, wide(mul, dimensions, log2_wide(wide(div, yarn, wide(mul, r, TWO_PI)))), wide(mul, 2, level))

    low, high = float(max(0, math.floor(c(32)))), float(min(dimensions - 1, math.ceil(c(1))))
    ramp = wide(div, wide(add, i, -low), max(0.001, wide(add, high, -low)))
    m = wide(add, 1, -min(max(ramp, 0.0), 1.0))
    return wide(add, wide(mul, f, wide(add, 1, -m)), wide(mul, frequency, m))


def rotate(x, head, dimensions, base, halves, factors=None, factor=1.0, yarn=0, magnitude=1.0):
    if yarn:
        magnitude = wide(mul, magnitude, wide(add, 1, wide(mul, 0.1, wide(mul, log2_wide(factor), LOG_2))))
    y = list(x.values)
    width = x.shape[1]
    half = dimensions // 2
    level = log2_wide(base)
    for t in range(x.shape[0]):
        for first in range(t * width, (t + 1) * width, head):
            for i in range(half):
                frequency = exp2_wide(-wide(mul, wide(div, 2 * i, dimensions), level))
                if factors:
                    frequency = wide(div, frequency, factors[i])
                frequency = stretched(frequency, i, dimensions, level, factor, yarn)
                sin, cos = (narrow(wide(mul, v, magnitude)) for v in sin_cos(wide(mul, t, frequency)))
                p, q = (first + i, first + i + half) if halves else (first + 2 * i, first + 2 * i + 1)
                a, b = x.values[p], x.values[q]
                y[p] = fma(a, cos, -mul(b, sin))
                y[q] = fma(a, sin, mul(b, cos))
    return Tensor(x.shape, y)


def attention(q, k, v, heads, kv_heads, head, scale, window=0, cap=0.0):
    y = []
    for t in range(q.shape[0]):
        for h in range(heads):
            g = h // (heads // kv_heads)
            part = lambda m, row, index, count: m.values[(row * count + index) * head:(row * count + index + 1) * head]
            first = max(0, t + 1 - window) if window else 0
            s = [mul(dot(part(q, t, h, heads), part(k, j, g, kv_heads)), scale) for j in range(first, t + 1)]
            if cap:
                s = [mul(tanh(div(value, cap)), cap) for value in s]
            m = -float("inf")
            for value in s:
                m = value if m < value else m
            e = [exp(add(value, -m)) for value in s]
            z = total([0.0] * (first % 16) + e)
            for d in range(head):
                acc = 0.0
                for j in range(first, t + 1):
                    acc = fma(e[j - first], part(v, j, g, kv_heads)[d], acc)
                y.append(div(acc, z))
    return Tensor(q.shape, y)


def rms_norm(x, gain, epsilon):
    n = gain.shape[0]
    y = []
    for first in range(0, len(x.values), n):
        group = x.values[first:first + n]
        r = div(1.0, sqrt(add(div(squares(group), float(n)), epsilon)))
        y += [mul(mul(v, r), g) for v, g in zip(group, gain.values)]
    return Tensor(x.shape, y)


def cases():
    random.seed(19)
    R = Tensor.random
    table, tokens = R(5, 3), [4, 0, 4]
    yield case("Embedding", [Typed("i32", [3], tokens)], [table], Tensor([3, 3], [v for t in tokens for v in table.values[3 * t:3 * t + 3]]), order=[1, 0])
    x, gain, epsilon = R(3, 36), R(18), f32(Fraction(1, 10 ** 5))
    yield case("RmsNorm", [x], [gain], rms_norm(x, gain, epsilon), epsilon=bits(epsilon))
    x = R(5, 16)
    settings = {"base": bits(10000.0), "headDim": "8"}
    yield case("Rope", [x], [], rotate(x, 8, 8, 10000.0, False), dimensions="8", form="interleaved", **settings)
    yield case("Rope", [x], [], rotate(x, 8, 6, 10000.0, True), dimensions="6", form="halves", **settings)
    factors = Tensor([4], [1.0, 1.5, 4.0, 32.0])
    yield case("Rope", [x], [factors], rotate(x, 8, 8, 10000.0, False, factors.values), dimensions="8", form="interleaved", **settings)
    q, k, v = R(6, 4 * 5), R(6, 2 * 5), R(6, 2 * 5)
    scale = div(1.0, sqrt(5.0))
    yield case("CausalAttention", [q, k, v], [], attention(q, k, v, 4, 2, 5, scale), headDim="5", heads="4", kvHeads="2", scale=bits(scale))
    q, k, v = R(19, 2 * 5), R(19, 5), R(19, 5)
    cap = 0.5
    yield case("CausalAttention", [q, k, v], [], attention(q, k, v, 2, 1, 5, scale, window=3, cap=cap),
               headDim="5", heads="2", kvHeads="1", scale=bits(scale), softcap=bits(cap), window="3")
    yield case("Rope", [x], [], rotate(x, 8, 8, 10000.0, True, factor=8.0), dimensions="8", form="halves", factor=bits(8.0), **settings)
    magnitude = f32(Fraction("1.19"))
    y = rotate(x, 16, 16, 10000.0, True, factor=4.0, yarn=256, magnitude=magnitude)
    yield case("Rope", [x], [], y, base=bits(10000.0), headDim="16", dimensions="16", form="halves", factor=bits(4.0), yarn="256", magnitude=bits(magnitude))
    table, tokens = R(5, 3), [4, 0, 4]
    yield case("PositionEmbedding", [Typed("i32", [3], tokens)], [table], Tensor([3, 3], table.values[:9]), order=[1, 0])
    x, chosen, w = R(3, 5), [2, 0, 1, 2, 0, 0], R(3, 4, 5)
    y = [dot(x.values[5 * (p // 2):5 * (p // 2) + 5], w.values[20 * e + 5 * o:20 * e + 5 * o + 5]) for p, e in enumerate(chosen) for o in range(4)]
    yield case("ExpertLinear", [x, Typed("i64", [3, 2], chosen)], [w], Tensor([3, 2, 4], y))
    x = R(3, 2, 5)
    y = [dot(x.values[5 * p:5 * p + 5], w.values[20 * e + 5 * o:20 * e + 5 * o + 5]) for p, e in enumerate(chosen) for o in range(4)]
    yield case("ExpertLinear", [x, Typed("i64", [3, 2], chosen)], [w], Tensor([3, 2, 4], y))


if __name__ == "__main__":
    with open("causal.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
