"""Writes operators.json: small Programs with inputs, outputs, ProgramId and trace root, computed from the text of exec-1.

Like generate_functions.py it works on exact fractions and shares no code with the engine.
"""
import hashlib
import json
import random
import struct
from fractions import Fraction

from generate_functions import add, div, exp, f32, fma, log, mul, sigmoid, sqrt, tanh, to_bits

random.seed(7)


def number():
    return f32(Fraction(random.uniform(-2, 2)))


class Tensor:
    def __init__(self, shape, values):
        self.shape, self.values = list(shape), list(values)

    @staticmethod
    def random(*shape):
        count = 1
        for dimension in shape:
            count *= dimension
        return Tensor(shape, [number() for _ in range(count)])

    def bytes(self):
        return b"".join(struct.pack("<I", to_bits(v)) for v in self.values)


class Integers:
    def __init__(self, *values):
        self.shape, self.values = [len(values)], list(values)

    def bytes(self):
        return b"".join(struct.pack("<q", v) for v in self.values)


def dot(a, b):
    s = 0.0
    for x, y in zip(a, b):
        s = fma(x, y, s)
    return s


def row(values, take, fold, start):
    lanes = [start] * 16
    for i, x in enumerate(values):
        lanes[i % 16] = take(lanes[i % 16], x)
    for width in (8, 4, 2, 1):
        for j in range(width):
            lanes[j] = fold(lanes[j], lanes[j + width])
    return lanes[0]


def total(values):
    return row(values, add, add, 0.0)


def squares(values):
    return row(values, lambda s, x: fma(x, x, s), add, 0.0)


def rows(t):
    n = t.shape[-1]
    return [t.values[i:i + n] for i in range(0, len(t.values), n)]


def linear(x, w, bias=None):
    out = []
    for r in rows(x):
        for i, weights in enumerate(rows(w)):
            s = dot(r, weights)
            out.append(s if bias is None else add(s, bias.values[i]))
    return Tensor(x.shape[:-1] + [w.shape[0]], out)


def matmul(a, b):
    columns = [[b.values[k * b.shape[1] + j] for k in range(b.shape[0])] for j in range(b.shape[1])]
    return Tensor([a.shape[0], b.shape[1]], [dot(r, c) for r in rows(a) for c in columns])


