"""Writes vectors/expansions.json: the records of expansions, from section 8 of spec/dispute-1.md alone."""
import json
import struct

from claims import HERE, Graph, canonical, leaf_hash, root, sha

GATES = {"Lstm": 4, "Gru": 3, "Rnn": 1}
STATES = {"Lstm": [4, 5], "Gru": [4], "Rnn": [4]}
ACTIVATIONS = {"Lstm": ["sigmoid", "tanh", "tanh"], "Gru": ["sigmoid", "tanh"], "Rnn": ["tanh"]}
OPERATORS = {"elu": "Elu", "leakyrelu": "LeakyRelu", "relu": "Relu", "sigmoid": "Sigmoid", "softplus": "Softplus", "tanh": "Tanh"}


class Inner(Graph):
    """The graph of a Program whose inputs are named otherwise."""

    def __init__(self, steps, outputs, given):
        self.values, self.steps = list(given), []
        self.add(steps, "-")
        self.records = [{"outputs": [self.values[o] for o in outputs], "steps": str(len(self.steps))}] + self.steps


class Sketch:
    """Steps in the order in which they are written; values are numbers."""

    def __init__(self, values):
        self.values, self.lists = values, [[]]

    def many(self, operator, inputs, outputs, bodies=None, **attributes):
        step = {"attributes": attributes, "inputs": ["-" if i is None else str(i) for i in inputs], "operator": operator, "outputs": str(outputs), "traced": "0"}
        self.lists[-1].append({**step, "bodies": bodies} if bodies else step)
        self.values += outputs
        return self.values - outputs

    def one(self, operator, *inputs, **attributes):
        return self.many(operator, inputs, 1, **attributes)

    def part(self, v, axis, n, p):
        return v if n == 1 else self.many("Split", [v], n, axis=str(axis)) + p

    def loop(self, count, carried, outputs, body):
        first = self.values
        self.values += 2 + len(carried)
        self.lists.append([])
        given = body(first, first + 1, [first + 2 + k for k in range(len(carried))])
        bodies = [{"inputs": str(2 + len(carried)), "outputs": [str(v) for v in [first + 1] + given], "steps": self.lists.pop()}]
        return self.many("Loop", [count, None] + carried, outputs, bodies)


class Recurrent:
    """An expansion; inputs are the values of x, W, R, b, …, None where there is none."""

    def __init__(self, operator, inputs, directions, attributes):
        self.operator, self.q, self.attributes = operator, directions, attributes
        self.given = inputs + [None] * (8 - len(inputs))
        self.sketch = Sketch(sum(i is not None for i in inputs))
        self.transposed = [self.weights(2, d) for d in range(self.q)]
        made = [self.direction(d) for d in range(self.q)]
        self.outputs = [own[0] if self.q == 1 else self.sketch.one("Concat", *own, axis="0" if place else "1") for place, own in enumerate(zip(*made))]

    def weights(self, place, d):
        s = self.sketch
        return s.one("Transpose", s.one("Flatten", s.part(self.given[place], 0, self.q, d), axis="2"))

    def bias(self, v, d, half):
        s = self.sketch
        return v if self.given[3] is None else s.one("Add", v, s.part(s.part(self.given[3], 0, self.q, d), 1, 2, half))

    def product(self, h, d):
        return self.bias(self.sketch.one("MatMul", h, self.transposed[d]), d, 1)

    def act(self, j, d, v):
        usual = ACTIVATIONS[self.operator]
        names = self.attributes["activations"].split(",") if "activations" in self.attributes else usual * self.q
        alphas = self.attributes.get("activation_alpha", "").split(",")
        at = d * len(usual) + j
        if "clip" in self.attributes:
            bits = int(self.attributes["clip"], 16)
            v = self.sketch.one("Clip", v, low=f"0x{bits ^ 1 << 31:08x}", high=f"0x{bits:08x}")
        has_alpha = names[at] in ("elu", "leakyrelu") and at < len(alphas) and alphas[at]
        return self.sketch.one(OPERATORS[names[at]], v, **({"alpha": alphas[at]} if has_alpha else {}))

    def direction(self, d):
        s, x = self.sketch, self.given[0]
        backwards = d == 1 or self.attributes.get("direction") == "reverse"
        u = self.bias(s.one("MatMul", x, self.weights(1, d)), d, 0)
        n = s.one("Shape", x, start="0", end="1")
        z = s.one("Sub", n, n)
        states = []
        for place in STATES[self.operator]:
            if self.given[place] is not None:
                states.append(s.part(self.given[place], 0, self.q, d))
            else:
                a = s.one("ArgMax", u, axis="0")
                states.append(s.part(s.one("Cast", s.one("Less", a, a), to="f32"), 2, GATES[self.operator], 0))

        def body(i, go, before):
            t = s.one("BitwiseNot", i) if backwards else i
            p = s.one("Gather", u, s.one("Add", t, z))
            r = self.product(before[0], d)
            one = s.one("Cast", go, to="f32")
            after = getattr(self, self.operator.lower())(d, p, r, one, before)
            return after + [after[0], t]

        loop = s.loop(n, states, len(states) + 2, body)
        y = loop + len(states)
        return [s.one("Gather", y, y + 1) if backwards else y] + [loop + k for k in range(len(states))]

    def lstm(self, d, p, r, one, before):
        s, c = self.sketch, before[1]

        def peeped(v, gate, state):
            return v if self.given[7] is None else s.one("Add", v, s.one("Mul", s.part(s.part(self.given[7], 0, self.q, d), 1, 3, gate), state))

        v = s.one("Add", p, r)
        i = self.act(0, d, peeped(s.part(v, 2, 4, 0), 0, c))
        f = self.act(0, d, peeped(s.part(v, 2, 4, 2), 2, c))
        k = s.one("Mul", f, c)
        after = s.one("Add", k, s.one("Mul", i, self.act(1, d, s.part(v, 2, 4, 3))))
        o = self.act(0, d, peeped(s.part(v, 2, 4, 1), 1, after))
        return [s.one("Mul", o, self.act(2, d, after)), after]

    def gru(self, d, p, r, one, before):
        s, h = self.sketch, before[0]
        z = self.act(0, d, s.one("Add", s.part(p, 2, 3, 0), s.part(r, 2, 3, 0)))
        e = self.act(0, d, s.one("Add", s.part(p, 2, 3, 1), s.part(r, 2, 3, 1)))
        if self.attributes.get("linear_before_reset") == "1":
            v = s.one("Mul", e, s.part(r, 2, 3, 2))
        else:
            v = s.part(self.product(s.one("Mul", e, h), d), 2, 3, 2)
        m = self.act(1, d, s.one("Add", s.part(p, 2, 3, 2), v))
        w = s.one("Mul", s.one("Sub", one, z), m)
        return [s.one("Add", w, s.one("Mul", z, h))]

    def rnn(self, d, p, r, one, before):
        return [self.act(0, d, self.sketch.one("Add", p, r))]


