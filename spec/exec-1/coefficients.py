"""Where the polynomial coefficients of exec-1 come from: Remez exchange in binary64, then rounded to binary32.

Prints name, largest weighted error before rounding, and the coefficients, lowest power first. The bits in exec-1.md are the
definition; this script only shows that nothing in them is arbitrary.
"""
import math
import numpy as np


def remez(function, weight, low, high, degree, sweeps=60):
    """The polynomial p of the degree that minimises max |weight(x) * (p(x) - function(x))|."""
    n = degree + 2
    nodes = (low + high) / 2 - (high - low) / 2 * np.cos(np.pi * np.arange(n) / (n - 1))
    grid = (low + high) / 2 - (high - low) / 2 * np.cos(np.pi * np.linspace(0, 1, 20001))
    target, weights = np.array([function(x) for x in grid]), np.array([weight(x) for x in grid])
    for _ in range(sweeps):
        f, w = np.array([function(x) for x in nodes]), np.array([weight(x) for x in nodes])
        system = np.column_stack([np.vander(nodes, degree + 1, increasing=True), (-1.0) ** np.arange(n) / w])
        solution = np.linalg.solve(system, f)
        error = weights * (np.polyval(solution[:-1][::-1], grid) - target)
        # One extremum in each run of equal sign.
        starts = np.concatenate([[0], np.nonzero(np.diff(np.sign(error)))[0] + 1, [len(grid)]])
        peaks = [a + int(np.argmax(np.abs(error[a:b]))) for a, b in zip(starts[:-1], starts[1:])]
        while len(peaks) > n:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        if len(peaks) < n or np.allclose(grid[peaks], nodes, rtol=0, atol=1e-12):
            break
        nodes = grid[peaks]
    return solution[:-1], float(np.max(np.abs(error)))


def show(name, function, weight, low, high, degree):
    coefficients, error = remez(function, weight, low, high, degree)
    print(f"{name}: error 2^{math.log2(error):.2f}")
    for power, value in enumerate(coefficients):
        rounded = np.float32(value)
        print(f"  [{power}] 0x{rounded.view(np.uint32):08X}  {rounded:.9g}")


def series(terms):
    """A power series, for arguments so small that the closed form cancels."""
    return lambda x: sum(c * x ** i for i, c in enumerate(terms))


def exp_tail(r):  # (e^r - 1 - r) / r^2
    return series([1 / math.factorial(i + 2) for i in range(14)])(r)


def tanh_tail(s):  # (tanh(x) - x) / x^3, s = x^2
    if s < 1e-2:
        return series([-1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925, 21844 / 6081075, -929569 / 638512875])(s)
    x = math.sqrt(s)
    return (math.tanh(x) - x) / (x * s)


def erf_tail(s):  # erf(x) / x - 1, s = x^2
    return series([2 / math.sqrt(math.pi) * (-1) ** i / (math.factorial(i) * (2 * i + 1)) for i in range(30)])(s) - 1


def log_tail(f):  # (log(1 + f) - f + f^2 / 2) / f^3
    if abs(f) < 0.05:
        return series([(-1) ** i / (i + 3) for i in range(16)])(f)
    return (math.log1p(f) - f + f * f / 2) / f ** 3


if __name__ == "__main__":
    half_ln2 = math.log(2) / 2 * 1.0001
    show("exp", exp_tail, lambda r: r * r * math.exp(-r), -half_ln2, half_ln2, 4)
    show("tanh", tanh_tail, lambda s: s * math.sqrt(s) / math.tanh(math.sqrt(s)) if s > 0 else 0.0 + 1e-9, 1e-9, 0.55 ** 2, 4)
    show("erf", erf_tail, lambda s: 1 / (1 + erf_tail(s)), 0.0, 0.921875 ** 2, 6)
    show("erfc", lambda t: -math.log(math.erfc(t)) / t, lambda t: t * math.erfc(t) / math.erf(t), 0.921875, 4.0, 7)
    show("log", log_tail, lambda f: f ** 3 / math.log1p(f) if abs(f) > 1e-6 else 1e-12, math.sqrt(0.5) - 1, math.sqrt(2) - 1, 8)
