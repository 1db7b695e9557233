"""Writes vectors/expansions.json: the records of expansions, from section 8 of spec/dispute-1.md alone."""
import json
import struct

from claims import HERE, Graph, canonical, leaf_hash, root, sha

GATES = {"Lstm": 4, "Gru": 3, "Rnn": 1}
LENGTHS = {"Lstm": 6, "Gru": 5, "Rnn": 5}
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

    def indices(self, x, count, **attributes):
        return self.many("TopK", [x, count], 2, **attributes) + 1

    def loop(self, count, carried, outputs, body):
        first = self.values
        self.values += 2 + len(carried)
        self.lists.append([])
        given = body(first, first + 1, [first + 2 + k for k in range(len(carried))])
        bodies = [{"inputs": str(2 + len(carried)), "outputs": [str(v) for v in [first + 1] + given], "steps": self.lists.pop()}]
        return self.many("Loop", [count, None] + carried, outputs, bodies)


class Recurrent:
    """An expansion; inputs are the values of x, W, R, b, …, None where there is none."""

    def __init__(self, operator, inputs, directions, attributes, halves=()):
        self.operator, self.q, self.attributes = operator, directions, attributes
        self.given = inputs + [None] * (8 - len(inputs))
        self.sketch = Sketch(sum(i is not None for i in inputs))
        for place in halves:
            self.given[place] = self.sketch.one("Cast", self.given[place], to="f32")
        self.lengths = self.given[LENGTHS[operator]]
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

    def number(self, one, bits):
        return self.sketch.one("LeakyRelu", self.sketch.one("Neg", one), alpha=f"0x{bits ^ 1 << 31:08x}")

    def act(self, j, d, v):
        s, one = self.sketch, self.unit
        usual = ACTIVATIONS[self.operator]
        names = self.attributes["activations"].split(",") if "activations" in self.attributes else usual * self.q
        at = d * len(usual) + j

        def stated(name, bits=None):
            listed = self.attributes.get(name, "").split(",")
            return int(listed[at], 16) if at < len(listed) and listed[at] else bits

        if "clip" in self.attributes:
            bits = int(self.attributes["clip"], 16)
            v = self.sketch.one("Clip", v, low=f"0x{bits ^ 1 << 31:08x}", high=f"0x{bits:08x}")
        name, alpha = names[at], stated("activation_alpha")
        if name in ("affine", "hardsigmoid"):
            a, b = (0x3F800000, 0) if name == "affine" else (0x3E4CCCCD, 0x3F000000)
            line = s.one("Add", s.one("Mul", v, self.number(one, stated("activation_alpha", a))), self.number(one, stated("activation_beta", b)))
            return line if name == "affine" else s.one("Clip", line, low="0x00000000", high="0x3f800000")
        if name == "scaledtanh":
            inner = s.one("Tanh", s.one("Mul", v, self.number(one, stated("activation_beta", 0x3F800000))))
            return s.one("Mul", inner, self.number(one, stated("activation_alpha", 0x3F800000)))
        if name == "softsign":
            return s.one("Div", v, s.one("Add", s.one("Abs", v), one))
        if name == "thresholdedrelu":
            above = s.one("Less", self.number(one, stated("activation_alpha", 0x3F800000)), v)
            return s.one("Where", above, v, self.number(one, 0))
        return s.one(OPERATORS[name], v, **({"alpha": f"0x{alpha:08x}"} if name in ("elu", "leakyrelu") and alpha is not None else {}))

    def zeros(self, u):
        s = self.sketch
        a = s.one("ArgMax", u, axis="0")
        return s.part(s.one("Cast", s.one("Less", a, a), to="f32"), 2, GATES[self.operator], 0)

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
                states.append(self.zeros(u))
        ragged = self.lengths is not None
        if ragged:
            zeros = self.zeros(u)
            lengths = s.one("Transpose", s.one("Flatten", s.one("Cast", self.lengths, to="i64"), axis="0"))
        if ragged and backwards:
            a = s.one("ArgMax", u, axis="0")
            k = s.one("Sub", a, a)
            m = s.part(k, 2, GATES[self.operator], 0)

        def body(i, go, before):
            t = s.one("BitwiseNot", i) if backwards else i
            own = lambda zeros: s.one("Add", s.one("Add", lengths, t), zeros)
            p = s.one("GatherElements", u, own(k), axis="0") if ragged and backwards else s.one("Gather", u, s.one("Add", t, z))
            r = self.product(before[0], d)
            self.unit = one = s.one("Cast", go, to="f32")
            after = getattr(self, self.operator.lower())(d, p, r, one, before)
            if not ragged:
                return after + [after[0], t]
            running = s.one("Less", i, lengths)
            kept = [s.one("Where", running, n, b) for n, b in zip(after, before)]
            h = s.one("Where", running, after[0], zeros)
            return kept + [h, own(m) if backwards else t]

        loop = s.loop(n, states, len(states) + 2, body)
        y = loop + len(states)
        if backwards:
            y = s.one("GatherElements", y, y + 1, axis="0") if ragged else s.one("Gather", y, y + 1)
        return [y] + [loop + k for k in range(len(states))]

    def lstm(self, d, p, r, one, before):
        s, c = self.sketch, before[1]

        def peeped(v, gate, state):
            return v if self.given[7] is None else s.one("Add", v, s.one("Mul", s.part(s.part(self.given[7], 0, self.q, d), 1, 3, gate), state))

        v = s.one("Add", p, r)
        i = self.act(0, d, peeped(s.part(v, 2, 4, 0), 0, c))
        f = s.one("Sub", one, i) if self.attributes.get("input_forget") == "1" else self.act(0, d, peeped(s.part(v, 2, 4, 2), 2, c))
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


