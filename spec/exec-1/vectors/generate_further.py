"""Writes further.json: Programs of the operators of exec-1 sections 16 to 19, in the form of operators.json, computed from the text.

It shares no code with the engine. Binary32 and binary64 operations are done on exact fractions and rounded once.
"""
import hashlib
import json
import random
import struct
from fractions import Fraction
from math import ceil, floor

from generate_functions import add, d, div, exp2_wide, f32, f64, fma, log2_wide, mul, ratio, sign, sin_cos
from generate_operators import Tensor, dot, in_order, merkle, tiles, total

TYPES = {"f32": "<f", "f64": "<d", "i64": "<q", "i32": "<i", "i16": "<h", "i8": "<b", "u64": "<Q", "u32": "<I", "u16": "<H", "u8": "<B", "bool": "<B"}


class Typed:
    def __init__(self, type, shape, values):
        self.type, self.shape, self.values = type, list(shape), list(values)

    def bytes(self):
        return b"".join(struct.pack(TYPES[self.type], v) for v in self.values)


def longs(*values, shape=None):
    return Typed("i64", [len(values)] if shape is None else shape, values)


def type_of(t):
    return getattr(t, "type", "f32")


def case(operator, inputs, constants, outputs, profile="float", order=None, **attributes):
    """A Program of one step, which reads its inputs, then its constants, unless another order is given."""
    outputs = outputs if isinstance(outputs, list) else [outputs]
    given = [t for t in inputs if t is not None]
    count = len(given) + len(constants)
    numbers, next_number = [], 0
    for t in inputs + constants:
        numbers.append("-" if t is None else str(next_number))
        next_number += t is not None
    program = {
        "constants": [{"encoding": type_of(c), "sha256": hashlib.sha256(c.bytes()).hexdigest(), "shape": [str(n) for n in c.shape]} for c in constants],
        "inputs": [{"name": f"x{i}", "shape": [str(n) for n in t.shape], "type": type_of(t)} for i, t in enumerate(given)],
        "outputs": [{"name": f"y{i}", "value": str(count + i)} for i in range(len(outputs))],
        "profile": profile,
        "semantics": "exec-1",
        "steps": [{"attributes": attributes, "inputs": [numbers[i] for i in order] if order else numbers, "operator": operator, "outputs": str(len(outputs)), "traced": "1"}],
    }
    text = json.dumps(program, sort_keys=True, separators=(",", ":"))
    leaves = []
    for i, y in enumerate(outputs):
        description = f"{type_of(y)}[{','.join(map(str, y.shape))}]".encode()
        leaves.append(hashlib.sha256(b"\x00" + struct.pack(">II", 0, i) + tiles(y.bytes()) + description).digest())
    return {"operator": operator, "program": text, "programId": hashlib.sha256(text.encode()).hexdigest(),
            "constants": [c.bytes().hex() for c in constants], "inputs": [t.bytes().hex() for t in given],
            "outputs": [y.bytes().hex() for y in outputs], "traceRoot": merkle(leaves).hex()}


def wide(operation, *operands):
    return operation(*[float(o) for o in operands], f64)


def narrow(x):
    return f32(Fraction(x), sign(x))


def clamp(x, low, high):
    return low if x < low else high if x > high else x


def taps_sum(weights, values):
    s = 0.0
    for w, v in zip(weights, values):
        s = fma(w, v, s)
    return s


def kernel(t, cubic, a=-0.75):
    t = abs(t)
    if not cubic:
        return wide(add, 1, -t) if t < 1 else 0.0
    if t <= 1:
        p = wide(add, wide(mul, wide(add, a, 2), t), -wide(add, a, 3))
        return wide(add, wide(mul, wide(mul, p, t), t), 1)
    if t < 2:
        p = wide(add, wide(mul, a, t), -wide(mul, 5, a))
        p = wide(add, wide(mul, p, t), wide(mul, 8, a))
        return wide(add, wide(mul, p, t), -wide(mul, 4, a))
    return 0.0


def resize_line(line, m, cubic, antialias):
    n = len(line)
    s = ratio(m, n)
    c = s if antialias and s < 1 else 1.0
    k = floor(Fraction(wide(div, -2.0 if cubic else -1.0, c))) + 1
    out = []
    for i in range(m):
        x = wide(add, wide(div, wide(add, i, 0.5), s), -0.5)
        base = floor(x)
        places = [base + k + t for t in range(2 - 2 * k)]
        weights = [kernel(wide(mul, c, wide(add, j - base, -wide(add, x, -base))), cubic) for j in places]
        if antialias:
            sum_ = 0.0
            for w in weights:
                sum_ = wide(add, sum_, w)
            weights = [wide(div, w, sum_) for w in weights]
        chosen = [(narrow(w), line[clamp(j, 0, n - 1)]) for w, j in zip(weights, places) if narrow(w) != 0]
        out.append(taps_sum([w for w, _ in chosen], [v for _, v in chosen]))
    return out


