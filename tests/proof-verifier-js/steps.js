// Section 9: the rules. `claim` turns the one claim about a step's output into claims about what it reads; `pin` says
// what pins its columns; `counts` how many axes each group of the claim has: null for any, otherwise an axis each.
import { bitsOf, inverse } from './numbers.js';

/** All that is linear and public: divisor · y = Σ A_j x_j, or fill; a part says what A_j makes of weights. */
export const move = (parts, { counts, label = 0x60, fill = 0n, divisor = 1n } = {}) => ({
  kind: 'move', counts,
  claim(c, { groups, v }) {
    const { sub, scale, zero } = c.E, pulled = parts.map(([x, pull]) => [x, pull(groups, c)]);
    const [last, weight] = pulled.at(-1);
    if (fill) v = sub(v, scale(pulled.reduce((rest, [, w]) => sub(rest, c.total(w)), c.total(groups)), fill));
    for (const [x, w] of pulled.slice(0, -1)) v = sub(v, c.ask(x, w, label));
    if (divisor === 0n) c.t.equal(v, zero, 'a product with 0');
    else c.add(last, weight, scale(v, inverse(divisor)));
  },
});

/** x · M, M a public constant: a single number if the axis of y is -1, otherwise one for each of its cells. */
export const factor = (x, M, axis) => move([[x, (groups, c) => {
  const scaled = ({ axes, w }) => ({ axes, w: w.map((weight, i) => c.E.scale(weight, M.elements[i])) });
  return c.broadcast(axis < 0 ? groups : groups.with(axis, scaled(groups[axis])), x.axes);
}]], { divisor: axis < 0 ? M.elements[0] : 1n });

/** FixedLinear and FixedConv: in y the axis m is that of rows of W, between rows of x and the axes of a plane. */
export const weighted = ({ x, W, b, m, G, planes, label }) => ({
  kind: 'weighted',
  claim(c, { groups, v }) {
    const { sub, mul, dot, outer } = c.E, rows = groups.slice(0, m), out = groups[m].w, places = groups.slice(m + 1);
    if (b) v = sub(v, mul(c.total([...rows, ...places]), dot(out, b.elements)));
    const [M, ...depth] = W.axes, [rho, end] = c.t.sumcheck(bitsOf([G, ...depth]), 2, v);
    const [X, Y] = c.t.numbers(label, 2);
    const [g, channels, ...taps] = c.eq(rho, [G, ...depth]);
    const ofGroup = out.map((w, i) => mul(w, g.w[Math.floor(i / (M / G))]));
    const plane = ({ size, cells }, a) => ({ axes: [size], w: c.pull(outer([taps[a].w, places[a].w]), cells, size) });
    c.t.equal(mul(X, Y), end, 'a product with weights');
    c.add(x, [...rows, { axes: [G * depth[0]], w: outer([g.w, channels.w]) }, ...planes.map(plane)], X);
    c.add(W, [{ axes: [M], w: ofGroup }, channels, ...taps], Y);
  },
});

export const cellProduct = (x, y) => ({
  kind: 'cellProduct',
  claim(c, { groups, v }) {
    const { axes } = this.output, [rho, end] = c.t.sumcheck(bitsOf(axes), 3, v), eq = c.eq(rho, axes);
    const ask = value => c.ask(value, c.broadcast(eq, value.axes), 0x51);
    const left = ask(x), right = x === y ? left : ask(y);
    c.t.equal(c.E.product([c.at(groups, rho), left, right]), end, 'a product');
  },
});

export const matMul = (a, b) => ({
  kind: 'matMul',
  claim(c, { groups, v }) {
    const batch = this.output.axes.slice(0, -2), [i, j] = groups.slice(-2), axes = [...batch, a.axes.at(-1)];
    const [rho, end] = c.t.sumcheck(bitsOf(axes), 3, v), [X, Y] = c.t.numbers(0x50, 2), eq = c.eq(rho, axes);
    const weight = c.at(groups.slice(0, -2), rho.slice(0, bitsOf(batch)));
    c.t.equal(c.E.product([weight, X, Y]), end, 'a product of matrices');
    c.add(a, c.broadcast([...eq.slice(0, -1), i, eq.at(-1)], a.axes), X);
    c.add(b, c.broadcast([...eq, j], b.axes), Y);
  },
});

const claimLimbs = limbs => (c, { groups, v }) => c.t.equal(c.askLimbs(limbs, groups, 0x44), v, 'limbs of a number');

/** What values and limbs, each a message, are under the weight of a point in some axes. */
const askEach = (c, things, groups, label) => things.map(thing =>
  (thing.columns ? c.askLimbs(thing, groups, label) : c.ask(thing, c.broadcast(groups, thing.axes), label)));

/** The same of values that are one message. */
function askTogether(c, values, groups, label) {
  const numbers = c.t.numbers(label, values.length);
  values.forEach((value, i) => c.add(value, groups, numbers[i]));
  return numbers;
}

/** An equation at every cell: Σ eq(z, x) f(x) = sum, f(ρ) from what the prover says of some values there. */
function everywhere(c, [axes, z, sum], [ask, values, label], f) {
  const [rho, end] = c.t.sumcheck(z.length, 3, sum), numbers = ask(c, values, c.eq(rho, axes), label);
  c.t.equal(c.E.mul(c.E.eq(z, rho), f(...numbers)), end, 'an equation of columns');
}

