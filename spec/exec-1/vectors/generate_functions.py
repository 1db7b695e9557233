"""Writes functions.json: the functions of exec-1 sections 4 and 16, computed from the text with exact rational arithmetic.

It shares no code with the engine. Every operation is done on exact fractions and rounded once to binary32 (or binary64 in section
10), so an error in the engine's arithmetic, or in its reading of the text, shows as a difference.
"""
import json
import random
import struct
from fractions import Fraction
from math import isqrt

NAN = "nan"
INF = float("inf")


def bits_to_float(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def to_bits(x):
    if x is NAN or x != x:
        return 0x7FC00000
    return struct.unpack("<I", struct.pack("<f", x))[0]


def round_to(value, negative_zero, precision, least):
    """An exact fraction to the nearest binary number, ties to even; a Python float holds every binary32 and binary64."""
    if value == 0:
        return -0.0 if negative_zero else 0.0
    sign, value = (-1, -value) if value < 0 else (1, value)
    exponent = value.numerator.bit_length() - value.denominator.bit_length()
    while Fraction(2) ** exponent > value:
        exponent -= 1
    while Fraction(2) ** (exponent + 1) <= value:
        exponent += 1
    unit = Fraction(2) ** max(exponent - precision + 1, least)
    quotient, rest = divmod(value.numerator * unit.denominator, value.denominator * unit.numerator)
    twice = 2 * rest - value.denominator * unit.numerator
    if twice > 0 or (twice == 0 and quotient % 2):
        quotient += 1
    result = quotient * unit
    limit = Fraction(2) ** (128 if precision == 24 else 1024)
    return sign * (INF if result >= limit else float(result))


def f32(value, negative_zero=False):
    return round_to(value, negative_zero, 24, -149)


def f64(value, negative_zero=False):
    return round_to(value, negative_zero, 53, -1074)


def sign(x):
    return struct.pack(">d", x)[0] >> 7


def fma(x, y, z, rounding=f32):
    if x != x or y != y or z != z:
        return float("nan")
    if abs(x) == INF or abs(y) == INF or abs(z) == INF:
        return x * y + z
    product = Fraction(x) * Fraction(y)
    exact = product + Fraction(z)
    negative = (sign(x) ^ sign(y)) and sign(z)
    return rounding(exact, bool(negative) and exact == 0 and product == 0 and z == 0)


def mul(x, y, rounding=f32):
    if x != x or y != y or abs(x) == INF or abs(y) == INF:
        return x * y
    return rounding(Fraction(x) * Fraction(y), sign(x) ^ sign(y))


def add(x, y, rounding=f32):
    if x != x or y != y or abs(x) == INF or abs(y) == INF:
        return x + y
    return rounding(Fraction(x) + Fraction(y), sign(x) and sign(y))


def div(x, y, rounding=f32):
    if x != x or y != y or abs(x) == INF or abs(y) == INF or y == 0:
        if y == 0 and x == x and x != 0:
            return INF if sign(x) == sign(y) else -INF
        return float("nan") if y == 0 else x / y
    return rounding(Fraction(x) / Fraction(y), sign(x) ^ sign(y))


def neg(x):
    return -x


def b(bits):
    return bits_to_float(bits)


def horner(coefficients, x, start=()):
    values = list(start) + [b(c) for c in coefficients]
    p = values[-1]
    for c in reversed(values[:-1]):
        p = fma(p, x, c)
    return p


E_TO_R = [0x3EFFFFFE, 0x3E2AAA49, 0x3D2AAC79, 0x3C091CF1, 0x3AB5121A]


def rne(t):
    return add(add(t, b(0x4B400000)), -b(0x4B400000))


def pow2(m):
    return b((to_bits(add(m, b(0x4B40007F))) << 23) & 0xFFFFFFFF)


def reduce(x):
    n = rne(mul(x, b(0x3FB8AA3B)))
    return n, fma(n, b(0xB5BFBE8E), fma(n, b(0xBF317200), x)), rne(mul(n, 0.5))


def exp(x):
    x = -104.0 if x < -104 else x
    x = 89.0 if x > 89 else x
    if x != x:
        return x
    n, r, h = reduce(x)
    return mul(mul(horner(E_TO_R, r, [1.0, 1.0]), pow2(h)), pow2(add(n, -h)))


LOG = [0x3EAAAAA4, 0xBE800003, 0x3E4CD25B, 0xBE2AAE27, 0x3E119BB4, 0xBDFE1103, 0x3DF37835, 0xBDEF1E0B, 0x3D8A2BD6]


def combine(f, e):
    p = horner(LOG, f)
    s = mul(f, f)
    r = fma(-0.5, s, mul(mul(f, s), p))
    r = fma(e, b(0x35BFBE8E), r)
    return fma(e, b(0x3F317200), add(r, f))


def log(x):
    if x != x or x < 0:
        return NAN
    if x == 0:
        return -INF
    if x == INF:
        return x
    small = x < 2.0 ** -126
    t = mul(x, 2.0 ** 23) if small else x
    e = (to_bits(t) - 0x3F3504F3) >> 23
    f = add(b(to_bits(t) - (e << 23)), -1.0)
    return combine(f, float(e) - (23 if small else 0))


def with_sign(x, y):
    return x if x != x else b(to_bits(x) | (to_bits(y) & 0x80000000))


def tanh(x):
    if x != x:
        return NAN
    a = abs(x)
    if a < b(0x3F0CCCCD):
        s = mul(x, x)
        p = horner([0xBEAAAAA5, 0x3E088693, 0xBD5C943D, 0x3CAC9E84, 0xBBCD9823], s)
        return with_sign(fma(mul(s, x), p, x), x)
    t = add(a, a)
    return with_sign(add(1.0, -div(2.0, add(exp(40.0 if t > 40 else t), 1.0))), x)


def erf(x):
    if x != x:
        return NAN
    t = min(abs(x), 4.0)
    if t < 0.921875:
        p = horner([0x3E0375D4, 0xBEC093A2, 0x3DE71710, 0xBCDC083E, 0x3BAA6D6C, 0xBA5574C3, 0x38AF88A2], mul(t, t))
        return with_sign(fma(p, t, t), x)
    q = horner([0x3F90746A, 0x3F22B80A, 0x3DD79892, 0xBCB9D271, 0x3B40671A, 0xB8589298, 0xB83D7FE3, 0x36A498D5], t)
    return with_sign(add(1.0, -exp(neg(mul(t, q)))), x)


def logistic(t, f):
    n, r, _ = reduce(t)
    g = horner(E_TO_R, r, [1.0])
    p = fma(g, r, 1.0)
    low = fma(g, r, add(1.0, -p))
    a = pow2(add(n, 64.0))
    w = mul(a, 2.0 ** -64)
    e = mul(p, w)
    s = add(1.0, e)
    m = fma(low, w, add(e, -add(s, -1.0)))
    q = div(p, s)
    rest = fma(-q, m, add(fma(-q, s, p), low))
    q = fma(rest, fma(-0.5, s, b(0x3FBA7EFA)), q)
    return mul(mul(mul(f, q), a), 2.0 ** -64)


def negative(x):
    return max(-abs(x), -110.0)


def sigmoid(x):
    if x != x:
        return NAN
    y = logistic(negative(x), 1.0)
    return y if x < 0 else add(1.0, -y)


def silu(x):
    if x != x:
        return NAN
    t = negative(x)
    y = logistic(t, t)
    return y if x < 0 else add(x, y)


def gelu(x):
    e = erf(mul(x, b(0x3F3504F3)))
    return NAN if e is NAN else mul(mul(0.5, x), add(1.0, e))


def gelu_tanh(x):
    t = tanh(mul(add(x, mul(mul(mul(x, x), x), b(0x3D372713))), b(0x3F4C422A)))
    return NAN if t is NAN else mul(mul(0.5, x), add(t, 1.0))


def softplus(x):
    u = exp(-abs(x))
    if u != u:
        return NAN
    small = u < b(0x3ED413CD)
    f = u if small else mul(add(u, -1.0), 0.5)
    return add(x if x > 0 else 0.0, combine(f, 0.0 if small else 1.0))


def sqrt(x, rounding=f32):
    if x != x or x < 0:
        return NAN
    if x == 0 or x == INF:
        return x
    value = Fraction(x) * Fraction(4) ** 200
    root = isqrt(value.numerator // value.denominator)
    exact = Fraction(root, 1) / Fraction(2) ** 200
    # 200 extra bits leave no doubt about the rounding, except for exact squares, which are exact here, too.
    return rounding(exact if exact * exact == Fraction(x) else exact + Fraction(1, 2 ** 210))


def sin_cos(x):
    D = lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0]
    q = Fraction(round(Fraction(mul(x, D(0x3FE45F306DC9C883), f64))))
    r = x
    for part in (0x3FF921FB54400000, 0x3DD0B4611A600000, 0x3BA3198A2E037073):
        r = fma(-float(q), D(part), r, f64)
    z = mul(r, r, f64)

    def series(first):
        terms, factorial = [], 1
        for k in range(10):
            if k:
                factorial *= (2 * k + first - 1) * (2 * k + first)
            terms.append(f64(Fraction((-1) ** k, factorial)))
        p = terms[-1]
        for c in reversed(terms[:-1]):
            p = fma(p, z, c, f64)
        return p

    s, c = mul(r, series(1), f64), series(0)
    return [(s, c), (c, -s), (-s, -c), (-c, s)][int(q) % 4]


def reduced(x):
    a = abs(x)
    two_pi = struct.unpack("<d", struct.pack("<Q", 0x401921FB54442D18))[0]
    return a if a < 2.0 ** 19 else float(Fraction(a) % Fraction(two_pi))


def sin(x):
    if x != x or abs(x) == INF:
        return NAN
    if x == 0:
        return x
    s = f32(Fraction(sin_cos(reduced(x))[0]))
    return -s if x < 0 else s


def cos(x):
    return NAN if x != x or abs(x) == INF else f32(Fraction(sin_cos(reduced(x))[1]))


def d(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


LOG2E, LN2, HALF_PI, QUARTER_PI = d(0x3FF71547652B82FE), d(0x3FE62E42FEFA39EF), d(0x3FF921FB54442D18), d(0x3FE921FB54442D18)


def ratio(numerator, denominator):
    return f64(Fraction(numerator, denominator))


def log2_wide(x):
    e = 0
    m = Fraction(x)
    while m >= 2:
        m, e = m / 2, e + 1
    while m < 1:
        m, e = m * 2, e - 1
    m = float(m)
    if m > d(0x3FF6A09E667F3BCD):
        m, e = m / 2, e + 1
    s = div(add(m, -1.0, f64), add(m, 1.0, f64), f64)
    z = mul(s, s, f64)
    p = ratio(1, 23)
    for k in range(21, 0, -2):
        p = fma(p, z, ratio(1, k), f64)
    return fma(mul(mul(2.0, s, f64), p, f64), LOG2E, float(e), f64)


def exp2_wide(x):
    n = round(Fraction(x))
    r = mul(add(x, -float(n), f64), LN2, f64)
    factorials = [1]
    for k in range(1, 15):
        factorials.append(factorials[-1] * k)
    p = ratio(1, factorials[14])
    for k in range(13, -1, -1):
        p = fma(p, r, ratio(1, factorials[k]), f64)
    return mul(p, 2.0 ** n, f64)


def exp_wide(x):
    return exp2_wide(mul(x, LOG2E, f64))


def ln_wide(x):
    return mul(log2_wide(x), LN2, f64)


def atan_wide(x):
    t = div(1.0, x, f64) if x > 1 else x
    folded = t > d(0x3FDA827999FCEF32)
    t = div(add(t, -1.0, f64), add(t, 1.0, f64), f64) if folded else t
    z = mul(t, t, f64)
    p = ratio(-1, 39)
    for k in range(18, -1, -1):
        p = fma(p, z, ratio((-1) ** k, 2 * k + 1), f64)
    u = mul(t, p, f64)
    u = add(QUARTER_PI, u, f64) if folded else u
    return add(HALF_PI, -u, f64) if x > 1 else u


def narrow(x):
    return x if x != x or abs(x) == INF else f32(Fraction(x), sign(x))


def odd(x, of_positive):
    return narrow(-of_positive) if sign(x) else narrow(of_positive)


def sqrt_wide(x):
    return sqrt(x, f64)


def acos(x):
    if not abs(x) <= 1:
        return NAN
    if x == -1:
        return narrow(mul(2.0, HALF_PI, f64))
    return narrow(mul(2.0, atan_wide(sqrt_wide(div(add(1.0, -x, f64), add(1.0, x, f64), f64))), f64))


def asin(x):
    a = abs(x)
    if not a <= 1:
        return NAN
    t = INF if a == 1 else div(a, sqrt_wide(mul(add(1.0, -a, f64), add(1.0, a, f64), f64)), f64)
    return odd(x, HALF_PI if t == INF else atan_wide(t))


def atan(x):
    if x != x:
        return NAN
    return odd(x, HALF_PI if abs(x) == INF else atan_wide(abs(x)))


def tan(x):
    if x != x or abs(x) == INF:
        return NAN
    if x == 0:
        return x
    s, c = sin_cos(reduced(x))
    t = narrow(div(s, c, f64))
    return -t if x < 0 else t


def sinh(x):
    if x != x:
        return NAN
    a = min(abs(x), 200.0)
    if a >= 1:
        e = exp_wide(a)
        return odd(x, mul(add(e, -div(1.0, e, f64), f64), 0.5, f64))
    z, p = mul(a, a, f64), 1.0
    for k in range(8, 0, -1):
        p = fma(p, div(z, float(2 * k * (2 * k + 1)), f64), 1.0, f64)
    return odd(x, mul(a, p, f64))


def cosh(x):
    if x != x:
        return NAN
    e = exp_wide(min(abs(x), 200.0))
    return narrow(mul(add(e, div(1.0, e, f64), f64), 0.5, f64))


def cube(a):
    return mul(mul(a, a, f64), a, f64)


def asinh(x):
    a = abs(x)
    if x != x or a == INF:
        return NAN if x != x else x
    return odd(x, fma(-cube(a), ratio(1, 6), a, f64) if a < 2.0 ** -10 else ln_wide(add(a, sqrt_wide(add(mul(a, a, f64), 1.0, f64)), f64)))


def acosh(x):
    if not x >= 1:
        return NAN
    return x if x == INF else narrow(ln_wide(add(x, sqrt_wide(mul(add(x, -1.0, f64), add(x, 1.0, f64), f64)), f64)))


def atanh(x):
    a = abs(x)
    if not a <= 1:
        return NAN
    if a == 1:
        return INF if x > 0 else -INF
    return odd(x, fma(cube(a), ratio(1, 3), a, f64) if a < 2.0 ** -10 else mul(0.5, ln_wide(div(add(1.0, a, f64), add(1.0, -a, f64), f64)), f64))


def relu(x):
    return NAN if x != x else x if x > 0 else 0.0


def inputs():
    random.seed(20260501)
    chosen = [0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, 0xFF7FFFFF, 0x7F800000, 0xFF800000,
              0x7FC00000, 0xFFC00001, 0x3F800000, 0xBF800000, 0x3F0CCCCD, 0x3F0CCCCC, 0x3F6C0000, 0x3F6BFFFF, 0x40800000, 0x42B20000,
              0xC2D00000, 0xC2CFFFFF, 0xC2AEAC50, 0x3ED413CD, 0x3F3504F3, 0x3F3504F2, 0x49000000, 0x4F000000]
    chosen += [to_bits(random.uniform(-8, 8)) for _ in range(140)]
    chosen += [to_bits(random.uniform(-110, 110)) for _ in range(40)]
    return chosen + [random.getrandbits(32) for _ in range(48)]


if __name__ == "__main__":
    functions = {f.__name__: f for f in (acos, acosh, asin, asinh, atan, atanh, cos, cosh, erf, exp, gelu, log, relu, sigmoid, silu, sin, sinh, softplus, sqrt, tan, tanh)}
    xs = inputs()
    hexed = lambda bits: f"0x{bits:08x}"
    vectors = {"input": [hexed(x) for x in xs],
               "output": {name: [hexed(to_bits(f(bits_to_float(x)))) for x in xs] for name, f in sorted(functions.items())}}
    with open("functions.json", "w", encoding="ascii") as file:
        json.dump(vectors, file, indent=0)
        file.write("\n")
