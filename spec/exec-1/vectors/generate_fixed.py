"""Writes fixed.json: Programs of the operators of exec-1 section 21 (the integer profile), in the form of operators.json.

Python's integers have no limit: what is written here is the text, word by word.
"""
import json
import random
from math import isqrt

from generate_further import TYPES, Typed, case

TYPES |= {"i16": "<h", "i8": "<b"}
RANDOM = random.Random(21)


def draw(type, *shape, limit):
    count = 1
    for n in shape:
        count *= n
    return Typed(type, shape, [RANDOM.randint(-limit, limit) for _ in range(count)])


def scaled(x, m, shift):
    return (x * m + (1 << (shift - 1))) >> shift


def linear(x, w, b):
    rows, depth, outputs = x.shape[0], x.shape[1], w.shape[0]
    return Typed("i64", [rows, outputs], [
        sum(x.values[r * depth + k] * w.values[o * depth + k] for k in range(depth)) + b.values[o] for r in range(rows) for o in range(outputs)])


def conv(x, w, stride, pad):
    n, c, h, width = x.shape
    outputs, _, kh, kw = w.shape
    rows, columns = (h + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1

    def tap(image, channel, y, q):
        inside = 0 <= y < h and 0 <= q < width
        return x.values[((image * c + channel) * h + y) * width + q] if inside else 0

    return Typed("i64", [n, outputs, rows, columns], [
        sum(w.values[((o * c + channel) * kh + i) * kw + j] * tap(image, channel, r * stride + i - pad, q * stride + j - pad)
            for channel in range(c) for i in range(kh) for j in range(kw))
        for image in range(n) for o in range(outputs) for r in range(rows) for q in range(columns)])


def matmul(a, b):
    rows, depth, outputs = a.shape[-2], a.shape[-1], b.shape[-1]
    return Typed("i64", a.shape[:-1] + [outputs], [
        sum(a.values[(m * rows + i) * depth + k] * b.values[(m * depth + k) * outputs + j] for k in range(depth))
        for m in range(len(a.values) // (rows * depth)) for i in range(rows) for j in range(outputs)])


def root(x, shift):
    return isqrt(max(0, x) << shift)


def divided(x, y, shift):
    d = max(1, y)
    return ((x << shift) + d // 2) // d


def cases():
    x, w, b = draw("i16", 3, 37, limit=32767), draw("i8", 18, 37, limit=127), draw("i64", 18, limit=1 << 40)
    yield case("FixedLinear", [x], [w, b], linear(x, w, b), profile="integer")
    x, w = Typed("i16", [1, 600], [-32768] * 600), Typed("i16", [2, 600], [-32767] * 600 + [32767] * 600)
    yield case("FixedLinear", [x], [w], linear(x, w, Typed("i64", [2], [0, 0])), profile="integer")
    x, w = draw("i16", 2, 3, 7, 6, limit=32767), draw("i8", 4, 3, 3, 3, limit=127)
    yield case("FixedConv", [x], [w], conv(x, w, 2, 1), profile="integer", strides="2,2", pads="1,1,1,1")
    x, m = draw("i64", 2, 3, 5, limit=1 << 28), Typed("i64", [3], [5_000, 123_456, 999])
    table = Typed("i16", [65536], [max(-32767, min(32767, (q - 32768) ** 2 // 65536 - 9)) for q in range(65536)])
    indices = [scaled(v, m.values[i // 5 % 3], 32) for i, v in enumerate(x.values)]
    yield case("FixedScale", [x], [m, table], Typed("i16", x.shape, [table.values[q + 32768] for q in indices]), profile="integer", axis="1")
    x, m = Typed("i64", [6], [5, -5, 1 << 40, -(1 << 40), 0, -1]), Typed("i64", [1], [1 << 15])
    yield case("FixedScale", [x], [m], Typed("i64", [6], [scaled(v, m.values[0], 16) for v in x.values]), profile="integer", shift="16")
    x, y = Typed("i64", [2, 3], [7, -7, 1 << 30, -(1 << 30), 0, 5]), Typed("i64", [3], [2, 0, 1_000_003])
    yield case("FixedDiv", [x, y], [], Typed("i64", [2, 3], [divided(v, y.values[i % 3], 20) for i, v in enumerate(x.values)]), profile="integer", shift="20")
    a, b = draw("i16", 2, 5, 9, limit=32767), draw("i16", 2, 9, 70, limit=32767)
    yield case("FixedMatMul", [a, b], [], matmul(a, b), profile="integer")
    a, b = Typed("i16", [3, 64], [-32768] * 64 + [32767] * 64 + [-32768, 32767] * 32), Typed("i16", [64, 2], [-32768] * 128)
    yield case("FixedMatMul", [a, b], [], matmul(a, b), profile="integer")
    x = Typed("i64", [11], [0, 1, -1, 2, 3, 4, 15, 16, (1 << 42) - 1, 1 << 42, (1 << 43) - 1])
    yield case("FixedSqrt", [x], [], Typed("i64", x.shape, [root(v, 20) for v in x.values]), profile="integer", shift="20")
    x = Typed("i64", [6], [(1 << 63) - 1, 3037000499 ** 2, 3037000499 ** 2 - 1, (1 << 62) - 1, 94906267 ** 2, -(1 << 63)])
    yield case("FixedSqrt", [x], [], Typed("i64", x.shape, [root(v, 0) for v in x.values]), profile="integer")


if __name__ == "__main__":
    with open("fixed.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
