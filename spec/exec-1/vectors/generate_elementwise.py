"""Writes elementwise.json: Programs of one operator of exec-1 section 5 or of the end of section 16, computed from the text.

It shares no code with the engine. Inputs hold the numbers at which definitions part: zeros of both signs, subnormals, infinities, NaN, the ends of integers.
"""
import json
import random
import struct
from fractions import Fraction

import generate_functions as functions
from generate_functions import INF, add, div, exp, f32, f64, fma, mul, sign, to_bits
from generate_further import Typed, case
from generate_operators import Tensor

NAN = float("nan")
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 2.0 ** -149, -(2.0 ** -130), 2.0 ** 127, -(2.0 ** 127), 8388609.0, INF, -INF, NAN]
WIDTHS = {"i8": 8, "i16": 16, "i32": 32, "i64": 64, "u8": 8, "u16": 16, "u32": 32, "u64": 64}


def wrap(v, type):
    bits = WIDTHS[type]
    v &= (1 << bits) - 1
    return v - (1 << bits) if type[0] == "i" and v >> (bits - 1) else v


def numbers(count, scale=3.0):
    return [f32(Fraction(random.uniform(-scale, scale))) for _ in range(count)]


def plain(f):
    """A function that gives NaN by a name of its own."""
    def g(x):
        y = f(x)
        return NAN if isinstance(y, str) else y
    return g


def is_nan(x):
    return x != x


def rounded(x, to):
    if is_nan(x) or abs(x) == INF or abs(x) >= 2.0 ** 23:
        return x
    y = float(to(Fraction(x)))
    return -0.0 if y == 0 and sign(x) else y


def floor(v):
    return v.numerator // v.denominator


def maximum(x, y):
    if x < y:
        return y
    if y < x:
        return x
    return NAN if x != y else (0.0 if x == 0 and not (sign(x) and sign(y)) else x)


def minimum(x, y):
    if x < y:
        return x
    if y < x:
        return y
    return NAN if x != y else (-0.0 if x == 0 and (sign(x) or sign(y)) else x)


def remainder(x, y):
    if is_nan(x) or is_nan(y) or abs(x) == INF or y == 0:
        return NAN
    if abs(y) == INF:
        return x
    r = float(abs(Fraction(x)) % abs(Fraction(y)))
    return -r if sign(x) else r


def power(x, y):
    if y == 0 or x == 1:
        return 1.0
    if is_nan(x) or is_nan(y):
        return NAN
    whole = abs(y) == INF or Fraction(y).denominator == 1
    odd = abs(y) != INF and whole and Fraction(y).numerator % 2 == 1
    if abs(x) != INF and x < 0 and not whole:
        return NAN
    a = abs(x)
    if abs(y) == INF:
        m = 1.0 if a == 1 else INF if (a < 1) == (y < 0) else 0.0
    elif a == 0 or a == INF:
        m = INF if (a == 0) == (y < 0) else 0.0
    else:
        e = mul(y, functions.log2_wide(a), f64)
        m = f32(Fraction(functions.exp2_wide(max(-200.0, min(200.0, e)))))
    return -m if odd and sign(x) else m


def whole_power(x, y, type):
    if y < 0:
        p = wrap(x ** -y, type)
        return 0 if p == 0 else cut(1, p)
    return wrap(x ** y, type)


def cut(x, y):
    q = abs(x) // abs(y)
    return q if (x < 0) == (y < 0) else -q


def divide(x, y, type):
    return 0 if y == 0 else wrap(cut(x, y), type)


def modulo(x, y, type, of_x):
    if y == 0:
        return 0
    return wrap(x - cut(x, y) * y if of_x else x % y, type)


