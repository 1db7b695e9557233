"""Writes networks.json: Programs of the quantised and attention operators of exec-1, in the form of operators.json, computed from the text.

It shares no code with the engine. Binary32 operations are done on exact fractions and rounded once.
"""
import json
import random
import struct
from fractions import Fraction
from math import isinf

import generate_further
from generate_functions import add, div, exp, f32, fma, mul, neg, sigmoid, sqrt, tanh
from generate_further import Typed, case, longs
from generate_operators import Tensor, dot, linear, rows, squares, total

random.seed(11)
generate_further.TYPES.update({"u8": "<B", "i8": "<b", "i16": "<h", "i32": "<i"})
RANGE = {"u8": (0, 255), "i8": (-128, 127), "i16": (-32768, 32767)}
NOTHING = float("-inf")


def rounded(x):
    """The nearest whole number, ties to even, of a binary32 number."""
    return round(Fraction(x))


def saturate(n, of):
    low, high = RANGE[of]
    return min(max(n, low), high)


def quantize(x, scale_of, zero_of, of):
    return Typed(of, x.shape, [saturate(rounded(div(v, scale_of(i))) + zero_of(i), of) for i, v in enumerate(x.values)])


def product(a, b, depth, outputs, zero_a, zero_b):
    count = len(a.values) // depth
    return Typed("i32", [count, outputs], [
        sum((a.values[r * depth + k] - zero_a) * (b.values[k * outputs + o] - zero_b[o]) for k in range(depth)) for r in range(count) for o in range(outputs)])


def attention(q, k, v, heads, kv_heads, scale, cap, mask, offset):
    """All of shape [1, heads, rows, width]; mask [rows, positions] or None; causal from the offset on, or None."""
    n, d = q.shape[2], q.shape[3]
    t, e = k.shape[2], v.shape[3]
    part = lambda x, head, i, width, count: x.values[(head * count + i) * width:(head * count + i + 1) * width]
    out = []
    for h in range(heads):
        g = h // (heads // kv_heads)
        for i in range(n):
            s = [mul(dot(part(q, h, i, d, n), part(k, g, j, d, t)), scale) for j in range(t)]
            if cap:
                s = [mul(tanh(div(x, cap)), cap) for x in s]
            if mask:
                s = [add(x, m) for x, m in zip(s, mask.values[i * t:(i + 1) * t])]
            if offset is not None:
                s = [x if j <= i + offset else NOTHING for j, x in enumerate(s)]
            if all(isinf(x) for x in s):
                p = [0.0] * t
            else:
                m = max(s)
                ex = [0.0 if isinf(x) else exp(add(x, neg(m))) for x in s]
                z = total(ex)
                p = [div(x, z) for x in ex]
            for c in range(e):
                y = 0.0
                for j in range(t):
                    y = fma(p[j], part(v, g, j, e, t)[c], y)
                out.append(y)
    return Tensor([1, heads, n, e], out)


def rotated(x, cos, sin, positions, interleaved):
    """x [1, heads, rows, width], the tables [positions, pairs]."""
    heads, n, d = x.shape[1:]
    pairs = cos.shape[1]
    out = list(x.values)
    for h in range(heads):
        for r in range(n):
            for i in range(pairs):
                start = (h * n + r) * d
                first, second = (start + 2 * i, start + 2 * i + 1) if interleaved else (start + i, start + i + pairs)
                a, b = out[first], out[second]
                c, s = cos.values[positions[r] * pairs + i], sin.values[positions[r] * pairs + i]
                out[first], out[second] = fma(a, c, neg(mul(b, s))), fma(a, s, mul(b, c))
    return Tensor(x.shape, out)


