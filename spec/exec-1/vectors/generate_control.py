"""Writes control.json: small Programs of If and Loop, run by hand in whole numbers, with the trace that the text says."""

import hashlib
import json
import struct

from generate_operators import merkle, tiles


class I64:
    name = "i64"

    def __init__(self, shape, values):
        self.shape, self.values = list(shape), list(values)

    def bytes(self):
        return b"".join(struct.pack("<q", v) for v in self.values)


class Bool(I64):
    name = "bool"

    def bytes(self):
        return bytes(self.values)


def wrap(number):
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


def leaf(step, output, path, value):
    head = struct.pack(">II", step, output) + b"".join(struct.pack(">I", i) for i in path)
    description = f"{value.name}[{','.join(map(str, value.shape))}]".encode()
    return hashlib.sha256(b"\x00" + head + tiles(value.bytes()) + description).digest()


def step(operator, inputs, outputs=1, traced=True, attributes=None, bodies=None):
    written = {"attributes": attributes or {}, "inputs": [str(i) for i in inputs], "operator": operator, "outputs": str(outputs), "traced": "1" if traced else "0"}
    return written | ({"bodies": bodies} if bodies else {})


def body(inputs, outputs, steps):
    return {"inputs": str(inputs), "outputs": [str(o) for o in outputs], "steps": steps}


def case(operator, inputs, steps, outputs, leaves):
    """inputs: values; steps: as written; outputs: (number, value); leaves: in order."""
    program = {
        "constants": [],
        "inputs": [{"name": f"x{i}", "shape": [str(d) for d in t.shape], "type": t.name} for i, t in enumerate(inputs)],
        "outputs": [{"name": f"y{i}", "value": str(number)} for i, (number, _) in enumerate(outputs)],
        "profile": "float",
        "semantics": "exec-1",
        "steps": steps,
    }
    text = json.dumps(program, sort_keys=True, separators=(",", ":"))
    return {"operator": operator, "program": text, "programId": hashlib.sha256(text.encode()).hexdigest(), "constants": [],
            "inputs": [t.bytes().hex() for t in inputs], "outputs": [y.bytes().hex() for _, y in outputs],
            "traceRoot": (merkle(leaves) if leaves else hashlib.sha256(b"").digest()).hex()}


def choice(condition):
    # values: 0 c, 1 x; first body 2 = x + x; second body 3 = x * x, 4 = 3 - x; 5 the step's output
    x = I64([3], [1, -2, 1 << 62])
    double = I64([3], [wrap(v + v) for v in x.values])
    square = I64([3], [wrap(v * v) for v in x.values])
    less = I64([3], [wrap(s - v) for s, v in zip(square.values, x.values)])
    steps = [step("If", [0], bodies=[body(0, [2], [step("Add", [1, 1])]), body(0, [4], [step("Mul", [1, 1]), step("Sub", [3, 1])])])]
    result = double if condition else less
    inner = [leaf(1, 0, [], double)] if condition else [leaf(2, 0, [], square), leaf(3, 0, [], less)]
    return case("If", [Bool([], [condition]), x], steps, [(5, result)], inner + [leaf(0, 0, [], result)])


def fibonacci(count):
    # values: 0 count, 1 a, 2 b; body: 3 i, 4 go, 5 a, 6 b, 7 = a + b; the step's outputs 8 a, 9 b, 10 the sums, 11 the counters
    a, b, sums, leaves = 0, 1, [], []
    for i in range(count):
        a, b = b, wrap(a + b)
        sums.append(b)
        leaves.append(leaf(1, 0, [i], I64([1], [b])))
    outputs = [I64([1], [a]), I64([1], [b]), I64([count, 1], sums), I64([count], range(count))]
    steps = [step("Loop", [0, "-", 1, 2], 4, attributes={"shape0": "1", "type0": "i64", "type1": "i64"}, bodies=[body(4, [4, 6, 7, 7, 3], [step("Add", [5, 6])])])]
    leaves += [leaf(0, i, [], o) for i, o in enumerate(outputs)]
    return case("Loop", [I64([], [count]), I64([1], [0]), I64([1], [1])], steps, list(zip(range(8, 12), outputs)), leaves)


def until(limit):
    # values: 0 x, 1 limit; body: 2 i, 3 go, 4 v, 5 = v + v, 6 = v < limit; the step's output 7. The condition is that of the value before.
    v, leaves, i = 3, [], 0
    while True:
        go = v < limit
        v += v
        leaves += [leaf(1, 0, [i], I64([], [v])), leaf(2, 0, [i], Bool([], [go]))]
        i += 1
        if not go:
            break
    steps = [step("Loop", ["-", "-", 0], bodies=[body(3, [6, 5], [step("Add", [4, 4]), step("Less", [4, 1])])])]
    return case("Loop", [I64([], [3]), I64([], [limit])], steps, [(7, I64([], [v]))], leaves + [leaf(0, 0, [], I64([], [v]))])


def never():
    # the condition is 0 at once: the values are those given, and the part is empty
    steps = [step("Loop", [0, 1, 2], 2, attributes={"shape0": "0,7", "type0": "i64"}, bodies=[body(3, [4, 5, 6], [step("Neg", [5])])])]
    x, part = I64([2], [5, 6]), I64([0, 0, 7], [])
    return case("Loop", [I64([], [9]), Bool([], [0]), x], steps, [(7, x), (8, part)], [leaf(0, 0, [], x), leaf(0, 1, [], part)])


def nested(count):
    # values: 0 count, 1 x; outer body: 2 i, 3 go, 4 v; inner body: 5 j, 6 go, 7 w, 8 = w + x, 9 = w + i; inner output 10; outer output 11
    v, leaves = 10, []
    for i in range(count):
        w = v
        for j in range(count):
            s = wrap(w + 10)
            leaves.append(leaf(2, 0, [i, j], I64([], [s])))
            w = wrap(s + i)
            leaves.append(leaf(3, 0, [i, j], I64([], [w])))
        v = w
        leaves.append(leaf(1, 0, [i], I64([], [v])))
    inner = step("Loop", [0, "-", 4], bodies=[body(3, [6, 9], [step("Add", [7, 1]), step("Add", [8, 2])])])
    outer = step("Loop", [0, "-", 1], bodies=[body(3, [3, 10], [inner])])
    return case("Loop", [I64([], [count]), I64([], [10])], [outer], [(11, I64([], [v]))], leaves + [leaf(0, 0, [], I64([], [v]))])


def cases():
    yield choice(1)
    yield choice(0)
    yield fibonacci(5)
    yield fibonacci(100)
    yield fibonacci(0)
    yield until(1000)
    yield never()
    yield nested(3)


if __name__ == "__main__":
    with open("control.json", "w", encoding="utf-8") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
