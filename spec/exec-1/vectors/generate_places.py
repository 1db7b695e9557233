"""Writes places.json: Programs of one operator of exec-1 that moves, chooses or reduces elements (sections 6 to 8, 17 to 19), computed from the text.

It shares no code with the engine. Where an operator only moves elements they are told apart by their values.
"""
import itertools
import json
import random
from fractions import Fraction
from math import ceil, floor, prod

from generate_elementwise import maximum, minimum
from generate_functions import add, div, f32, fma, mul, sqrt, to_bits
from generate_further import Typed, case, longs, narrow, wide
from generate_operators import Tensor, row, squares, total

NAN = float("nan")


def indices(shape):
    return itertools.product(*[range(n) for n in shape])


def flat(shape, index):
    place = 0
    for n, i in zip(shape, index):
        place = place * n + i
    return place


def at(t, index):
    return t.values[flat(t.shape, index)]


def made(like, shape, of):
    """A tensor of the type of another, of whose elements a function of the index tells the value."""
    values = [of(index) for index in indices(shape)]
    return Typed(like.type, shape, values) if hasattr(like, "type") else Tensor(shape, values)


def counting(*shape):
    return longs(*range(1, prod(shape) + 1), shape=list(shape))


def movement():
    x, y = counting(2, 3), longs(-1, -2, shape=[2, 1])
    yield case("Concat", [x, y], [], longs(1, 2, 3, -1, 4, 5, 6, -2, shape=[2, 4]), axis="-1")
    yield case("Split", [counting(5), longs(2, 0, 3)], [], [longs(1, 2), longs(shape=[0]), longs(3, 4, 5)])
    yield case("Split", [counting(5)], [], [longs(1, 2), longs(3, 4), longs(5)])
    x = counting(3, 5)
    yield case("Slice", [x, longs(-1, 7), longs(-9, 0), longs(0, 1), longs(-2, -3)], [], made(x, [2, 2], lambda i: at(x, (2 - 2 * i[0], 4 - 3 * i[1]))))
    yield case("Slice", [x, longs(1), longs(2 ** 63 - 1), longs(-1)], [], made(x, [3, 4], lambda i: at(x, (i[0], i[1] + 1))))
    places = longs(4, -5, 0, -1, shape=[2, 2])
    yield case("Gather", [x, places], [], made(x, [3, 2, 2], lambda i: at(x, (i[0], at(places, i[1:]) % 5))), axis="1")
    x = counting(2, 3, 2)
    yield case("Transpose", [x], [], made(x, [2, 2, 3], lambda i: at(x, (i[1], i[2], i[0]))), perm="2,0,1")
    yield case("Transpose", [x], [], made(x, [2, 3, 2], lambda i: at(x, i[::-1])))
    yield case("Reshape", [x, longs(0, -1)], [], longs(*x.values, shape=[2, 6]))
    yield case("Reshape", [longs(shape=[0, 3]), longs(3, 0)], [], longs(shape=[3, 0]), allowzero="1")
    yield case("Flatten", [x], [], longs(*x.values, shape=[6, 2]), axis="2")
    yield case("Squeeze", [longs(1, 2, shape=[1, 2, 1])], [], longs(1, 2))
    yield case("Squeeze", [longs(1, 2, shape=[1, 2, 1]), longs(-1)], [], longs(1, 2, shape=[1, 2]))
    yield case("Unsqueeze", [longs(1, 2), longs(0, -1)], [], longs(1, 2, shape=[1, 2, 1]))
    yield case("Expand", [longs(1, 2, shape=[2, 1]), longs(3, 1, 2)], [], made(x, [3, 2, 2], lambda i: i[1] + 1))
    yield case("Tile", [longs(1, 2, shape=[1, 2]), longs(2, 2)], [], longs(1, 2, 1, 2, 1, 2, 1, 2, shape=[2, 4]))
    yield case("Shape", [x], [], longs(2, 3, 2))
    yield case("Shape", [x], [], longs(3), start="-2", end="-1")
    yield case("GatherElements", [x, longs(-1, 0, 2, 1, shape=[1, 2, 2])], [], longs(5, 2, 5, 4, shape=[1, 2, 2]), axis="1")
    x = counting(3, 4)
    keep = lambda test: made(x, [3, 4], lambda i: at(x, i) if test(i[1] - i[0]) else 0)
    yield case("Trilu", [x], [], keep(lambda d: d >= 0))
    yield case("Trilu", [x, Typed("i64", [], [-1])], [], keep(lambda d: d <= -1), upper="0")


