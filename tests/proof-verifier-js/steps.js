// Section 9: the rules of steps. CLAIMS turn the one claim about a step's output into claims about what it reads, PINS say what pins its columns.
// Each is given the claims c, the arithmetic of E, its claim or a random point, and what its step says.
import { bitsOf, inverse, range } from './numbers.js';

export const CLAIMS = {
  /** All that is linear and public: divisor · y = Σ A_j x_j, or fill; a part says what A_j makes of weights. */
  move(c, { sub, scale, zero }, { groups, v }, parts, { label = 0x60, fill = 0n, divisor = 1n } = {}) {
    const pulled = parts.map(([x, pull]) => [x, pull(groups, c)]), [last, weight] = pulled.pop();
    const unseen = pulled.reduce((rest, [, w]) => sub(rest, c.total(w)), sub(c.total(groups), c.total(weight)));
    const left = pulled.reduce((rest, [x, w]) => sub(rest, c.ask(x, w, label)), sub(v, scale(unseen, fill)));
    if (divisor === 0n) c.equal(left, zero, 'a product with 0');
    else c.add(last, weight, scale(left, inverse(divisor)));
  },

  /** FixedLinear and FixedConv: in y the axis m is that of rows of W, between rows of x and the axes of a plane. */
  weighted(c, { sub, mul, dot, outer, zero }, { groups, v }, { x, W, b, m, G, planes, label }) {
    const rows = groups.slice(0, m), out = groups[m].w, places = groups.slice(m + 1), [M, ...depth] = W.axes, axes = [G, ...depth];
    const bias = b ? mul(c.total([...rows, ...places]), dot(out, b.elements)) : zero, [rho, end] = c.sumcheck(bitsOf(axes), 2, sub(v, bias));
    const [X, Y] = c.numbers(label, 2), [g, channels, ...taps] = c.eq(rho, axes), ofGroup = out.map((w, i) => mul(w, g.w[Math.floor(i / (M / G))]));
    const seen = planes.map((map, a) => c.scatter(outer([taps[a].w, places[a].w]), map));
    c.equal(mul(X, Y), end, 'a product with weights');
    c.add(x, [...rows, { axes: [G * depth[0]], w: outer([g.w, channels.w]) }, ...seen], X);
    c.add(W, [{ axes: [M], w: ofGroup }, channels, ...taps], Y);
  },

  cellProduct(c, { product }, { groups, v }, x, y, axes) {
    const [rho, end] = c.sumcheck(bitsOf(axes), 3, v), asked = c.askEach(x === y ? [x] : [x, y], c.eq(rho, axes), 0x51);
    c.equal(product([c.at(groups, rho), asked[0], asked.at(-1)]), end, 'a product');
  },

  matMul(c, { product }, { groups, v }, a, b, batch) {
    const [i, j] = groups.slice(-2), axes = [...batch, a.axes.at(-1)], [rho, end] = c.sumcheck(bitsOf(axes), 3, v);
    const [X, Y] = c.numbers(0x50, 2), eq = c.eq(rho, axes), weight = c.at(groups.slice(0, -2), rho.slice(0, bitsOf(batch)));
    c.equal(product([weight, X, Y]), end, 'a product of matrices');
    c.add(a, c.broadcast([...eq.slice(0, -1), i, eq.at(-1)], a.axes), X);
    c.add(b, c.broadcast([...eq, j], b.axes), Y);
  },

  /** 2 y = x + o ± d. */
  extreme(c, { add, sub }, { groups, v }, x, other, distance, isMax) {
    const [d] = c.askEach([distance], groups, 0x44), [o] = c.askEach([other], groups, 0x43);
    c.add(x, groups, (isMax ? sub : add)(sub(add(v, v), o), d));
  },

  /** y = low + 2^m high, if there are two parts. */
  limbs(c, { add, scale, zero }, { groups, v }, parts, m = 0n) {
    const [low, high = zero] = c.askEach(parts, groups, 0x44);
    c.equal(add(low, scale(high, 1n << m)), v, 'limbs of a number');
  },
};