def resize(x, height, width, cubic, antialias):
    n, c, h, w = x.shape
    out = []
    for plane in range(n * c):
        lines = [resize_line(x.values[(plane * h + r) * w:(plane * h + r + 1) * w], width, cubic, antialias) for r in range(h)]
        columns = [resize_line([line[q] for line in lines], height, cubic, antialias) for q in range(width)]
        out += [columns[q][r] for r in range(height) for q in range(width)]
    return Tensor([n, c, height, width], out)


def grid_axis(g, n, reflect):
    v = wide(div, wide(add, wide(mul, wide(add, g, 1), n), -1), 2)
    b, e = -0.5, n - 0.5

    def mirrored(v):
        if b <= v <= e:
            return v
        t = wide(add, b, -v) if v < b else wide(add, v, -e)
        k = floor(Fraction(wide(div, t, e - b)))
        u = wide(add, t, -wide(mul, k, e - b))
        return wide(add, b, u) if (k % 2 == 0) == (v < b) else wide(add, e, -u)

    v = mirrored(v) if reflect else v
    base = floor(v)
    result = []
    for j in (0, 1):
        place = base + j
        if not 0 <= place < n:
            place = int(clamp(mirrored(float(place)), 0, n - 1)) if reflect else None
        result.append((place, kernel(wide(add, j, -wide(add, v, -base)), False)))
    return result