def unique(s, given, attributes, shapes):
    x = given[0]
    f = s.one("IsFirst", x, **attributes)
    r = s.one("SliceRank", x, f, **attributes)
    n = s.one("Shape", f)
    z = s.one("Sub", n, n)
    p = s.one("Squeeze", s.one("NonZero", f), z)
    q = s.one("Gather", r, p)
    o = s.indices(q, s.one("Shape", q), largest="0")
    a = s.one("Gather", p, o)
    if "axis" in attributes:
        y = s.one("Gather", x, a, axis=attributes["axis"])
    else:
        y = s.one("Squeeze", s.one("Gather", s.one("Flatten", x, axis="0"), a, axis="1"), z)
    e = s.one("Cast", s.one("Equal", r, r), to="i64")
    c = s.one("ScatterElements", s.one("Sub", o, o), r, e, reduction="add")
    return [y, s.one("Cast", a, to="i64"), s.one("Cast", r, to="i64"), c]


def suppression(s, given, attributes, shapes):
    boxes, scores = given[:2]
    order = s.indices(scores, s.one("Shape", scores, start="2"))
    t = s.many("KeepBoxes", [boxes, scores, order] + given[2:], 1, **attributes)
    z = s.one("NonZero", t)
    b = s.one("Flatten", s.one("GatherND", order, s.one("Transpose", z)), axis="0")
    rows = s.one("Concat", s.part(z, 0, 3, 0), s.part(z, 0, 3, 1), b, axis="0")
    return [s.one("Transpose", rows)]


def det(s, given, attributes, shapes):
    return [s.one("PivotProduct", s.one("Eliminate", given[0]), to="f32")]


def sequences(s, given, attributes, shapes):
    found = s.many("FindSequences", given[:4], 1, **attributes)
    return [s.many("CountSequences", [found, given[2]] + given[4:], 1, **attributes)]


def trees(s, given, attributes, shapes):
    return [s.many("MemberTrees", given + [s.one("MemberLists", given[2], given[9])], 1, **attributes)]