def unary():
    near = numbers(14) + [88.5, -87.25, 100.0, -104.5, 524289.0]
    named = {"Acos": functions.acos, "Acosh": functions.acosh, "Asin": functions.asin, "Asinh": functions.asinh, "Atan": functions.atan, "Atanh": functions.atanh,
             "Cos": functions.cos, "Cosh": functions.cosh, "Erf": functions.erf, "Exp": functions.exp, "Gelu": functions.gelu, "GeluTanh": functions.gelu_tanh, "Log": functions.log,
             "Sigmoid": functions.sigmoid, "Silu": functions.silu, "Sin": functions.sin, "Sinh": functions.sinh, "Softplus": functions.softplus,
             "Sqrt": functions.sqrt, "Tan": functions.tan, "Tanh": functions.tanh, "Relu": functions.relu,
             "Abs": abs, "Neg": lambda x: -x, "Sign": lambda x: 1.0 if x > 0 else -1.0 if x < 0 else NAN if is_nan(x) else 0.0, "Reciprocal": lambda x: div(1.0, x),
             "Floor": lambda x: rounded(x, floor), "Ceil": lambda x: rounded(x, lambda v: -floor(-v)), "Round": lambda x: rounded(x, round)}
    for name, f in sorted(named.items()):
        xs = SPECIAL + near
        yield case(name, [Tensor([len(xs)], xs)], [], Tensor([len(xs)], [plain(f)(x) for x in xs]))
    for name, f in (("Abs", abs), ("Neg", lambda v: -v), ("Sign", lambda v: (v > 0) - (v < 0)), ("Relu", lambda v: max(v, 0))):
        xs = [-128, -127, -1, 0, 1, 127]
        yield case(name, [Typed("i8", [6], xs)], [], Typed("i8", [6], [wrap(f(v), "i8") for v in xs]))
    wide = [0.1, -2.7, 1.0e-300, 1.0e300]
    yield case("Floor", [Typed("f64", [4], wide)], [], Typed("f64", [4], [0.0, -3.0, 0.0, 1.0e300]))
    yield case("Exp", [Typed("f64", [2], wide[:2])], [], Typed("f64", [2], [exp(f32(Fraction(v))) for v in wide[:2]]))


def with_attributes():
    xs = SPECIAL + numbers(8)
    t = Tensor([len(xs)], xs)
    alpha = f32(Fraction("0.3"))
    bits = lambda x: f"0x{to_bits(x):08x}"
    yield case("Elu", [t], [], Tensor(t.shape, [mul(alpha, add(exp(x), -1.0)) if x < 0 else x for x in xs]), alpha=bits(alpha))
    yield case("LeakyRelu", [t], [], Tensor(t.shape, [mul(alpha, x) if x < 0 else x for x in xs]), alpha=bits(alpha))
    clip = lambda x, low, high: (lambda r: high if high < r else r)(low if x < low else x)
    yield case("Clip", [t], [], Tensor(t.shape, [clip(x, -1.0, 1.5) for x in xs]), low=bits(-1.0), high=bits(1.5))
    yield case("Clip", [t], [], t)


def binary():
    left, right = SPECIAL + numbers(8), SPECIAL[5:] + SPECIAL[:5] + numbers(8)
    x, y = Tensor([len(left)], left), Tensor([len(right)], right)
    named = {"Add": add, "Sub": lambda a, b: add(a, -b), "Mul": mul, "Div": div, "Max": maximum, "Min": minimum, "Pow": power}
    for name, f in named.items():
        yield case(name, [x, y], [], Tensor(x.shape, [f(a, b) for a, b in zip(left, right)]))
    yield case("Mod", [x, y], [], Tensor(x.shape, [remainder(a, b) for a, b in zip(left, right)]), fmod="1")
    column, line = Tensor([3, 1], numbers(3)), Tensor([2], numbers(2))
    yield case("Sub", [column, line], [], Tensor([3, 2], [add(a, -b) for a in column.values for b in line.values]))
    for type, a, b in (("i8", [-128, -128, 127, -7, 7, 5, 0], [-1, 2, 127, 3, -3, 0, 0]), ("u8", [255, 200, 7, 0, 9, 1, 255], [1, 100, 9, 0, 2, 255, 255])):
        p, q = Typed(type, [7], a), Typed(type, [7], b)
        whole = lambda f: Typed(type, [7], [wrap(f(u, v), type) for u, v in zip(a, b)])
        yield case("Add", [p, q], [], whole(lambda u, v: u + v))
        yield case("Sub", [p, q], [], whole(lambda u, v: u - v))
        yield case("Mul", [p, q], [], whole(lambda u, v: u * v))
        yield case("Div", [p, q], [], whole(lambda u, v: divide(u, v, type)))
        yield case("Max", [p, q], [], whole(max))
        yield case("Min", [p, q], [], whole(min))
        yield case("Mod", [p, q], [], whole(lambda u, v: modulo(u, v, type, False)))
        yield case("Mod", [p, q], [], whole(lambda u, v: modulo(u, v, type, True)), fmod="1")
    a, b = [3, -2, 7, 2, 1, 10], [4, 3, 0, -1, -5, 10]
    yield case("Pow", [Typed("i32", [6], a), Typed("i32", [6], b)], [], Typed("i32", [6], [whole_power(u, v, "i32") for u, v in zip(a, b)]))