def conv(x, w, bias, stride, pad, groups):
    n, c, h, width = x.shape
    m, cg, kh, kw = w.shape
    oh, ow = (h + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1
    out = []
    for image in range(n):
        for o in range(m):
            first = o // (m // groups) * cg
            for y in range(oh):
                for z in range(ow):
                    s = 0.0
                    for ch in range(cg):
                        for i in range(kh):
                            for j in range(kw):
                                py, pz = y * stride - pad + i, z * stride - pad + j
                                inside = 0 <= py < h and 0 <= pz < width
                                tap = x.values[((image * c + first + ch) * h + py) * width + pz] if inside else 0.0
                                s = fma(w.values[((o * cg + ch) * kh + i) * kw + j], tap, s)
                    out.append(add(s, bias.values[o]))
    return Tensor([n, m, oh, ow], out)


def pool(x, kernel, reduce):
    n, c, h, w = x.shape
    out = []
    for plane in range(n * c):
        for y in range(h // kernel):
            for z in range(w // kernel):
                out.append(reduce([x.values[(plane * h + y * kernel + i) * w + z * kernel + j] for i in range(kernel) for j in range(kernel)]))
    return Tensor([n, c, h // kernel, w // kernel], out)


def in_order(values):
    s = 0.0
    for v in values:
        s = add(s, v)
    return s


def softmax(x, logarithm=False):
    out = []
    for r in rows(x):
        m = max(r)
        e = [exp(add(v, -m)) for v in r]
        z = total(e)
        out += [add(add(v, -m), -log(z)) for v in r] if logarithm else [div(v, z) for v in e]
    return Tensor(x.shape, out)


def layer_norm(x, scale, bias, epsilon):
    out = []
    for r in rows(x):
        mean = div(total(r), float(len(r)))
        d = [add(v, -mean) for v in r]
        f = div(1.0, sqrt(add(div(squares(d), float(len(r))), epsilon)))
        out += [add(mul(mul(v, f), s), b) for v, s, b in zip(d, scale.values, bias.values)]
    return Tensor(x.shape, out)


def batch_norm(x, scale, bias, mean, variance, epsilon):
    plane = x.shape[2]
    out = []
    for i, v in enumerate(x.values):
        c = i // plane % x.shape[1]
        f = div(scale.values[c], sqrt(add(variance.values[c], epsilon)))
        out.append(add(mul(add(v, -mean.values[c]), f), bias.values[c]))
    return Tensor(x.shape, out)


def lstm(x, w, r, b):
    steps, hidden = x.shape[0], r.shape[2]
    half = len(b.values) // 2
    part = lambda t: Tensor(t.shape[1:], t.values)
    p = linear(Tensor([steps, x.shape[2]], x.values), part(w), Tensor([half], b.values[:half]))
    h, c, out = [0.0] * hidden, [0.0] * hidden, []
    for t in range(steps):
        q = linear(Tensor([1, hidden], h), part(r), Tensor([half], b.values[half:]))
        z = [add(a, d) for a, d in zip(rows(p)[t], q.values)]
        i, o, f, g = (z[k * hidden:(k + 1) * hidden] for k in range(4))
        c = [add(mul(sigmoid(a), d), mul(sigmoid(e), tanh(k))) for a, d, e, k in zip(f, c, i, g)]
        h = [mul(sigmoid(a), tanh(d)) for a, d in zip(o, c)]
        out += h
    return [Tensor([steps, 1, 1, hidden], out), Tensor([1, 1, hidden], h), Tensor([1, 1, hidden], c)]


def gru(x, w, r, b):
    steps, hidden = x.shape[0], r.shape[2]
    half = len(b.values) // 2
    part = lambda t: Tensor(t.shape[1:], t.values)
    p = linear(Tensor([steps, x.shape[2]], x.values), part(w), Tensor([half], b.values[:half]))
    h, out = [0.0] * hidden, []
    for t in range(steps):
        q = linear(Tensor([1, hidden], h), part(r), Tensor([half], b.values[half:])).values
        pt = rows(p)[t]
        z = [sigmoid(add(a, d)) for a, d in zip(pt[:hidden], q[:hidden])]
        s = [sigmoid(add(a, d)) for a, d in zip(pt[hidden:2 * hidden], q[hidden:2 * hidden])]
        gated = Tensor([1, hidden], [mul(a, d) for a, d in zip(s, h)])
        v = linear(gated, Tensor([hidden, hidden], r.values[2 * hidden * hidden:]), Tensor([hidden], b.values[half + 2 * hidden:])).values
        n = [tanh(add(a, d)) for a, d in zip(pt[2 * hidden:], v)]
        h = [add(mul(add(1.0, -a), d), mul(a, e)) for a, d, e in zip(z, n, h)]
        out += h
    return [Tensor([steps, 1, 1, hidden], out), Tensor([1, 1, hidden], h)]


def merkle(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def tiles(elements):
    return merkle([hashlib.sha256(b"\x00" + elements[start:start + 1024]).digest() for start in range(0, max(1, len(elements)), 1024)])


def case(operator, inputs, constants, outputs, attributes=None):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    count = len(inputs) + len(constants)
    describe = lambda t: {"encoding": "f32" if isinstance(t, Tensor) else "i64", "sha256": hashlib.sha256(t.bytes()).hexdigest(), "shape": [str(d) for d in t.shape]}
    program = {
        "constants": [describe(c) for c in constants],
        "inputs": [{"name": f"x{i}", "shape": [str(d) for d in t.shape], "type": "f32"} for i, t in enumerate(inputs)],
        "outputs": [{"name": f"y{i}", "value": str(count + i)} for i in range(len(outputs))],
        "profile": "float",
        "semantics": "exec-1",
        "steps": [{"attributes": attributes or {}, "inputs": [str(i) for i in range(count)], "operator": operator, "outputs": str(len(outputs)), "traced": "1"}],
    }
    text = json.dumps(program, sort_keys=True, separators=(",", ":"))
    leaves = []
    for i, y in enumerate(outputs):
        description = f"f32[{','.join(map(str, y.shape))}]".encode()
        leaves.append(hashlib.sha256(b"\x00" + struct.pack(">II", 0, i) + tiles(y.bytes()) + description).digest())
    return {"operator": operator, "program": text, "programId": hashlib.sha256(text.encode()).hexdigest(),
            "constants": [c.bytes().hex() for c in constants], "inputs": [t.bytes().hex() for t in inputs],
            "outputs": [y.bytes().hex() for y in outputs], "traceRoot": merkle(leaves).hex()}


def cases():
    R = Tensor.random
    epsilon = struct.unpack("<f", struct.pack("<I", 0x3727C5AC))[0]
    x, w, b = R(3, 21), R(19, 21), R(19)
    yield case("Linear", [x], [w, b], linear(x, w, b))
    yield case("Linear", [x], [w], linear(x, w))
    a, c = R(9, 17), R(17, 18)
    yield case("MatMul", [a, c], [], matmul(a, c))
    x, w, b = R(1, 2, 7, 6), R(4, 2, 3, 3), R(4)
    yield case("Conv", [x], [w, b], conv(x, w, b, 1, 1, 1), {"pads": "1,1,1,1"})
    w = R(4, 1, 3, 3)
    yield case("Conv", [x], [w, b], conv(x, w, b, 2, 0, 2), {"group": "2", "strides": "2,2"})
    x = R(1, 2, 4, 6)
    yield case("MaxPool", [x], [], pool(x, 2, max), {"kernel_shape": "2,2", "strides": "2,2"})
    yield case("AveragePool", [x], [], pool(x, 2, lambda v: div(in_order(v), 4.0)), {"kernel_shape": "2,2", "strides": "2,2"})
    x = R(2, 37)
    per_row = lambda f: Tensor([2, 1], [f(r) for r in rows(x)])
    yield case("ReduceSum", [x], [Integers(1)], per_row(total))
    yield case("ReduceMean", [x], [Integers(1)], per_row(lambda r: div(total(r), 37.0)))
    yield case("ReduceL2", [x], [Integers(1)], per_row(lambda r: sqrt(squares(r))))
    yield case("ReduceProd", [x], [Integers(1)], per_row(lambda r: row(r, mul, mul, 1.0)))
    columns = Tensor([1, 37], [total([x.values[i], x.values[37 + i]]) for i in range(37)])
    yield case("ReduceSum", [x], [Integers(0)], columns)
    yield case("Softmax", [x], [], softmax(x))
    yield case("LogSoftmax", [x], [], softmax(x, logarithm=True))
    s, b = R(37), R(37)
    yield case("LayerNorm", [x], [s, b], layer_norm(x, s, b, epsilon))
    x, s, b, m, v = R(2, 3, 5), R(3), R(3), R(3), Tensor([3], [abs(number()) for _ in range(3)])
    yield case("BatchNorm", [x], [s, b, m, v], batch_norm(x, s, b, m, v, epsilon))
    x, b = R(2, 3, 5), R(3, 1)
    yield case("Add", [x, b], [], Tensor(x.shape, [add(v, b.values[i // 5 % 3]) for i, v in enumerate(x.values)]))
    x = R(4, 1, 5)
    w, r, b = R(1, 12, 5), R(1, 12, 3), R(1, 24)
    yield case("Lstm", [x], [w, r, b], lstm(x, w, r, b))
    w, r, b = R(1, 9, 5), R(1, 9, 3), R(1, 18)
    yield case("Gru", [x], [w, r, b], gru(x, w, r, b))


if __name__ == "__main__":
    with open("operators.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