/** x M + 2^(shift-1) = q 2^shift + r; of a table, q is a column of it. */
export const scaled = (x, M, axis, shift, q, r) => ({
  kind: 'scaled', counts: null, claim: claimLimbs(q),
  pin(c) {
    const { add, sub, scale } = c.E, groups = c.eq(c.point(x.axes), x.axes), [Q, R] = askEach(c, [q, r], groups, 0x42);
    const v = sub(add(scale(Q, 1n << shift), R), scale(c.total(groups), 1n << shift - 1n));
    factor(x, M, axis).claim(c, { groups, v });
  },
});

/** 2 y = x + o ± d, d² = (x - o)². */
export const extreme = (x, other, distance, isMax) => ({
  kind: 'extreme',
  claim(c, { groups, v }) {
    const { add, sub } = c.E, d = c.askLimbs(distance, groups, 0x44), [o] = askEach(c, [other], groups, 0x43);
    c.add(x, groups, (isMax ? sub : add)(sub(add(v, v), o), d));
  },
  pin(c) {
    const { mul, add, sub, zero } = c.E, equation = (X, o, d) => mul(sub(sub(X, o), d), add(sub(X, o), d));
    everywhere(c, [x.axes, c.point(x.axes), zero], [askEach, [x, other, distance], 0x43], equation);
  },
});

/** 2^(s+1) x + d = 2 d y + r, r + t = 2 d - 1, y = l + 2^m h; where y is one part, h and h d have no limbs. */
export const divide = ({ x, d, s, axes, l, m, h, product, r, t }) => ({
  kind: 'divide', counts: null,
  claim(c, { groups, v }) {
    const [low, high] = askEach(c, [l, h], groups, 0x44);
    c.t.equal(c.E.add(low, c.E.scale(high, 1n << m)), v, 'limbs of a quotient');
  },
  pin(c) {
    const { add, sub, mul, scale, sum, zero } = c.E, half = number => scale(number, inverse(2n)), z = c.point(axes);
    const eq = c.eq(z, axes), [X, R, T, HD] = askEach(c, [x, r, t, product], eq, 0x52);
    const D = half(sum([R, T, c.total(eq)]));
    c.add(d, c.broadcast(eq, d.axes), D);
    const LD = sub(add(scale(X, 1n << s), half(sub(D, R))), scale(HD, 1n << m));
    const lambda = h.columns.length ? c.t.challenge(1) : zero;
    const equation = (L, H, dAt) => mul(add(L, mul(lambda, H)), dAt);
    everywhere(c, [axes, z, add(LD, mul(lambda, HD))], [askEach, [l, h, d], 0x52], equation);
  },
});

/** x 2^s = y² + r, r + t = 2 y. */
export const squareRoot = (x, s, y, r, t) => ({
  kind: 'squareRoot', counts: null, claim: claimLimbs(y),
  pin(c) {
    const { add, sub, mul, scale } = c.E, z = c.point(x.axes);
    const [X, Y, R, T] = askEach(c, [x, y, r, t], c.eq(z, x.axes), 0x53);
    c.t.equal(add(R, T), add(Y, Y), 'the remainder of a root');
    everywhere(c, [x.axes, z, sub(scale(X, 1n << s), R)], [askEach, [y], 0x53], root => mul(root, root));
  },
});

/** d = y (2 D - 1) - D, y (1 - y) = 0. */
export const positive = (D, y, distance) => ({
  kind: 'positive',
  pin(c) {
    const { add, sub, mul, one } = c.E, z = c.point(D.axes), sum = c.askLimbs(distance, c.eq(z, D.axes), 0x61);
    const lambda = c.t.challenge(1), distanceAt = (DAt, bit) => sub(mul(bit, sub(add(DAt, DAt), one)), DAt);
    const equation = (DAt, bit) => add(distanceAt(DAt, bit), mul(lambda, mul(bit, sub(one, bit))));
    everywhere(c, [D.axes, z, sum], [askTogether, [D, y], 0x61], equation);
  },
});

/** y + D h = 1, D y = 0, h y = 0. */
export const zero = (D, y, h) => ({
  kind: 'zero',
  pin(c) {
    const { add, mul } = c.E, z = c.point(D.axes), lambda = c.t.challenge(2), ones = c.total(c.eq(z, D.axes));
    const equation = (DAt, bit, hAt) => add(add(bit, mul(DAt, hAt)), mul(mul(lambda, bit), add(DAt, mul(lambda, hAt))));
    everywhere(c, [D.axes, z, ones], [askTogether, [D, y, h], 0x62], equation);
  },
});

/** Bits H with one 1 in each row along an axis; where there are indices, at the cell that they name. */
export const choice = (H, axis, indices) => ({
  kind: 'choice',
  pin(c) {
    const { sub, mul, of, one } = c.E, z = c.point(H.axes), rows = c.eq(z, H.axes), [along] = rows.splice(axis, 1);
    everywhere(c, [H.axes, z, c.E.zero], [askTogether, [H], 0x63], bit => mul(bit, sub(one, bit)));
    const put = weight => rows.toSpliced(axis, 0, { ...along, w: along.w.map((_, i) => weight(i)) });
    const claim = (weight, v) => c.add(H, put(weight), v);
    claim(() => one, c.total(rows));
    if (indices) claim(of, c.ask(indices, rows, 0x63));
  },
});

/** Limbs of a value, which so is not negative. */
export const notNegative = (x, limbs) => ({
  kind: 'notNegative',
  pin(c) {
    const groups = c.eq(c.point(x.axes), x.axes);
    c.add(x, groups, c.askLimbs(limbs, groups, 0x64));
  },
});