export const PINS = {
  /** x M + 2^(shift-1) = q 2^shift + r; of a table, q is a column of it. */
  scaled(c, { add, sub, scale }, { groups }, q, r, move, shift) {
    const [Q, R] = c.askEach([q, r], groups, 0x42);
    CLAIMS.move(c, c.E, { groups, v: sub(add(scale(Q, 1n << shift), R), scale(c.total(groups), 1n << shift - 1n)) }, ...move);
  },

  /** d² = (x - o)². */
  extreme: (c, { mul, add, sub, zero }, z, x, other, distance) =>
    c.everywhere(z, zero, 'askEach', [x, other, distance], 0x43, (X, o, d) => mul(sub(sub(X, o), d), add(sub(X, o), d))),

  /** 2^(s+1) x + d = 2 d y + r, r + t = 2 d - 1, y = l + 2^m h; where y is one part, h and h d have no limbs. */
  divide(c, { add, sub, mul, scale, sum, zero }, z, l, { x, d, s, m, h, product, r, t }) {
    const half = number => scale(number, inverse(2n)), [X, R, T, HD] = c.askEach([x, r, t, product], z.groups, 0x52);
    const D = c.add(d, c.broadcast(z.groups, d.axes), half(sum([R, T, c.total(z.groups)]))), lambda = h.columns.length ? c.challenge(1) : zero;
    const LD = sub(add(scale(X, 1n << s), half(sub(D, R))), scale(HD, 1n << m));
    c.everywhere(z, add(LD, mul(lambda, HD)), 'askEach', [l, h, d], 0x52, (L, H, dAt) => mul(add(L, mul(lambda, H)), dAt));
  },

  /** x 2^s = y² + r, r + t = 2 y. */
  squareRoot(c, { add, sub, mul, scale }, z, y, r, t, x, s) {
    const [X, Y, R, T] = c.askEach([x, y, r, t], z.groups, 0x53);
    c.equal(add(R, T), add(Y, Y), 'the remainder of a root');
    c.everywhere(z, sub(scale(X, 1n << s), R), 'askEach', [y], 0x53, root => mul(root, root));
  },

  /** d = y (2 D - 1) - D, y (1 - y) = 0. */
  positive(c, { add, sub, mul, one }, z, y, D, distance) {
    const [d] = c.askEach([distance], z.groups, 0x61), lambda = c.challenge(1);
    c.everywhere(z, d, 'askTogether', [D, y], 0x61, (x, bit) => sub(mul(bit, add(sub(add(x, x), one), mul(lambda, sub(one, bit)))), x));
  },

  /** y + D h = 1, D y = 0, h y = 0. */
  zero(c, { add, mul, sum }, z, y, D, h) {
    const lambda = c.challenge(2), rest = (x, bit, inverted) => mul(mul(lambda, bit), add(x, mul(lambda, inverted)));
    c.everywhere(z, c.total(z.groups), 'askTogether', [D, y, h], 0x62, (x, bit, inverted) => sum([bit, mul(x, inverted), rest(x, bit, inverted)]));
  },

  /** Bits H with one 1 in each row along an axis; where there are indices, at the cell that they name. */
  choice(c, { of, sub, mul, one, zero }, z, H, axis, indices) {
    const rows = z.groups.toSpliced(axis, 1), along = range(H.axes[axis]);
    const claim = (w, v) => c.add(H, z.groups.with(axis, { axes: [along.length], w }), v);
    c.everywhere(z, zero, 'askTogether', [H], 0x63, bit => mul(bit, sub(one, bit)));
    claim(along.map(() => one), c.total(rows));
    if (indices) claim(along.map(of), c.ask(indices, rows, 0x63));
  },

  /** Limbs of a value, which so is not negative. */
  notNegative: (c, E, { groups }, x, limbs) => c.add(x, groups, c.askEach([limbs], groups, 0x64)[0]),
};