def relations():
    left, right = SPECIAL + [1.0, 2.0], SPECIAL[1:] + SPECIAL[:1] + [2.0, 1.0]
    x, y = Tensor([len(left)], left), Tensor([len(right)], right)
    for name, f in (("Equal", lambda a, b: a == b), ("Less", lambda a, b: a < b), ("LessOrEqual", lambda a, b: a <= b)):
        yield case(name, [x, y], [], Typed("bool", x.shape, [int(f(a, b)) for a, b in zip(left, right)]))
    a, b = [2 ** 64 - 1, 2 ** 63, 0, 5], [2 ** 63, 2 ** 63, 2 ** 64 - 1, 5]
    yield case("Less", [Typed("u64", [4], a), Typed("u64", [4], b)], [], Typed("bool", [4], [int(u < v) for u, v in zip(a, b)]))
    p, q = [0, 0, 1, 1], [0, 1, 0, 1]
    flags = lambda v: Typed("bool", [4], v)
    for name, f in (("And", lambda u, v: u & v), ("Or", lambda u, v: u | v), ("Xor", lambda u, v: u ^ v)):
        yield case(name, [flags(p), flags(q)], [], flags([f(u, v) for u, v in zip(p, q)]))
    yield case("Not", [flags(q)], [], flags([1 - v for v in q]))
    x, y = Tensor([2, 2], [NAN, -0.0, 1.0, 2.0]), Tensor([2], [5.0, -INF])
    yield case("Where", [Typed("bool", [2, 1], [1, 0]), x, y], [], Tensor([2, 2], [NAN, -0.0, 5.0, -INF]))


def casts():
    x = Tensor([8], [-1.5, 2.5, -0.0, NAN, INF, -3.0e9, 300.0, -1.0])
    yield case("Cast", [x], [], Typed("i32", [8], [-1, 2, 0, 0, 2 ** 31 - 1, -2 ** 31, 300, -1]), to="i32")
    yield case("Cast", [x], [], Typed("u8", [8], [255, 2, 0, 0, 255, (-3 * 10 ** 9) % 256, 44, 255]), to="u8")
    yield case("Cast", [x], [], Typed("bool", [8], [1, 1, 0, 1, 1, 1, 1, 1]), to="bool")
    yield case("CastLike", [Typed("i64", [3], [-1, 2 ** 24 + 1, 2 ** 40]), Tensor([1], [0.0])], [], Tensor([3], [-1.0, 16777216.0, 2.0 ** 40]))
    yield case("BitCast", [Tensor([3], [1.0, -0.0, NAN])], [], Typed("u32", [3], [0x3F800000, 0x80000000, 0x7FC00000]), to="u32")


def bits():
    a, b = [0xF0, 0x0F, 0xAA, 0xFF], [0x3C, 0x3C, 0x55, 0x00]
    p, q = Typed("u8", [4], a), Typed("u8", [4], b)
    for name, f in (("BitwiseAnd", lambda u, v: u & v), ("BitwiseOr", lambda u, v: u | v), ("BitwiseXor", lambda u, v: u ^ v)):
        yield case(name, [p, q], [], Typed("u8", [4], [f(u, v) for u, v in zip(a, b)]))
    yield case("BitwiseNot", [Typed("i16", [3], [0, -1, 255])], [], Typed("i16", [3], [-1, 0, -256]))
    a, b = [0x81, 0x81, 0xFF, 1], [1, 7, 8, 255]
    p, q = Typed("u8", [4], a), Typed("u8", [4], b)
    yield case("BitShift", [p, q], [], Typed("u8", [4], [0x02, 0x80, 0, 0]))
    yield case("BitShift", [p, q], [], Typed("u8", [4], [0x40, 0x01, 0, 0]), direction="right")


def cases():
    random.seed(13)
    for part in (unary, with_attributes, binary, relations, casts, bits):
        yield from part()


if __name__ == "__main__":
    with open("elementwise.json", "w", encoding="ascii") as file:
        json.dump(list(cases()), file, indent=1)
        file.write("\n")