def case(operator, shapes, attributes):
    """Step 1 of a Program whose step 0 makes x; W, R, b and P are constants, states are inputs."""
    constants = [place for place in (1, 2, 3, 7) if place < len(shapes) and shapes[place]]
    inputs = [0] + [place for place in (4, 5) if place < len(shapes) and shapes[place]]
    x = len(inputs) + len(constants)
    values = [x] + [None if not shape else inputs.index(place) if place in inputs else len(inputs) + constants.index(place) for place, shape in enumerate(shapes) if place]
    outputs = len(STATES[operator]) + 1
    text = lambda shape: [str(size) for size in shape]
    program = {
        "constants": [{"encoding": "f32", "sha256": sha(struct.pack(">I", place)).hex(), "shape": text(shapes[place])} for place in constants],
        "inputs": [{"name": f"x{place}", "shape": text(shapes[place]), "type": "f32"} for place in inputs],
        "outputs": [{"name": "y", "value": str(x + 1)}],
        "profile": "float",
        "semantics": "exec-1",
        "steps": [
            {"attributes": {}, "inputs": ["0"], "operator": "Relu", "outputs": "1", "traced": "1"},
            {"attributes": attributes, "inputs": ["-" if v is None else str(v) for v in values], "operator": operator, "outputs": str(outputs), "traced": "1"}],
    }
    references = Graph(program).steps[1]["inputs"]
    given = ["outer:0:0" if reference == "step:0:0" else reference for reference in references if reference != "-"]
    places = iter(range(len(given)))
    expansion = Recurrent(operator, [None if reference == "-" else next(places) for reference in references], shapes[1][0], attributes)
    records = Inner(expansion.sketch.lists[0], expansion.outputs, given).records
    return {
        "graph": root([leaf_hash(canonical(record)) for record in records]).hex(),
        "program": canonical(program).decode(),
        "records": [canonical(record).decode() for record in records],
    }


CASES = [
    ("Lstm", [[3, 2, 4], [1, 12, 4], [1, 12, 3]], {}),
    ("Lstm", [[5, 2, 4], [2, 12, 4], [2, 12, 3], [2, 24], [2, 2, 3], [2, 2, 3], None, [2, 9]], {"direction": "bidirectional", "clip": "0x3f000000"}),
    ("Lstm", [[3, 2, 4], [1, 12, 4], [1, 12, 3], [1, 24], None, [1, 2, 3]], {"activations": "relu,softplus,elu", "activation_alpha": ",,0x3f800000", "direction": "reverse"}),
    ("Gru", [[3, 2, 4], [1, 9, 4], [1, 9, 3], [1, 18]], {"direction": "reverse"}),
    ("Gru", [[4, 2, 4], [2, 9, 4], [2, 9, 3], [2, 18], [2, 2, 3]], {"direction": "bidirectional", "linear_before_reset": "1"}),
    ("Rnn", [[6, 2, 4], [1, 3, 4], [1, 3, 3], [1, 6], [1, 2, 3]], {"activations": "leakyrelu", "activation_alpha": "0x3c23d70a"}),
    ("Rnn", [[6, 2, 4], [2, 3, 4], [2, 3, 3]], {"direction": "bidirectional"}),
]


def main():
    made = [case(*given) for given in CASES]
    (HERE / "vectors/expansions.json").write_text(json.dumps(made, indent=1) + "\n")
    print(len(made), "expansions")


if __name__ == "__main__":
    main()