def linear_attention(q, k, v, decay, beta, scale):
    """One batch and one head."""
    n, d = q.shape[1:]
    e = v.shape[2]
    state = [[0.0] * e for _ in range(d)]
    out = []
    for r in range(n):
        kr, vr = k.values[r * d:(r + 1) * d], v.values[r * e:(r + 1) * e]
        state = [[mul(x, exp(decay.values[r * d + i])) for x in line] for i, line in enumerate(state)]
        u = [0.0] * e
        for i in range(d):
            u = [fma(kr[i], state[i][m], u[m]) for m in range(e)]
        vr = [mul(add(vr[m], neg(u[m])), beta.values[r]) for m in range(e)]
        state = [[fma(kr[i], vr[m], state[i][m]) for m in range(e)] for i in range(d)]
        a = [0.0] * e
        for i in range(d):
            a = [fma(q.values[r * d + i], state[i][m], a[m]) for m in range(e)]
        out += [mul(x, scale) for x in a]
    return [Tensor([1, n, e], out), Tensor([1, 1, d, e], [x for line in state for x in line])]


def layer_norm_outputs(x, scale, epsilon):
    y, means, factors = [], [], []
    for r in rows(x):
        mean = div(total(r), float(len(r)))
        d = [add(v, neg(mean)) for v in r]
        f = div(1.0, sqrt(add(div(squares(d), float(len(r))), epsilon)))
        y += [mul(mul(v, f), s) for v, s in zip(d, scale.values)]
        means.append(mean)
        factors.append(f)
    return [Tensor(x.shape, y), Tensor([x.shape[0], 1], means), Tensor([x.shape[0], 1], factors)]


def rnn(x, w, r, b):
    steps, hidden = x.shape[0], r.shape[2]
    p = rows(linear(Tensor([steps, x.shape[2]], x.values), Tensor(w.shape[1:], w.values), Tensor([hidden], b.values[:hidden])))
    h, out = [0.0] * hidden, []
    for t in range(steps - 1, -1, -1):
        q = linear(Tensor([1, hidden], h), Tensor(r.shape[1:], r.values), Tensor([hidden], b.values[hidden:])).values
        h = [sigmoid(add(a, c)) for a, c in zip(p[t], q)]
        out = h + out
    return [Tensor([steps, 1, 1, hidden], out), Tensor([1, 1, hidden], h)]


def bits(x):
    return f"0x{struct.unpack('<I', struct.pack('<f', x))[0]:08x}"


