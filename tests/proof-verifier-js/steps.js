// Section 9: the rules. `claim` turns the one claim about a step's output into claims about what it reads; `pin` says
// what pins its columns; `counts` how many axes each group of the claim has: null for any, otherwise an axis each.
import { bitsOf, inverse } from './numbers.js';

/** All that is linear and public: divisor · y = Σ A_j x_j, or fill; a part says what A_j makes of weights. */
export const move = (parts, { counts, label = 0x60, fill = 0n, divisor = 1n } = {}) => ({
  counts,
  claim(c, { groups, v }, { sub, scale, zero }) {
    const pulled = parts.map(([x, pull]) => [x, pull(groups, c)]), [last, weight] = pulled.at(-1);
    if (fill) v = sub(v, scale(pulled.reduce((rest, [, w]) => sub(rest, c.total(w)), c.total(groups)), fill));
    for (const [x, w] of pulled.slice(0, -1)) v = sub(v, c.ask(x, w, label));
    if (divisor === 0n) c.t.equal(v, zero, 'a product with 0');
    else c.add(last, weight, scale(v, inverse(divisor)));
  },
});

/** x · M, M a public constant: a single number if the axis of y is -1, otherwise one for each of its cells. */
export const factor = (x, M, axis) => move([[x, (groups, c) => {
  const scaled = groups.map((g, i) => (i === axis ? { axes: g.axes, w: g.w.map((w, cell) => c.E.scale(w, M.elements[cell])) } : g));
  return c.broadcast(scaled, x.axes);
}]], { divisor: axis < 0 ? M.elements[0] : 1n });

/** FixedLinear and FixedConv: in y the axis m is that of rows of W, between rows of x and the axes of a plane. */
export const weighted = ({ x, W, b, m, G, planes, label }) => ({
  claim(c, { groups, v }, { sub, mul, dot, outer }) {
    const rows = groups.slice(0, m), out = groups[m].w, places = groups.slice(m + 1), [M, ...depth] = W.axes;
    if (b) v = sub(v, mul(c.total([...rows, ...places]), dot(out, b.elements)));
    const [rho, end] = c.t.sumcheck(bitsOf([G, ...depth]), 2, v), [X, Y] = c.t.numbers(label, 2);
    const [g, channels, ...taps] = c.eq(rho, [G, ...depth]), ofGroup = out.map((w, i) => mul(w, g.w[Math.floor(i / (M / G))]));
    const plane = (map, a) => ({ axes: map.axes, w: c.scatter(outer([taps[a].w, places[a].w]), map) });
    c.t.equal(mul(X, Y), end, 'a product with weights');
    c.add(x, [...rows, { axes: [G * depth[0]], w: outer([g.w, channels.w]) }, ...planes.map(plane)], X);
    c.add(W, [{ axes: [M], w: ofGroup }, channels, ...taps], Y);
  },
});

export const cellProduct = (x, y) => ({
  claim(c, { groups, v }, E, { axes }) {
    const [rho, end] = c.t.sumcheck(bitsOf(axes), 3, v), asked = c.askEach(x === y ? [x] : [x, y], c.eq(rho, axes), 0x51);
    c.t.equal(E.product([c.at(groups, rho), asked[0], asked.at(-1)]), end, 'a product');
  },
});

export const matMul = (a, b) => ({
  claim(c, { groups, v }, E, y) {
    const batch = y.axes.slice(0, -2), [i, j] = groups.slice(-2), axes = [...batch, a.axes.at(-1)];
    const [rho, end] = c.t.sumcheck(bitsOf(axes), 3, v), [X, Y] = c.t.numbers(0x50, 2), eq = c.eq(rho, axes);
    const weight = c.at(groups.slice(0, -2), rho.slice(0, bitsOf(batch)));
    c.t.equal(E.product([weight, X, Y]), end, 'a product of matrices');
    c.add(a, c.broadcast([...eq.slice(0, -1), i, eq.at(-1)], a.axes), X);
    c.add(b, c.broadcast([...eq, j], b.axes), Y);
  },
});

/** A claim about y = Σ 2^shift part, the parts in limbs. */
const inLimbs = parts => (c, { groups, v }, { sum, scale }) => {
  const values = c.askEach(parts.map(([limbs]) => limbs), groups, 0x44);
  c.t.equal(sum(values.map((part, i) => scale(part, 1n << parts[i][1]))), v, 'limbs of a number');
};

