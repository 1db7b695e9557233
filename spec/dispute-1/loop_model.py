"""Writes vectors/loop.onnx and vectors/loop-input.json: square roots by Newton's method, a Loop with an If in its body.

While the largest error |v·v - x| is above a bound, v becomes (v + x/v)/2; where the error is above 1, twice. The file is written field by field with the
standard library alone; the numbers of the fields are those of onnx.proto. Run: python3 loop_model.py
"""
import json
import pathlib
import struct

FLOAT, INT64, BOOL = 1, 7, 9
HERE = pathlib.Path(__file__).parent / "vectors"


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def integer(field, number):
    return varint(field << 3) + varint(number)


def data(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def value(name, kind, shape):
    dims = b"".join(data(1, integer(1, size)) for size in shape)
    return data(1, name) + data(2, data(1, integer(1, kind) + data(2, dims)))


def tensor(name, kind, shape, raw):
    return b"".join(integer(1, size) for size in shape) + integer(2, kind) + data(8, name) + data(9, raw)


def node(kind, inputs, outputs, *attributes):
    listed = b"".join(data(1, i) for i in inputs.split(" ")) if inputs else b""
    return data(1, listed + b"".join(data(2, o) for o in outputs.split()) + data(3, outputs.split()[0]) + data(4, kind) + b"".join(data(5, a) for a in attributes))


def number(name, given):
    return data(1, name) + integer(3, given) + integer(20, 2)


def body(name, inner):
    return data(1, name) + data(6, inner) + integer(20, 5)


def graph(name, nodes, inputs, outputs, initializers=()):
    return (b"".join(nodes) + data(2, name) + b"".join(data(5, i) for i in initializers)
            + b"".join(data(11, i) for i in inputs) + b"".join(data(12, o) for o in outputs))


def newton(before, after):
    """Nodes from one estimate to the next."""
    return [
        node("Div", f"x {before}", f"{after}_quotient"),
        node("Add", f"{before} {after}_quotient", f"{after}_sum"),
        node("Mul", f"{after}_sum half", after),
    ]


def main():
    shape = [4]
    twice = graph("twice", newton("v", "first") + newton("first", "second"), [], [value("second", FLOAT, shape)])
    once = graph("once", newton("v", "only"), [], [value("only", FLOAT, shape)])

    def error(estimate, name):
        return [
            node("Mul", f"{estimate} {estimate}", f"{name}_square"),
            node("Sub", f"{name}_square x", f"{name}_difference"),
            node("Abs", f"{name}_difference", f"{name}_distance"),
            node("ReduceMax", f"{name}_distance", name, number("keepdims", 0)),
        ]

    loop = graph(
        "iterate",
        error("v", "now") + [
            node("Less", "one now", "far"),
            node("If", "far", "next", body("then_branch", twice), body("else_branch", once)),
        ] + error("next", "left") + [node("Less", "bound left", "again")],
        [value("i", INT64, []), value("go", BOOL, []), value("v", FLOAT, shape)],
        [value("again", BOOL, []), value("next", FLOAT, shape), value("left", FLOAT, [])])
    main_graph = graph(
        "roots",
        [node("Loop", "limit true x", "root errors", body("body", loop))],
        [value("x", FLOAT, shape)],
        [value("root", FLOAT, shape), value("errors", FLOAT, [20])],
        [
            tensor("limit", INT64, [], struct.pack("<q", 20)),
            tensor("true", BOOL, [], b"\x01"),
            tensor("half", FLOAT, [], struct.pack("<f", 0.5)),
            tensor("one", FLOAT, [], struct.pack("<f", 1)),
            tensor("bound", FLOAT, [], struct.pack("<f", 1e-4)),
        ])
    model = integer(1, 8) + data(2, "dispute-1") + data(7, main_graph) + data(8, data(1, "") + integer(2, 17))
    (HERE / "loop.onnx").write_bytes(model)
    request = {"inputs": [{"name": "x", "shape": shape, "datatype": "FP32", "data": [2, 9, 30, 121]}]}
    (HERE / "loop-input.json").write_text(json.dumps(request) + "\n")
    print(len(model), "bytes")


if __name__ == "__main__":
    main()