def cases():
    R = Tensor.random
    x = Tensor([2, 3, 2], [f32(Fraction(random.uniform(-3, 3))) for _ in range(12)])
    scale, zero = f32(Fraction(1, 51)), Typed("u8", [], [131])
    y = quantize(x, lambda i: scale, lambda i: 131, "u8")
    yield case("QuantizeLinear", [x], [Tensor([], [scale]), zero], y)
    yield case("DequantizeLinear", [y], [Tensor([], [scale]), zero], Tensor(x.shape, [mul(float(v - 131), scale) for v in y.values]))
    scales = Tensor([3], [f32(Fraction(random.uniform(0.01, 0.1))) for _ in range(3)])
    zeros = Typed("i8", [3], [-7, 0, 100])
    yield case("QuantizeLinear", [x], [scales, zeros], quantize(x, lambda i: scales.values[i // 2 % 3], lambda i: zeros.values[i // 2 % 3], "i8"))
    blocks = Tensor([2, 2, 2], [f32(Fraction(random.uniform(0.0001, 0.001))) for _ in range(8)])
    yield case("QuantizeLinear", [x], [blocks], quantize(x, lambda i: blocks.values[i // 6 * 4 + i // 2 % 3 // 2 * 2 + i % 2], lambda i: 0, "i16"), block="2", to="i16")
    a = Typed("u8", [3, 35], [random.randrange(256) for _ in range(105)])
    b = Typed("i8", [35, 18], [random.randrange(-128, 128) for _ in range(630)])
    zero_b = Typed("i8", [18], [random.randrange(-128, 128) for _ in range(18)])
    sums = product(a, b, 35, 18, 77, zero_b.values)
    yield case("MatMulInteger", [a], [b, Typed("u8", [], [77]), zero_b], sums)
    factors = Tensor([18], [f32(Fraction(random.uniform(0.0001, 0.001))) for _ in range(18)])
    bias = Typed("i32", [18], [random.randrange(-5000, 5000) for _ in range(18)])
    scaled = [rounded(mul(f32(Fraction(v + bias.values[i % 18])), factors.values[i % 18])) for i, v in enumerate(sums.values)]
    y_zero = Typed("i8", [], [-9])
    yield case("Requantize", [sums], [factors, y_zero, bias], Typed("i8", [3, 18], [saturate(v - 9, "i8") for v in scaled]), axis="-1")
    yield case("Requantize", [sums], [factors, y_zero, bias], Typed("i8", [3, 18], [max(saturate(v - 9, "i8"), -9) for v in scaled]), axis="-1", relu="1")
    image = Typed("u8", [1, 1, 3, 3], [random.randrange(256) for _ in range(9)])
    filters = Typed("i8", [2, 1, 2, 2], [random.randrange(-128, 128) for _ in range(8)])
    out = []
    for m in range(2):
        for r in range(4):
            for c in range(4):
                taps = [(r - 1 + i, c - 1 + j, filters.values[m * 4 + i * 2 + j]) for i in range(2) for j in range(2)]
                out.append(sum((image.values[p * 3 + s] - 120) * w for p, s, w in taps if 0 <= p < 3 and 0 <= s < 3))
    yield case("ConvInteger", [image], [filters, Typed("u8", [], [120])], Typed("i32", [1, 2, 4, 4], out), pads="1,1,1,1")
    q, k, v = R(1, 4, 3, 5), R(1, 2, 18, 5), R(1, 2, 18, 3)
    root = div(1.0, sqrt(5.0))
    yield case("Attention", [q, k, v], [], attention(q, k, v, 4, 2, root, 0.0, None, None))
    mask = Tensor([3, 18], [random.choice([0.0, -1.5, NOTHING]) if i >= 18 else NOTHING for i in range(54)])
    yield case("Attention", [q, k, v, mask], [], attention(q, k, v, 4, 2, 0.25, 2.0, mask, None), scale=bits(0.25), softcap=bits(2.0))
    yield case("Attention", [q, k, v, None, None, longs(2)], [], attention(q, k, v, 4, 2, root, 0.0, None, 2), causal="1")
    x, cos, sin = R(1, 2, 3, 6), R(8, 2), R(8, 2)
    positions = longs(5, 0, 7, shape=[1, 3])
    yield case("RotaryEmbedding", [x, cos, sin, positions], [], rotated(x, cos, sin, positions.values, False))
    yield case("RotaryEmbedding", [x, cos, sin, positions], [], rotated(x, cos, sin, positions.values, True), interleaved="1")
    q, k, v, decay, beta = R(1, 3, 4), R(1, 3, 4), R(1, 3, 5), R(1, 3, 4), R(1, 3, 1)
    yield case("LinearAttention", [q, k, v, None, decay, beta], [], linear_attention(q, k, v, decay, beta, 0.5), heads="1", kvHeads="1", scale=bits(0.5))
    x, s = R(2, 37), R(37)
    yield case("LayerNorm", [x, s], [], layer_norm_outputs(x, s, f32(Fraction(1, 1000))), epsilon=bits(f32(Fraction(1, 1000))))
    r = [div(1.0, sqrt(add(div(squares(line), 37.0), 0.5))) for line in rows(x)]
    yield case("RmsNorm", [x, s], [], Tensor(x.shape, [mul(mul(v, r[i // 37]), s.values[i % 37]) for i, v in enumerate(x.values)]), axis="-1", epsilon=bits(0.5))
    x, w, rec, b = R(4, 1, 5), R(1, 3, 5), R(1, 3, 3), R(1, 6)
    yield case("Rnn", [x], [w, rec, b], rnn(x, w, rec, b), activations="sigmoid", direction="reverse")


if __name__ == "__main__":
    with open("networks.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