def padding():
    x = counting(2, 4)
    line = lambda of: made(x, [2, 9], lambda i: of(i[0], i[1] - 2))
    inside = lambda r, c: at(x, (r, c)) if 0 <= c < 4 else -7
    bounce = lambda c: c if 0 <= c < 4 else -c if c < 0 else 6 - c
    pads = longs(0, 2, 0, 3)
    yield case("Pad", [x, pads, Typed("i64", [], [-7])], [], line(inside))
    yield case("Pad", [x, pads], [], line(lambda r, c: at(x, (r, min(max(c, 0), 3)))), mode="edge")
    yield case("Pad", [x, pads], [], line(lambda r, c: at(x, (r, bounce(c)))), mode="reflect")
    yield case("Pad", [x, pads], [], line(lambda r, c: at(x, (r, c % 4))), mode="wrap")
    yield case("Pad", [x, longs(-1, 1), None, longs(1)], [], made(x, [2, 4], lambda i: at(x, (i[0], i[1] + 1)) if i[1] < 3 else 0))
    sizes = longs(4, 2)
    yield case("CenterCropPad", [x, sizes], [], made(x, [4, 2], lambda i: at(x, (i[0] - 1, i[1] + 1)) if 1 <= i[0] <= 2 else 0))


def blocks():
    x = counting(1, 8, 2, 1)
    dcr = made(x, [1, 2, 4, 2], lambda i: at(x, (0, (i[2] % 2 * 2 + i[3] % 2) * 2 + i[1], i[2] // 2, i[3] // 2)))
    yield case("DepthToSpace", [x], [], dcr, blocksize="2")
    yield case("DepthToSpace", [x], [], made(x, [1, 2, 4, 2], lambda i: at(x, (0, (i[1] * 2 + i[2] % 2) * 2 + i[3] % 2, i[2] // 2, i[3] // 2))), blocksize="2", mode="crd")
    yield case("SpaceToDepth", [dcr], [], x, blocksize="2")
    start, limit, delta = (Tensor([], [f32(Fraction(v))]) for v in (0.1, 1.0, 0.25))
    count = ceil(Fraction(wide(div, wide(add, limit.values[0], -start.values[0]), delta.values[0])))
    yield case("Range", [start, limit, delta], [], Tensor([count], [add(start.values[0], mul(float(i), delta.values[0])) for i in range(count)]))
    yield case("Range", [Typed("i64", [], [v]) for v in (7, -2, -4)], [], longs(7, 3, -1))
    cache, update = counting(2, 4, 1), longs(-1, -2, -3, -4, shape=[2, 2, 1])
    yield case("TensorScatter", [cache, update, longs(1, 3)], [], longs(1, -1, -2, 4, -4, 6, 7, -3, shape=[2, 4, 1]), circular="1")
    yield case("TensorScatter", [cache, update, longs(0, 2)], [], longs(-1, -2, 3, 4, 5, 6, -3, -4, shape=[2, 4, 1]))


def reductions():
    R = Tensor.random
    x = R(3, 5, 2)
    yield case("ReduceMax", [x, longs(1)], [], made(x, [3, 2], lambda i: row([at(x, (i[0], k, i[1])) for k in range(5)], maximum, maximum, -float("inf"))), keepdims="0")
    yield case("ReduceMin", [x], [], Tensor([3, 1, 1], [row(x.values[10 * r:10 * r + 10], minimum, minimum, float("inf")) for r in range(3)]), first_axis="1")
    yield case("ReduceSumSquare", [x, longs(-1, 0)], [], made(x, [1, 5, 1], lambda i: squares([at(x, (a, i[1], b)) for a in range(3) for b in range(2)])))
    yield case("ReduceMax", [Tensor([3], [1.0, NAN, 2.0])], [], Tensor([1], [NAN]))
    yield case("ReduceSum", [x, longs()], [], x, noop_with_empty_axes="1")
    yield case("ReduceMean", [Typed("i32", [3], [7, -9, -3])], [], Typed("i32", [1], [-1]))
    x = Tensor([2, 4], [1.0, 3.0, 3.0, -2.0, -5.0, NAN, 9.0, NAN])
    yield case("ArgMax", [x], [], longs(1, 1), axis="1", keepdims="0")
    yield case("ArgMax", [x], [], longs(2, 3, shape=[2, 1]), axis="-1", select_last_index="1")
    yield case("ArgMin", [Tensor([2, 2], [0.0, 4.0, -0.0, 1.0])], [], longs(0, 1, shape=[1, 2]))
    x = R(2, 5)
    sums, s = [], [0.0, 0.0]
    for k in range(5):
        s = [add(s[r], x.values[5 * r + k]) for r in range(2)]
        sums.append(s)
    yield case("CumSum", [x, Typed("i64", [], [1])], [], made(x, [2, 5], lambda i: sums[i[1]][i[0]]))
    yield case("CumSum", [longs(1, 2, 3), Typed("i64", [], [0])], [], longs(5, 3, 0), exclusive="1", reverse="1")
    x, scale, bias = R(2, 3, 5), R(3), R(3)
    y = []
    for plane in range(6):
        values = x.values[5 * plane:5 * plane + 5]
        mean = div(total(values), 5.0)
        d = [add(v, -mean) for v in values]
        f = div(1.0, sqrt(add(div(squares(d), 5.0), EPSILON)))
        y += [add(mul(mul(v, f), scale.values[plane % 3]), bias.values[plane % 3]) for v in d]
    yield case("InstanceNorm", [x, scale, bias], [], Tensor(x.shape, y))


EPSILON = f32(Fraction(0x27C5AC + 0x800000, 2 ** (23 + 17)))  # 0x3727C5AC


def choices():
    x = Tensor([2, 3], [0.0, 2.0, -0.0, NAN, 0.0, 1.0])
    yield case("NonZero", [x], [], longs(0, 1, 1, 1, 0, 2, shape=[2, 3]))
    x = counting(2, 3)
    flags = lambda *v: Typed("bool", [len(v)], v)
    yield case("Compress", [x, flags(1, 0, 1)], [], longs(1, 3, 4, 6, shape=[2, 2]), axis="1")
    yield case("Compress", [x, flags(0, 1, 0, 1)], [], longs(2, 4))
    hot = [0, -1, 3, 2]
    yield case("OneHot", [longs(*hot), Typed("i64", [], [3]), Tensor([2], [-1.0, 5.0])], [], Tensor([3, 4], [5.0 if (h + 3 if h < 0 else h) == d else -1.0 for d in range(3) for h in hot]), axis="0")
    x = counting(2, 3, 2)
    yield case("GatherND", [x, longs(1, -1, 0, 0, shape=[2, 2])], [], longs(11, 12, 1, 2, shape=[2, 2]))
    yield case("GatherND", [x, longs(-1, 0, shape=[2, 1])], [], longs(5, 6, 7, 8, shape=[2, 2]), batch_dims="1")
    x, places, updates = counting(4, 2), longs(3, -4, 3, shape=[3, 1]), longs(9, -9, 5, 50, 1, 20, shape=[3, 2])
    yield case("ScatterND", [x, places, updates], [], longs(5, 50, 3, 4, 5, 6, 1, 20, shape=[4, 2]))
    yield case("ScatterND", [x, places, updates], [], longs(5, 50, 3, 4, 5, 6, 9, 20, shape=[4, 2]), reduction="max")
    yield case("ScatterElements", [longs(1, 2, 3), longs(-1, 0), longs(8, 9)], [], longs(9, 2, 8))
    x = longs(4, 1, 4, 2, 1, 4)
    yield case("Unique", [x], [], [longs(1, 2, 4), longs(1, 3, 0), longs(2, 0, 2, 1, 0, 2), longs(2, 1, 3)])
    yield case("Unique", [x], [], [longs(4, 1, 2), longs(0, 1, 3), longs(0, 1, 0, 2, 1, 0), longs(3, 2, 1)], sorted="0")
    yield case("Unique", [longs(2, 1, 2, 0, 2, 0, shape=[3, 2])], [], [longs(2, 0, 2, 1, shape=[2, 2]), longs(1, 0), longs(1, 0, 0), longs(2, 1)], axis="0")
    x = counting(3, 2)
    yield case("ReverseSequence", [x, longs(3, 2)], [], longs(5, 4, 3, 2, 1, 6, shape=[3, 2]))
    yield case("TopK", [Tensor([4], [2.0, NAN, 2.0, -1.0]), longs(3)], [], [Tensor([3], [-1.0, 2.0, 2.0]), longs(3, 0, 2)], largest="0")


def suppression():
    corners = [(0, 0, 2, 2), (0, 0.25, 2, 2.25), (3, 3, 1, 1), (5, 5, 6, 7)]
    boxes = Tensor([1, 4, 4], [f32(Fraction(v)) for box in corners for v in box])
    scores = [f32(Fraction(v)) for v in ("0.9", "0.9", "0.8", "0.1")]
    area = lambda b: mul(add(max(b[0], b[2]), -min(b[0], b[2])), add(max(b[1], b[3]), -min(b[1], b[3])))

    def overlap(a, b):
        span = lambda k: add(min(max(a[k], a[k + 2]), max(b[k], b[k + 2])), -max(min(a[k], a[k + 2]), min(b[k], b[k + 2])))
        h, w = span(0), span(1)
        if not (h > 0 and w > 0 and area(a) > 0 and area(b) > 0):
            return None
        return div(mul(h, w), add(add(area(a), area(b)), -mul(h, w)))

    taken, limit, least = [], f32(Fraction("0.5")), f32(Fraction("0.2"))
    for i in sorted(range(4), key=lambda i: (-scores[i], i)):
        overlaps = [overlap(corners[i], corners[j]) for j in taken]
        if scores[i] > least and not any(o is not None and o > limit for o in overlaps):
            taken.append(i)
    rows = [v for i in taken[:3] for v in (0, 0, i)]
    one = lambda v: Tensor([1], [v])
    yield case("NonMaxSuppression", [boxes, Tensor([1, 1, 4], scores), longs(3), one(limit), one(least)], [], longs(*rows, shape=[len(rows) // 3, 3]))


def windows():
    R = Tensor.random
    x, w, b = R(1, 2, 3, 2), R(2, 2, 3, 2), R(2)
    # strides 2,1; pads 1,0,0,1; output padding 0
    oh, ow = 2 * 2 + 3 - 1, 1 + 2 - 1

    def transposed(m, i, j):
        s = 0.0
        for c in range(2):
            for u in range(3):
                for v in range(2):
                    p, q = i + 1 - u, j - v
                    if p % 2 == 0 and 0 <= p // 2 < 3 and 0 <= q < 2:
                        s = fma(at(w, (c, m, u, v)), at(x, (0, c, p // 2, q)), s)
        return add(s, b.values[m])

    yield case("ConvTranspose", [x], [w, b], made(x, [1, 2, oh, ow], lambda i: transposed(*i[1:])), strides="2,1", pads="1,0,0,1")
    x, places = Tensor([1, 1, 2, 2], [1.0, 2.0, 3.0, 4.0]), longs(0, 6, 13, -1, shape=[1, 1, 2, 2])
    y = [0.0] * 16
    for v, p in zip(x.values, places.values):
        y[p] = v
    yield case("MaxUnpool", [x, places], [], Tensor([1, 1, 4, 4], y), kernel_shape="2,2", strides="2,2")
    x = R(1, 2 * 4, 6)
    y = [0.0] * (2 * 3 * 4)
    for c in range(2):
        for tap in range(4):
            for window in range(6):
                place = (c * 3 + window // 3 + tap // 2) * 4 + window % 3 + tap % 2
                y[place] = add(y[place], at(x, (0, c * 4 + tap, window)))
    yield case("Col2Im", [x, longs(3, 4), longs(2, 2)], [], Tensor([1, 2, 3, 4], y))
    x = R(1, 1, 2, 5)
    taps = lambda r, c: [at(x, (0, 0, r, k)) for k in (c - 1, c, c + 1) if 0 <= k < 5]
    largest = lambda values: row(values, maximum, maximum, -float("inf"))
    pooled = lambda of: made(x, [1, 1, 2, 3], lambda i: of(i[2], 2 * i[3]))
    place = made(longs(), [1, 1, 2, 3], lambda i: max((k for k in (2 * i[3] - 1, 2 * i[3], 2 * i[3] + 1) if 0 <= k < 5), key=lambda k: (at(x, (0, 0, i[2], k)), -k)) + 5 * i[2])
    yield case("MaxPool", [x], [], [pooled(lambda r, c: largest(taps(r, c))), place], kernel_shape="1,3", strides="1,2", pads="0,1,0,1")

    def mean(values, count):
        s = 0.0
        for v in values:
            s = add(s, v)
        return div(s, float(count))

    yield case("AveragePool", [x], [], pooled(lambda r, c: mean(taps(r, c), len(taps(r, c)))), kernel_shape="1,3", strides="1,2", pads="0,1,0,1")
    yield case("AveragePool", [x], [], pooled(lambda r, c: mean(taps(r, c), 3)), kernel_shape="1,3", strides="1,2", pads="0,1,0,1", count_include_pad="1")
    # ceil_mode: three windows of 2 by 2 steps over 5 columns, the last with one tap
    part = lambda c: [at(x, (0, 0, r, k)) for r in range(2) for k in (c, c + 1) if k < 5]
    yield case("AveragePool", [x], [], made(x, [1, 1, 1, 3], lambda i: mean(part(2 * i[3]), len(part(2 * i[3])))), kernel_shape="2,2", strides="2,2", ceil_mode="1")
    x = counting(1, 7)
    yield case("Frames", [x, Typed("i64", [], [2]), Typed("i64", [], [3])], [], made(x, [1, 3, 3], lambda i: 2 * i[1] + i[2] + 1))


def deformed():
    x, w, b = Tensor.random(1, 1, 4, 4), Tensor.random(1, 1, 2, 2), Tensor.random(1)
    offsets = Tensor([1, 8, 3, 3], [f32(Fraction(random.uniform(-1.5, 1.5))) for _ in range(72)])
    mask = Tensor.random(1, 4, 3, 3)

    def tap(row_, column):
        if not (-1 < row_ < 4 and -1 < column < 4):
            return 0.0
        r, c = floor(row_), floor(column)
        s = 0.0
        for i, wi in ((r, wide(add, 1, -wide(add, row_, -r))), (r + 1, wide(add, row_, -r))):
            for j, wj in ((c, wide(add, 1, -wide(add, column, -c))), (c + 1, wide(add, column, -c))):
                if 0 <= i < 4 and 0 <= j < 4:
                    s = fma(narrow(wide(mul, wi, wj)), at(x, (0, 0, i, j)), s)
        return s

    def one(i, j):
        s = 0.0
        for k, (u, v) in enumerate(itertools.product(range(2), range(2))):
            value = tap(wide(add, i + u, at(offsets, (0, 2 * k, i, j))), wide(add, j + v, at(offsets, (0, 2 * k + 1, i, j))))
            s = fma(at(w, (0, 0, u, v)), mul(value, at(mask, (0, k, i, j))), s)
        return add(s, b.values[0])

    yield case("DeformConv", [x, w, offsets, b, mask], [], made(x, [1, 1, 3, 3], lambda i: one(*i[2:])))


def learned():
    # Two trees on two features: x0 <= 1.5 ? (x1 < 0 ? leaf 0 : leaf 1) : leaf 2, and x1 one of 2, 5 ? leaf 3 : leaf 0; NaN goes to the true child of the second node.
    weights = [f32(Fraction(v)) for v in ("0.1", "-2.5", "0.7", "4")]
    rows = [(1.0, -1.0), (1.0, 5.0), (2.0, 3.0), (0.0, NAN)]
    y = []
    for a, c in rows:
        first = (0 if c < 0 or c != c else 1) if a <= 1.5 else 2
        second = 3 if c in (2.0, 5.0) else 0
        targets = [0.0, 0.0]
        for leaf in (first, second):
            target = (0, 1, 1, 0)[leaf]
            targets[target] = add(targets[target], weights[leaf])
        y += targets
    constants = [longs(0, 2), longs(0, 9, 6), longs(0, 1, 1), longs(1, -1, -4), longs(-3, -2, -1), longs(0, 1, 1, 0), Tensor([3], [1.5, 0.0, 0.0]), Tensor([4], weights), Tensor([3], [2.0, 5.0, NAN])]
    yield case("TreeEnsemble", [Tensor([4, 2], [v for r in rows for v in r])], constants, Tensor([4, 2], y), targets="2")
    # One number: 2, 3. Two numbers: 5 4, 3 2. Row 3 5 2 4 3 2 with up to one number between.
    counts, places, pool = longs(0, 2), longs(0, 1, 2, 3), longs(2, 3, 5, 4, 3, 2)
    # 2 stands twice, 3 twice; "5 4" once with one between; "3 2" once side by side, once with one between.
    yield case("TfIdf", [longs(3, 5, 2, 4, 3, 2)], [counts, places, pool], Tensor([4], [2.0, 2.0, 1.0, 2.0]), mode="tf", min_gram="1", max_gram="2", max_skip="1")
    idf = Tensor([4], [0.5, 2.0, 3.0, -1.0])
    yield case("TfIdf", [longs(3, 5, 2, 4, 3, 2)], [counts, places, pool, idf], Tensor([4], [1.0, 4.0, 3.0, -2.0]), mode="tfidf", min_gram="1", max_gram="2", max_skip="1")


def cases():
    random.seed(17)
    for part in (movement, padding, blocks, reductions, choices, suppression, windows, deformed, learned):
        yield from part()


if __name__ == "__main__":
    with open("places.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
