"""Writes vectors/judges.json: states of derivations of spec/dispute-1.md, section 9, computed from the text without the engine's code.

Each element is also made as exec-1 says it, as a whole.
"""
import json
import pathlib
import random
import struct
import sys

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


def main():
    random.seed(20261130)
    made = {"dft": [case(n, random.randrange(n), part, inverse, wide) for n in (1, 2, 7, 8, 12, 30, 45) for part in (0, 1) for inverse in (False, True) for wide in (True, False)]}
    (pathlib.Path(HERE) / "vectors/judges.json").write_text(json.dumps(made, indent=1) + "\n")
    print(len(made["dft"]), "of Dft")


if __name__ == "__main__":
    main()