/** x M + 2^(shift-1) = q 2^shift + r; of a table, q is a column of it. */
export const scaled = (x, M, axis, shift, q, r) => ({
  counts: null, claim: inLimbs([[q, 0n]]),
  pin(c, { add, sub, scale }) {
    const { groups } = c.draw(x.axes), [Q, R] = c.askEach([q, r], groups, 0x42);
    const v = sub(add(scale(Q, 1n << shift), R), scale(c.total(groups), 1n << shift - 1n));
    factor(x, M, axis).claim(c, { groups, v }, c.E);
  },
});

/** 2 y = x + o ± d, d² = (x - o)². */
export const extreme = (x, other, distance, isMax) => ({
  claim(c, { groups, v }, { add, sub }) {
    const [d] = c.askEach([distance], groups, 0x44), [o] = c.askEach([other], groups, 0x43);
    c.add(x, groups, (isMax ? sub : add)(sub(add(v, v), o), d));
  },
  pin(c, { mul, add, sub, zero }) {
    const equation = (X, o, d) => mul(sub(sub(X, o), d), add(sub(X, o), d));
    c.everywhere(c.draw(x.axes), zero, 'askEach', [x, other, distance], 0x43, equation);
  },
});

/** 2^(s+1) x + d = 2 d y + r, r + t = 2 d - 1, y = l + 2^m h; where y is one part, h and h d have no limbs. */
export const divide = ({ x, d, s, axes, l, m, h, product, r, t }) => ({
  counts: null, claim: inLimbs([[l, 0n], [h, m]]),
  pin(c, { add, sub, mul, scale, sum, zero }) {
    const half = number => scale(number, inverse(2n)), z = c.draw(axes), [X, R, T, HD] = c.askEach([x, r, t, product], z.groups, 0x52);
    const D = half(sum([R, T, c.total(z.groups)])), LD = sub(add(scale(X, 1n << s), half(sub(D, R))), scale(HD, 1n << m));
    c.add(d, c.broadcast(z.groups, d.axes), D);
    const lambda = h.columns.length ? c.t.challenge(1) : zero, equation = (L, H, dAt) => mul(add(L, mul(lambda, H)), dAt);
    c.everywhere(z, add(LD, mul(lambda, HD)), 'askEach', [l, h, d], 0x52, equation);
  },
});

/** x 2^s = y² + r, r + t = 2 y. */
export const squareRoot = (x, s, y, r, t) => ({
  counts: null, claim: inLimbs([[y, 0n]]),
  pin(c, { add, sub, mul, scale }) {
    const z = c.draw(x.axes), [X, Y, R, T] = c.askEach([x, y, r, t], z.groups, 0x53);
    c.t.equal(add(R, T), add(Y, Y), 'the remainder of a root');
    c.everywhere(z, sub(scale(X, 1n << s), R), 'askEach', [y], 0x53, root => mul(root, root));
  },
});

/** d = y (2 D - 1) - D, y (1 - y) = 0. */
export const positive = (D, y, distance) => ({
  pin(c, { add, sub, mul, one }) {
    const z = c.draw(D.axes), [d] = c.askEach([distance], z.groups, 0x61), lambda = c.t.challenge(1);
    const equation = (x, bit) => sub(mul(bit, add(sub(add(x, x), one), mul(lambda, sub(one, bit)))), x);
    c.everywhere(z, d, 'askTogether', [D, y], 0x61, equation);
  },
});

/** y + D h = 1, D y = 0, h y = 0. */
export const zero = (D, y, h) => ({
  pin(c, { add, mul, sum }) {
    const z = c.draw(D.axes), lambda = c.t.challenge(2);
    const equation = (x, bit, inverseAt) => sum([bit, mul(x, inverseAt), mul(mul(lambda, bit), add(x, mul(lambda, inverseAt)))]);
    c.everywhere(z, c.total(z.groups), 'askTogether', [D, y, h], 0x62, equation);
  },
});

/** Bits H with one 1 in each row along an axis; where there are indices, at the cell that they name. */
export const choice = (H, axis, indices) => ({
  pin(c, { sub, mul, of, one, zero: none }) {
    const z = c.draw(H.axes), rows = z.groups.toSpliced(axis, 1);
    const claim = (weight, v) => c.add(H, z.groups.with(axis, { axes: [H.axes[axis]], w: z.groups[axis].w.map((_, i) => weight(i)) }), v);
    c.everywhere(z, none, 'askTogether', [H], 0x63, bit => mul(bit, sub(one, bit)));
    claim(() => one, c.total(rows));
    if (indices) claim(of, c.ask(indices, rows, 0x63));
  },
});

/** Limbs of a value, which so is not negative. */
export const notNegative = (x, limbs) => ({
  pin(c) {
    const { groups } = c.draw(x.axes);
    c.add(x, groups, c.askEach([limbs], groups, 0x64)[0]);
  },
});