def linear(s, given, attributes, shapes):
    u = s.many("LinearUpdate", given[1:], 1, **attributes)
    y = s.many("LinearAttention", [given[0], given[1], u] + given[3:5], 2, **attributes)
    return [y, y + 1]


def einsum(s, given, attributes, shapes):
    sides = attributes["equation"].replace("...", ".").split("->")
    dots = [len(shape) - len(letters) + 1 for letters, shape in zip(sides[0].split(","), shapes)]
    label = lambda letters, n: [k for c in letters for k in (range(-n, 0) if c == "." else [ord(c)])]
    axes = [label(letters, n) for letters, n in zip(sides[0].split(","), dots)]
    result = label(sides[1], max(n for n, letters in zip(dots, sides[0].split(",")) if "." in letters) if "." in sides[1] else 0)
    text = lambda labels: ",".join(map(str, labels))
    own = lambda labels, shape: list(dict.fromkeys(k for k, size in zip(labels, shape) if k >= 0 or size != 1))
    terms = [(v, a, own(a, shape)) for v, a, shape in zip(given, axes, shapes)]

    def keep(term, kept):
        left = [k for k in term[2] if k in kept]
        return term if left == term[2] else (s.one("Contract", term[0], left=text(term[1]), result=text(left)), left, left)

    joined = terms[0]
    for at in range(1, len(terms)):
        kept = result + [k for later in terms[at + 1:] for k in later[2]]
        other = keep(terms[at], kept + joined[2])
        joined = keep(joined, kept + other[2])
        labels = [k for k in joined[2] if k in other[2] and k in kept] + [k for k in joined[2] if k not in other[2]] + [k for k in other[2] if k not in joined[2]]
        joined = (s.one("Contract", joined[0], other[0], left=text(joined[1]), result=text(labels), right=text(other[1])), labels, labels)
    return [s.one("Contract", joined[0], left=text(joined[1]), result=text(result))]


SPELLED = {"Unique": unique, "NonMaxSuppression": suppression, "Det": det, "TfIdf": sequences, "TreeEnsemble": trees, "LinearAttention": linear, "Einsum": einsum}