def grid_sample(x, grid, reflect):
    n, c, h, w = x.shape
    places = len(grid.values) // 2 // n
    out = []
    for plane in range(n * c):
        for p in range(places):
            gx, gy = grid.values[(plane // c * places + p) * 2:][:2]
            weights, values = [], []
            for row, wy in grid_axis(gy, h, reflect):
                for column, wx in grid_axis(gx, w, reflect):
                    weight = narrow(wide(mul, wide(mul, 1.0, wy), wx))
                    if row is not None and column is not None and weight != 0:
                        weights.append(weight)
                        values.append(x.values[(plane * h + row) * w + column])
            out.append(taps_sum(weights, values))
    return Tensor([n, c] + grid.shape[1:-1], out)


def roi_align(x, regions, images, oh, ow):
    _, c, h, w = x.shape
    corner = lambda p: wide(add, p, -0.5)
    out = []
    for r, image in enumerate(images):
        x1, y1, x2, y2 = regions.values[4 * r:4 * r + 4]
        bins = [wide(div, wide(add, corner(e), -corner(b)), o) for b, e, o in ((y1, y2, oh), (x1, x2, ow))]
        counts = [ceil(Fraction(b)) for b in bins]

        def at(axis, b, j, i):
            return wide(add, wide(add, corner(b), wide(mul, j, bins[axis])), wide(div, wide(mul, wide(add, i, 0.5), bins[axis]), counts[axis]))

        def taps(v, n):
            if not -1 <= v <= n:
                return None
            v = max(v, 0.0)
            low = floor(v)
            if low >= n - 1:
                return [(n - 1, 1.0), (n - 1, 0.0)]
            t = wide(add, v, -low)
            return [(low, wide(add, 1, -t)), (low + 1, t)]

        for channel in range(c):
            for j in range(oh):
                for i in range(ow):
                    weights, values = [], []
                    for a in range(counts[0]):
                        for b in range(counts[1]):
                            ys, xs = taps(at(0, y1, j, a), h), taps(at(1, x1, i, b), w)
                            for row, wy in ys or []:
                                for column, wx in xs or []:
                                    if ys is not None and xs is not None:
                                        weights.append(narrow(wide(mul, wy, wx)))
                                        values.append(x.values[((image * c + channel) * h + row) * w + column])
                    out.append(div(taps_sum(weights, values), float(max(1, counts[0] * counts[1]))))
    return Tensor([len(images), c, oh, ow], out)


def turn(j, n):
    j %= n
    u = 4 * j // n
    angle = wide(mul, ratio(4 * j - u * n, n), d(0x3FF921FB54442D18))
    s, c = sin_cos(angle)
    return [(c, s), (-s, c), (-c, -s), (s, -c)][u]


def fourier(x, inverse, rounding):
    """Complex numbers as pairs; every operation rounded by `rounding`."""
    n = len(x)
    if n == 1:
        return x
    p = next(q for q in range(2, n + 1) if n % q == 0)
    m = n // p
    to_type = lambda v: v if rounding is f64 else narrow(v)

    def w(j, count):
        c, s = turn(j, count)
        return to_type(c), to_type(s if inverse else -s)

    def product(a, b):
        return (add(mul(a[0], b[0], rounding), -mul(a[1], b[1], rounding), rounding), add(mul(a[0], b[1], rounding), mul(a[1], b[0], rounding), rounding))

    out = [None] * n
    for q in range(p):
        y = []
        for i in range(m):
            s = x[i]
            for r in range(1, p):
                t = product(w(r * q % p, p), x[i + m * r])
                s = (add(s[0], t[0], rounding), add(s[1], t[1], rounding))
            y.append(product(w(i * q, n), s) if i * q else s)
        out[q::p] = fourier(y, inverse, rounding)
    return out


def dft_real(x):
    n = x.shape[1]
    spectrum = fourier([(v, 0.0) for v in x.values], False, f64)[:n // 2 + 1]
    return Tensor([1, n // 2 + 1, 2], [narrow(part) for pair in spectrum for part in pair])


def dft_complex_inverse(x):
    n = x.shape[1]
    result = fourier(list(zip(x.values[::2], x.values[1::2])), True, f32)
    return Tensor(x.shape, [div(part, float(n)) for pair in result for part in pair])


def det(values, n):
    a, s = [list(values[i * n:(i + 1) * n]) for i in range(n)], 1.0
    for column in range(n):
        pivot = max(range(column, n), key=lambda r: (abs(a[r][column]), -r))
        if pivot != column:
            a[pivot], a[column], s = a[column], a[pivot], -s
        if a[column][column] == 0:
            return 0.0
        s = wide(mul, s, a[column][column])
        for r in range(column + 1, n):
            f = -wide(div, a[r][column], a[column][column])
            a[r] = a[r][:column + 1] + [fma(f, a[column][k], a[r][k], f64) for k in range(column + 1, n)]
    return narrow(s)


def window(size, periodic):
    n = size if periodic else size - 1
    c = lambda j: turn(j, n)[0]
    a, b, e = f64(Fraction("0.42")), 0.5, f64(Fraction("0.08"))
    return Tensor([size], [narrow(wide(add, wide(add, a, -wide(mul, b, c(i))), wide(mul, e, c(2 * i)))) for i in range(size)])


def mel(k, length, rate, low, high):
    of = lambda h: wide(mul, 2595, wide(div, log2_wide(wide(add, 1, wide(div, h, 700))), log2_wide(10.0)))
    step = wide(div, wide(add, of(high), -of(low)), k + 2)

    def edge(i):
        m = wide(add, wide(mul, i, step), of(low))
        h = wide(mul, 700, wide(add, exp2_wide(wide(mul, wide(div, m, 2595), log2_wide(10.0))), -1))
        return floor(Fraction(wide(div, wide(mul, length + 1, h), rate)))

    bins = length // 2 + 1
    y = [[0.0] * k for _ in range(bins)]
    for i in range(k):
        b, c, e = edge(i), edge(i + 1), edge(i + 2)
        for j in range(b, c + 1):
            if 0 <= j < bins:
                y[j][i] = 1.0 if b == c else narrow(ratio(j - b, c - b))
        for j in range(c, e):
            if 0 <= j < bins:
                y[j][i] = narrow(ratio(e - j, e - c))
    return Tensor([bins, k], [v for r in y for v in r])


def conv3(x, w):
    _, c, dd, h, wd = x.shape
    m, _, kd, kh, kw = w.shape
    out = []
    for o in range(m):
        for z in range(dd - kd + 3):
            for y in range(h - kh + 1):
                for q in range(wd - kw + 1):
                    s, k = 0.0, o * c * kd * kh * kw
                    for ch in range(c):
                        for i in range(kd):
                            for j in range(kh):
                                for l in range(kw):
                                    pz = z - 1 + i
                                    tap = x.values[((ch * dd + pz) * h + y + j) * wd + q + l] if 0 <= pz < dd else 0.0
                                    s = fma(w.values[k], tap, s)
                                    k += 1
                    out.append(s)
    return Tensor([1, m, dd - kd + 3, h - kh + 1, wd - kw + 1], out)


def top(line, k):
    order = sorted(range(len(line)), key=lambda i: (-line[i], i))[:k]
    return [line[i] for i in order], order


def cases():
    random.seed(11)
    R = Tensor.random
    x = R(1, 2, 4, 5)
    yield case("Resize", [x, None, None, longs(1, 2, 6, 9)], [], resize(x, 6, 9, False, False), mode="linear")
    yield case("Resize", [x, None, None, longs(1, 2, 7, 8)], [], resize(x, 7, 8, True, False), mode="cubic")
    yield case("Resize", [x, None, None, longs(1, 2, 2, 3)], [], resize(x, 2, 3, True, True), mode="cubic", antialias="1")
    grid = R(1, 3, 4, 2)
    yield case("GridSample", [x, grid], [], grid_sample(x, grid, False))
    yield case("GridSample", [x, grid], [], grid_sample(x, grid, True), padding_mode="reflection")
    x, regions = R(2, 2, 6, 5), Tensor([2, 4], [f32(Fraction(v)) for v in (0.3, 1.1, 4.2, 5.0, -1.5, 0.25, 2.75, 3.0)])
    yield case("RoiAlign", [x, regions, longs(1, 0)], [], roi_align(x, regions, [1, 0], 2, 2), output_height="2", output_width="2")
    theta = R(1, 2, 3)
    coordinate = lambda i, m: narrow(wide(add, -1, wide(div, 2 * i + 1, m)))
    points = [(coordinate(q, 4), coordinate(r, 3), 1.0) for r in range(3) for q in range(4)]
    yield case("AffineGrid", [theta, longs(1, 2, 3, 4)], [], Tensor([1, 3, 4, 2], [dot(theta.values[3 * r:3 * r + 3], p) for p in points for r in range(2)]))
    x = R(1, 11, 1)
    yield case("Dft", [x], [], dft_real(x), onesided="1")
    x = R(1, 12, 1)
    yield case("Dft", [x], [], dft_real(x), onesided="1")
    x = R(1, 10, 2)
    yield case("Dft", [x], [], dft_complex_inverse(x), inverse="1")
    x = R(2, 4, 4)
    yield case("Det", [x], [], Tensor([2], [det(x.values[16 * i:16 * i + 16], 4) for i in range(2)]))
    yield case("CosineWindow", [longs(10)], [], window(10, True), form="blackman")
    yield case("CosineWindow", [longs(9)], [], window(9, False), form="blackman", periodic="0")
    low, high = Tensor([1], [f32(Fraction(20))]), Tensor([1], [f32(Fraction(4000))])
    yield case("MelWeights", [longs(6), longs(32), longs(8000), low, high], [], mel(6, 32, 8000, 20.0, 4000.0))
    x, w = R(1, 2, 4, 3, 4), R(3, 2, 2, 2, 3)
    yield case("Conv", [x], [w], conv3(x, w), pads="1,0,0,1,0,0")
    x = R(1, 1, 3, 5)
    sums = [in_order([x.values[(r + i) * 5 + q + j] for i in range(2) for j in range(3)]) for r in range(2) for q in range(3)]
    yield case("SumPool", [x], [], Tensor([1, 1, 2, 3], sums), kernel_shape="2,3")
    x = R(2, 9)
    chosen = [top(x.values[9 * r:9 * r + 9], 4) for r in range(2)]
    yield case("TopK", [x, longs(4)], [], [Tensor([2, 4], [v for c in chosen for v in c[0]]), longs(*[i for c in chosen for i in c[1]], shape=[2, 4])])
    x, updates, places = R(4), R(6), [0, 2, 0, -1, 2, 0]
    for name, operation in (("add", add), ("mul", mul)):
        y = list(x.values)
        for place, update in zip(places, updates.values):
            y[place] = operation(y[place], update)
        yield case("ScatterElements", [x, longs(*places), updates], [], Tensor([4], y), reduction=name)
    x, s, products = R(7), 1.0, []
    for v in x.values:
        s = mul(s, v)
        products.append(s)
    yield case("CumProd", [x, longs(0)], [], Tensor([7], products))
    x, y = R(3, 5, 2), R(4, 5)
    reduced = [total([x.values[(i * 5 + k) * 2 + e] for e in range(2)]) for i in range(3) for k in range(5)]
    joined = [dot(reduced[5 * i:5 * i + 5], y.values[5 * j:5 * j + 5]) for i in range(3) for j in range(4)]
    yield case("Einsum", [x, y], [], Tensor([4, 3], [joined[i * 4 + j] for j in range(4) for i in range(3)]), equation="ike,jk->ji")


if __name__ == "__main__":
    with open("further.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
