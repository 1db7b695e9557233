"""Writes vectors/judges.json: states of derivations of spec/dispute-1.md, section 9, computed from the text without the engine's code.

Each element is also made as exec-1 says it, as a whole.
"""
import json
import pathlib
import random
import struct
import sys
from fractions import Fraction

from claims import HERE, SPEC

sys.path.insert(0, str(SPEC / "exec-1/vectors"))
from generate_functions import add, div, f32, f64, mul  # noqa: E402
from generate_further import fourier, narrow, turn  # noqa: E402


def words(x, wide):
    return struct.unpack("<Q", struct.pack("<d", x))[0] if wide else struct.unpack("<I", struct.pack("<f", x))[0]


def factors(n):
    found, p = [], 2
    while n > 1:
        while n % p == 0:
            found.append(p)
            n //= p
        p += 1
    return found or [1]


def product(w, x, rounding):
    (a, b), (c, d) = w, x
    return (add(mul(a, c, rounding), -mul(b, d, rounding), rounding), add(mul(a, d, rounding), mul(b, c, rounding), rounding))


def dft(line, k, inverse, rounding):
    """All sums before each term of result k, and after the last."""
    n, primes = len(line), factors(len(line))
    lengths = [n]
    for p in primes:
        lengths.append(lengths[-1] // p)
    parts, rest = [], k
    for p in primes:
        parts.append(rest % p)
        rest //= p

    def w(j, m):
        c, s = turn(j % m, m)
        c, s = (c, s) if rounding is f64 else (narrow(c), narrow(s))
        return c, s if inverse else -s

    sums, states = [(0.0, 0.0)] * len(primes), []
    for term in range(n):
        states.append(list(sums))
        digits, rest = [], term
        for p in primes:
            digits.append(rest % p)
            rest //= p
        value = line[sum(r * m for r, m in zip(digits, lengths[1:]))]
        for level, (p, r, q) in enumerate(zip(primes, digits, parts)):
            if r == 0:
                total = value
            else:
                turned = product(w(r * q, p), value, rounding)
                total = tuple(add(x, y, rounding) for x, y in zip(sums[level], turned))
            if r < p - 1:
                sums[level] = total
                break
            i = sum(s * m for s, m in zip(digits[level + 1:], lengths[level + 2:]))
            value = product(w(i * q, lengths[level]), total, rounding) if i * q else total
            sums[level] = value if level == len(primes) - 1 else (0.0, 0.0)
    assert sums[-1] == fourier(line, inverse, rounding)[k]
    return states + [list(sums)]


def case(n, k, part, inverse, wide):
    """Real binary32 in binary64 (wide), or complex binary32."""
    rounding = f64 if wide else f32
    numbers = [random.uniform(-1, 1) for _ in range(n if wide else 2 * n)]
    numbers = [struct.unpack("<f", struct.pack("<f", x))[0] for x in numbers]
    line = [(x, 0.0) for x in numbers] if wide else list(zip(numbers[::2], numbers[1::2]))
    states = dft(line, k, inverse, rounding)
    made = {str(at): b"".join(struct.pack(">Q", words(x, wide)) for pair in states[at] for x in pair).hex() for at in sorted({0, 1, n // 3, n // 2, n - 1})}
    made[str(n)] = struct.pack(">Q", words(states[n][-1][part], wide)).hex()
    result = states[n][-1][part]
    result = div(result, float(n), rounding) if inverse else result
    made[str(n + 1)] = struct.pack(">Q", words(result, False)).hex()
    return {
        "element": str(2 * k + part),
        "inverse": "1" if inverse else "0",
        "shape": ["1", str(n), "1" if wide else "2"],
        "states": made,
        "x": struct.pack(f"<{len(numbers)}f", *numbers).hex(),
    }


def states_of(phases, last):
    """All states: before each term, after the last, and the element's bits. A phase: lanes, its terms, and what becomes of the lanes."""
    made, results = [], []
    for lanes, terms, finish in phases:
        lanes = list(lanes)
        for take in terms:
            made.append(results + lanes)
            lanes = take(results, list(lanes))
        results = results + [finish(lanes)]
    return made + [results, [last(results)]]


def operator_case(operator, attributes, inputs, output, element, states):
    """inputs: type, shape, bytes; output: the bytes of the whole value."""
    at = sorted({0, 1, len(states) // 3, len(states) // 2, len(states) - 2, len(states) - 1})
    return {
        "attributes": attributes,
        "element": str(element),
        "inputs": [{"bytes": data.hex(), "shape": [str(size) for size in shape], "type": name} for name, shape, data in inputs],
        "operator": operator,
        "output": output.hex(),
        "states": {str(p): b"".join(struct.pack(">Q", word) for word in states[p]).hex() for p in at},
    }


def pick(count):
    return sorted({0, count // 3, count // 2, count - 1})


def unique_cases():
    """Slices along axis 1 of [2, n, 2]; numbers as ints in f32."""
    n = 9
    x = [[[float(random.randrange(2)) for _ in range(2)] for _ in range(n)] for _ in range(2)]
    slices = [x[0][i] + x[1][i] for i in range(n)]
    data = struct.pack(f"<{4 * n}f", *(v for block in x for row in block for v in row))
    given, m = ("f32", [2, n, 2], data), 4
    first = [slices[i] not in slices[:i] for i in range(n)]
    flags = bytes(first)
    made = []

    def differs(j, k, i):
        def take(_, lanes):
            if lanes[1] == 0:
                lanes[0] |= slices[j][k] != slices[i][k]
                if k == m - 1:
                    lanes = [0, 1 - lanes[0]]
            return lanes
        return take

    def ranked(j, k, i, is_sorted):
        def take(_, lanes):
            order, count, found = lanes
            if found:
                return lanes
            if order == 0:
                order = 0 if slices[j][k] == slices[i][k] else 1 if slices[j][k] < slices[i][k] else 2
            if k < m - 1:
                return [order, count, 0]
            count += first[j] and (order == 1 if is_sorted else order != 0)
            return [0, count, int(not is_sorted and order == 0)]
        return take

    for i in pick(n):
        states = states_of([([0, 0], [differs(j, k, i) for j in range(i) for k in range(m)], lambda lanes: 1 - lanes[1])], lambda results: results[0])
        assert states[-1] == [first[i]]
        made.append(operator_case("IsFirst", {"axis": "1"}, [given], flags, i, states))
    for is_sorted in (True, False):
        kinds = [s for s, f in zip(slices, first) if f]
        ranks = [(sorted(kinds) if is_sorted else kinds).index(s) for s in slices]
        for i in pick(n):
            states = states_of([([0, 0, 0], [ranked(j, k, i, is_sorted) for j in range(n) for k in range(m)], lambda lanes: lanes[1])], lambda results: results[0])
            assert states[-1] == [ranks[i]]
            attributes = {"axis": "1", "sorted": "1" if is_sorted else "0"}
            made.append(operator_case("SliceRank", attributes, [given, ("bool", [n], flags)], struct.pack(f"<{n}q", *ranks), i, states))
    return made


def boxes_cases():
    """One image, two classes, ten boxes by their corners."""
    count, most, limit, least = 10, 4, narrow(0.25), narrow(0.2)
    boxes = [[narrow(random.random() * 2) for _ in range(4)] for _ in range(count)]
    scores = [[narrow(random.random()) for _ in range(count)] for _ in range(2)]
    order = [sorted(range(count), key=lambda j: (-row[j], j)) for row in scores]

    def overlaps(a, b):
        (t, l, h, w), (u, k, i, x) = [(min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])) for b in (boxes[a], boxes[b])]
        height, width = narrow(min(h, i) - max(t, u)), narrow(min(w, x) - max(l, k))
        first, second = narrow(narrow(h - t) * narrow(w - l)), narrow(narrow(i - u) * narrow(x - k))
        if not (height > 0 and width > 0 and first > 0 and second > 0):
            return False
        shared = narrow(height * width)
        return narrow(shared / narrow(narrow(first + second) - shared)) > limit

    kept = []
    for c in range(2):
        taken = []
        for j in order[c]:
            good = len(taken) < most and scores[c][j] > least and not any(overlaps(j, other) for other in taken)
            kept.append(good)
            taken += [j] if good else []

    def term(c, rank, other):
        def take(_, lanes):
            if lanes[1] == 0 and kept[c * count + other]:
                return [lanes[0] + 1, int(overlaps(order[c][rank], order[c][other]))]
            return lanes
        return take

    flat = lambda rows: [v for row in rows for v in row]
    inputs = [("f32", [1, count, 4], struct.pack(f"<{4 * count}f", *flat(boxes))), ("f32", [1, 2, count], struct.pack(f"<{2 * count}f", *flat(scores))),
              ("i64", [1, 2, count], struct.pack(f"<{2 * count}q", *flat(order))), ("i64", [], struct.pack("<q", most)), ("f32", [1], struct.pack("<f", limit)), ("f32", [1], struct.pack("<f", least))]
    made = []
    for element in pick(2 * count) + [count + 3, count + 7]:
        c, rank = divmod(element, count)
        good = lambda lanes: int(lanes[1] == 0 and lanes[0] < most and scores[c][order[c][rank]] > least)
        states = states_of([([0, 0], [term(c, rank, other) for other in range(rank)], good)], lambda results: results[0])
        assert states[-1] == [kept[element]]
        made.append(operator_case("KeepBoxes", {}, inputs, bytes(kept), element, states))
    return made


def fma(a, b, c):
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def number(word):
    return struct.unpack("<d", struct.pack("<Q", word))[0]


def det_cases():
    n = 5
    numbers = [narrow(random.uniform(-1, 1)) for _ in range(n * n)]
    x = [numbers[n * r:n * r + n] for r in range(n)]
    work, columns, sign = [list(row) for row in x], [], 1.0
    for k in range(n):
        column = [work[r][k] for r in range(n)]
        pivot = max(range(k, n), key=lambda r: (abs(column[r]), -r))
        columns.append(column + [float(pivot)])
        work[k], work[pivot] = work[pivot], work[k]
        sign = (-sign if pivot != k else sign) * work[k][k]
        for r in range(k + 1, n):
            f = -(work[r][k] / work[k][k])
            work[r] = work[r][:k + 1] + [fma(f, work[k][c], work[r][c]) for c in range(k + 1, n)]
    place = lambda k: int(columns[k][n])
    exchanged = lambda at, k: place(k) if at == k else k if at == place(k) else at

    def eliminate(k, i):
        def bring(results, lanes):
            return [results[0], bits(x[results[0]][k])]

        def by(c):
            def take(_, lanes):
                f = -(columns[c][lanes[0]] / columns[c][place(c)])
                return [exchanged(lanes[0], c), bits(fma(f, columns[k][c], number(lanes[1])))]
            return take

        back = [lambda _, lanes, c=c: [exchanged(lanes[0], c)] for c in range(k - 1, -1, -1)]
        return states_of([([i], back, lambda lanes: lanes[0]), ([0, 0], [bring] + [by(c) for c in range(min(i, k))], lambda lanes: lanes[1])], lambda results: results[1])

    def search(k):
        better = lambda r: lambda _, lanes: [r if abs(columns[k][r]) > abs(columns[k][lanes[0]]) else lanes[0]]
        return states_of([([k], [better(r) for r in range(k + 1, n)], lambda lanes: lanes[0])], lambda results: bits(float(results[0])))

    def multiply(k):
        def take(_, lanes):
            product, pivot = number(lanes[0]), columns[k][place(k)]
            return [bits((product if place(k) == k else -product) * pivot), 0]
        return take

    output = b"".join(struct.pack("<d", v) for column in columns for v in column)
    given = ("f32", [n, n], struct.pack(f"<{n * n}f", *numbers))
    made = []
    for element in range(n * (n + 1)):
        k, i = divmod(element, n + 1)
        states = search(k) if i == n else eliminate(k, i)
        assert states[-1] == [bits(columns[k][i])]
        if element % 4 == 1 or k == n - 1:
            made.append(operator_case("Eliminate", {}, [given], output, element, states))
    single = lambda results: struct.unpack("<I", struct.pack("<f", number(results[0])))[0]
    states = states_of([([bits(1.0), 0], [multiply(k) for k in range(n)], lambda lanes: lanes[0])], single)
    assert number(states[-2][0]) == sign
    made.append(operator_case("PivotProduct", {"to": "f32"}, [("f64", [n, n + 1], output)], struct.pack("<f", sign), 0, states))
    return made


def sequence_cases():
    """Sequences of one and of two numbers, one of each listed twice."""
    rows, length, skips = [[1, 2, 3, 1, 2, 1], [5, 5, 5, 2, 3, 9]], 6, 2
    counts, indexes, pool, weights = [0, 4], [1, 3, 6, 2, 0, 4, 5, 4], [1, 2, 5, 1, 1, 2, 2, 3, 5, 2, 1, 2], [narrow(random.random()) for _ in range(8)]
    listed = {1: [pool[i:i + 1] for i in range(4)], 2: [pool[4 + 2 * i:6 + 2 * i] for i in range(4)]}
    before = {1: 0, 2: 4}
    i64 = lambda numbers: ("i64", [len(numbers)], struct.pack(f"<{len(numbers)}q", *numbers))
    inputs = [("i64", [2, length], struct.pack("<12q", *rows[0], *rows[1])), i64(counts), i64(indexes), i64(pool)]
    attributes = {"max_gram": "2", "max_skip": str(skips), "mode": "tfidf"}
    sought, found = [], []
    for row in rows:
        for d in range(1, skips + 2):
            for i in range(length):
                for g in (1, 2):
                    exists = i + (g - 1) * d < length and (g > 1 or d == 1)
                    own = [row[i + k * d] for k in range(g)] if exists else None
                    places = [s for s, sequence in enumerate(listed[g]) if sequence == own]
                    sought.append((g, own))
                    found.append(indexes[before[g] + places[-1]] if places else -1)

    def compare(s, k, g, own):
        def take(_, lanes):
            lanes[0] |= listed[g][s][k] != own[k]
            return lanes if k < g - 1 else [0, lanes[1] if lanes[0] else s + 1]
        return take

    output = struct.pack(f"<{len(found)}i", *found)
    made = []
    for element in pick(len(found)) + [1, 14, 26]:
        g, own = sought[element]
        index = lambda results: (indexes[before[g] + results[0] - 1] if own and results[0] else -1) & 0xFFFFFFFF
        phases = [([0, 0], [compare(s, k, g, own) for s in range(4) for k in range(g)], lambda lanes: lanes[1])] if own else []
        states = states_of(phases, index)
        assert states[-1] == [found[element] & 0xFFFFFFFF]
        made.append(operator_case("FindSequences", attributes, inputs, output, element, states))

    single = lambda value: struct.unpack("<I", struct.pack("<f", value))[0]
    width, size = 7, len(found) // 2
    last = [max([s + 1 for s in range(8) if indexes[s] == place], default=0) for place in range(width)]
    whole = [narrow(found[row * size:row * size + size].count(place) * (weights[last[place] - 1] if last[place] else 0.0)) for row in range(2) for place in range(width)]
    given = [("i32", [2, skips + 1, length, 2], output), i64(indexes), ("f32", [8], struct.pack("<8f", *weights))]
    for element in pick(2 * width):
        row, place = divmod(element, width)
        count = [lambda _, lanes, v=v: [single(struct.unpack("<f", struct.pack("<I", lanes[0]))[0] + (v == place))] for v in found[row * size:row * size + size]]
        seek = [lambda _, lanes, s=s: [s + 1 if indexes[s] == place else lanes[0]] for s in range(8)]
        phases = [([0], count, lambda lanes: lanes[0]), ([0], seek, lambda lanes: lanes[0])]
        states = states_of(phases, lambda results: single(whole[element]))
        assert struct.unpack("<f", struct.pack("<I", states[-2][0]))[0] == found[row * size:row * size + size].count(place) and states[-2][1] == last[place]
        made.append(operator_case("CountSequences", attributes, given, struct.pack(f"<{2 * width}f", *whole), element, states))
    return made


def main():
    random.seed(20261130)
    made = {"dft": [case(n, random.randrange(n), part, inverse, wide) for n in (1, 2, 7, 8, 12, 30, 45) for part in (0, 1) for inverse in (False, True) for wide in (True, False)]}
    made["operators"] = unique_cases() + boxes_cases() + det_cases() + sequence_cases()
    (pathlib.Path(HERE) / "vectors/judges.json").write_text(json.dumps(made, indent=1) + "\n")
    print(len(made["dft"]), "of Dft,", len(made["operators"]), "of operators that only disputes have")


if __name__ == "__main__":
    main()