def case(operator, shapes, attributes, constants, types=None, outputs=1):
    """Step 1 of a Program whose step 0 makes its first input; the others are inputs or constants."""
    types = types or {}
    type_of = lambda place: types.get(place, "f32")
    constants = [place for place in constants if place < len(shapes) and shapes[place] is not None]
    inputs = [0] + [place for place in range(1, len(shapes)) if shapes[place] is not None and place not in constants]
    x = len(inputs) + len(constants)
    values = [x] + [None if shape is None else inputs.index(place) if place in inputs else len(inputs) + constants.index(place) for place, shape in enumerate(shapes) if place]
    text = lambda shape: [str(size) for size in shape]
    program = {
        "constants": [{"encoding": type_of(place), "sha256": sha(struct.pack(">I", place)).hex(), "shape": text(shapes[place])} for place in constants],
        "inputs": [{"name": f"x{place}", "shape": text(shapes[place]), "type": type_of(place)} for place in inputs],
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
    numbers = [None if reference == "-" else next(places) for reference in references]
    if operator in SPELLED:
        sketch = Sketch(len(given))
        made = SPELLED[operator](sketch, numbers, attributes, shapes)
    else:
        expansion = Recurrent(operator, numbers, shapes[1][0], attributes, [place for place in (1, 2, 3) if type_of(place) != "f32"])
        sketch, made = expansion.sketch, expansion.outputs
    records = Inner(sketch.lists[0], made, given).records
    return {
        "graph": root([leaf_hash(canonical(record)) for record in records]).hex(),
        "program": canonical(program).decode(),
        "records": [canonical(record).decode() for record in records],
    }


def recurrent(operator, shapes, attributes, types=None):
    return case(operator, shapes, attributes, (1, 2, 3, 7), types, len(STATES[operator]) + 1)


RECURRENT = [
    ("Lstm", [[3, 2, 4], [1, 12, 4], [1, 12, 3]], {}),
    ("Lstm", [[5, 2, 4], [2, 12, 4], [2, 12, 3], [2, 24], [2, 2, 3], [2, 2, 3], None, [2, 9]], {"direction": "bidirectional", "clip": "0x3f000000"}),
    ("Lstm", [[3, 2, 4], [1, 12, 4], [1, 12, 3], [1, 24], None, [1, 2, 3]], {"activations": "relu,softplus,elu", "activation_alpha": ",,0x3f800000", "direction": "reverse"}),
    ("Gru", [[3, 2, 4], [1, 9, 4], [1, 9, 3], [1, 18]], {"direction": "reverse"}),
    ("Gru", [[4, 2, 4], [2, 9, 4], [2, 9, 3], [2, 18], [2, 2, 3]], {"direction": "bidirectional", "linear_before_reset": "1"}),
    ("Rnn", [[6, 2, 4], [1, 3, 4], [1, 3, 3], [1, 6], [1, 2, 3]], {"activations": "leakyrelu", "activation_alpha": "0x3c23d70a"}),
    ("Rnn", [[6, 2, 4], [2, 3, 4], [2, 3, 3]], {"direction": "bidirectional"}),
    ("Lstm", [[3, 2, 4], [1, 12, 4], [1, 12, 3], None, None, None, [2]], {"input_forget": "1", "activations": "hardsigmoid,softsign,scaledtanh", "activation_beta": ",,0x3f000000"}, {6: "i32"}),
    ("Gru", [[3, 2, 4], [1, 9, 4], [1, 9, 3], None, None, [2]], {"direction": "reverse", "activations": "affine,thresholdedrelu", "activation_alpha": "0x3e800000,"}, {5: "i64"}),
    ("Rnn", [[6, 2, 4], [2, 3, 4], [2, 3, 3], [2, 6], None, [2]], {"direction": "bidirectional"}, {1: "f16", 3: "bf16", 5: "i64"}),
]

OTHERS = [
    ("Unique", [[7]], {}, (), {}, 4),
    ("Unique", [[3, 5, 2]], {"axis": "1", "sorted": "0"}, (), {}, 4),
    ("NonMaxSuppression", [[1, 6, 4], [1, 2, 6], [], None, [1]], {"center_point_box": "1"}, (), {2: "i64"}),
    ("Det", [[2, 3, 3]], {}, ()),
    ("TfIdf", [[2, 6], [2], [3], [4], [3]], {"mode": "idf", "max_gram": "2"}, (1, 2, 3, 4), {0: "i64", 1: "i64", 2: "i64", 3: "i64"}),
    ("TreeEnsemble", [[4, 2], [1], [3], [3], [3], [3], [4], [3], [4], [5]], {"targets": "2"}, tuple(range(1, 10)), {place: "i64" for place in range(1, 7)}),
    ("LinearAttention", [[1, 5, 8], [1, 5, 8], [1, 5, 6], None, [1, 5, 2], [1, 5, 2]], {"heads": "2"}, (), {}, 2),
    ("Einsum", [[2, 3], [3, 4], [4, 5]], {"equation": "ij,jk,kl->li"}, ()),
    ("Einsum", [[1, 2, 3], [4, 3, 5], [5]], {"equation": "...ij,...jk,k->...i"}, ()),
    ("Einsum", [[3, 4, 2], [3, 3]], {"equation": "ijk,ii->k"}, ()),
]


def main():
    made = [recurrent(*given) for given in RECURRENT] + [case(*given) for given in OTHERS]
    (HERE / "vectors/expansions.json").write_text(json.dumps(made, indent=1) + "\n")
    print(len(made), "expansions")


if __name__ == "__main__":
    main()
