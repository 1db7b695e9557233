// Section 9: the rules of steps. CLAIMS turn the one claim about a step's output into claims about what it reads, PINS say what pins its columns.
import { bitsOf, inverse, range } from './numbers.js';

/** A claim about y = Σ 2^shift part, the parts in limbs. */
function inLimbs(c, { groups, v }, parts) {
  const values = c.askEach(parts.map(([limbs]) => limbs), groups, 0x44);
  c.equal(c.E.sum(values.map((part, i) => c.E.scale(part, 1n << parts[i][1]))), v, 'limbs of a number');
}

export const CLAIMS = {
  /** All that is linear and public: divisor · y = Σ A_j x_j, or fill; a part says what A_j makes of weights. */
  move(c, { groups, v }, parts, { label = 0x60, fill = 0n, divisor = 1n } = {}) {
    const { sub, scale, zero } = c.E, pulled = parts.map(([x, pull]) => [x, pull(groups, c)]), [last, weight] = pulled.pop();
    const unseen = pulled.reduce((rest, [, w]) => sub(rest, c.total(w)), sub(c.total(groups), c.total(weight)));
    const left = pulled.reduce((rest, [x, w]) => sub(rest, c.ask(x, w, label)), sub(v, scale(unseen, fill)));
    if (divisor === 0n) c.equal(left, zero, 'a product with 0');
    else c.add(last, weight, scale(left, inverse(divisor)));
  },

  /** x · M, M a public constant: a single number if the axis of y is -1, otherwise one for each of its cells. */
  factor(c, claim, x, M, axis) {
    const scaled = ({ axes, w }) => ({ axes, w: w.map((weight, i) => c.E.scale(weight, M.elements[i])) });
    const pull = groups => c.broadcast(groups.map((g, i) => (i === axis ? scaled(g) : g)), x.axes);
    CLAIMS.move(c, claim, [[x, pull]], { divisor: axis < 0 ? M.elements[0] : 1n });
  },

  /** FixedLinear and FixedConv: in y the axis m is that of rows of W, between rows of x and the axes of a plane. */
  weighted(c, { groups, v }, { x, W, b, m, G, planes, label }) {
    const { sub, mul, dot, outer } = c.E, rows = groups.slice(0, m), out = groups[m].w, places = groups.slice(m + 1), [M, ...depth] = W.axes;
    const given = b ? mul(c.total([...rows, ...places]), dot(out, b.elements)) : c.E.zero;
    const [rho, end] = c.sumcheck(bitsOf([G, ...depth]), 2, sub(v, given)), [X, Y] = c.numbers(label, 2);
    const [g, channels, ...taps] = c.eq(rho, [G, ...depth]), ofGroup = out.map((w, i) => mul(w, g.w[Math.floor(i / (M / G))]));
    const plane = (map, a) => ({ axes: map.axes, w: c.scatter(outer([taps[a].w, places[a].w]), map) });
    c.equal(mul(X, Y), end, 'a product with weights');
    c.add(x, [...rows, { axes: [G * depth[0]], w: outer([g.w, channels.w]) }, ...planes.map(plane)], X);
    c.add(W, [{ axes: [M], w: ofGroup }, channels, ...taps], Y);
  },

  cellProduct(c, { groups, v }, x, y, axes) {
    const [rho, end] = c.sumcheck(bitsOf(axes), 3, v), asked = c.askEach(x === y ? [x] : [x, y], c.eq(rho, axes), 0x51);
    c.equal(c.E.product([c.at(groups, rho), asked[0], asked.at(-1)]), end, 'a product');
  },

  matMul(c, { groups, v }, a, b, batch) {
    const [i, j] = groups.slice(-2), axes = [...batch, a.axes.at(-1)], [rho, end] = c.sumcheck(bitsOf(axes), 3, v);
    const [X, Y] = c.numbers(0x50, 2), eq = c.eq(rho, axes), weight = c.at(groups.slice(0, -2), rho.slice(0, bitsOf(batch)));
    c.equal(c.E.product([weight, X, Y]), end, 'a product of matrices');
    c.add(a, c.broadcast([...eq.slice(0, -1), i, eq.at(-1)], a.axes), X);
    c.add(b, c.broadcast([...eq, j], b.axes), Y);
  },

  /** 2 y = x + o ± d. */
  extreme(c, { groups, v }, x, other, distance, isMax) {
    const { add, sub } = c.E, [d] = c.askEach([distance], groups, 0x44), [o] = c.askEach([other], groups, 0x43);
    c.add(x, groups, (isMax ? sub : add)(sub(add(v, v), o), d));
  },

  scaled: (c, claim, x, M, axis, shift, q) => inLimbs(c, claim, [[q, 0n]]),
  divide: (c, claim, { l, h, m }) => inLimbs(c, claim, [[l, 0n], [h, m]]),
  squareRoot: (c, claim, x, s, y) => inLimbs(c, claim, [[y, 0n]]),
};

export const PINS = {
  /** x M + 2^(shift-1) = q 2^shift + r; of a table, q is a column of it. */
  scaled(c, x, M, axis, shift, q, r) {
    const { add, sub, scale } = c.E, { groups } = c.draw(x.axes), [Q, R] = c.askEach([q, r], groups, 0x42);
    CLAIMS.factor(c, { groups, v: sub(add(scale(Q, 1n << shift), R), scale(c.total(groups), 1n << shift - 1n)) }, x, M, axis);
  },

  /** d² = (x - o)². */
  extreme: (c, x, other, distance) => c.everywhere(c.draw(x.axes), c.E.zero, 'askEach', [x, other, distance], 0x43,
    ({ mul, add, sub }, X, o, d) => mul(sub(sub(X, o), d), add(sub(X, o), d))),

  /** 2^(s+1) x + d = 2 d y + r, r + t = 2 d - 1, y = l + 2^m h; where y is one part, h and h d have no limbs. */
  divide(c, { x, d, s, axes, l, m, h, product, r, t }) {
    const { add, sub, mul, scale, sum, zero } = c.E, half = number => scale(number, inverse(2n)), z = c.draw(axes);
    const [X, R, T, HD] = c.askEach([x, r, t, product], z.groups, 0x52), D = half(sum([R, T, c.total(z.groups)]));
    c.add(d, c.broadcast(z.groups, d.axes), D);
    const lambda = h.columns.length ? c.challenge(1) : zero, LD = sub(add(scale(X, 1n << s), half(sub(D, R))), scale(HD, 1n << m));
    c.everywhere(z, add(LD, mul(lambda, HD)), 'askEach', [l, h, d], 0x52, (E, L, H, dAt) => mul(add(L, mul(lambda, H)), dAt));
  },

  /** x 2^s = y² + r, r + t = 2 y. */
  squareRoot(c, x, s, y, r, t) {
    const { add, sub, scale } = c.E, z = c.draw(x.axes), [X, Y, R, T] = c.askEach([x, y, r, t], z.groups, 0x53);
    c.equal(add(R, T), add(Y, Y), 'the remainder of a root');
    c.everywhere(z, sub(scale(X, 1n << s), R), 'askEach', [y], 0x53, ({ mul }, root) => mul(root, root));
  },

  /** d = y (2 D - 1) - D, y (1 - y) = 0. */
  positive(c, y, D, distance) {
    const z = c.draw(D.axes), [d] = c.askEach([distance], z.groups, 0x61), lambda = c.challenge(1);
    c.everywhere(z, d, 'askTogether', [D, y], 0x61, ({ add, sub, mul, one }, x, bit) =>
      sub(mul(bit, add(sub(add(x, x), one), mul(lambda, sub(one, bit)))), x));
  },

  /** y + D h = 1, D y = 0, h y = 0. */
  zero(c, y, D, h) {
    const z = c.draw(D.axes), lambda = c.challenge(2);
    c.everywhere(z, c.total(z.groups), 'askTogether', [D, y, h], 0x62, ({ add, mul, sum }, x, bit, inverted) =>
      sum([bit, mul(x, inverted), mul(mul(lambda, bit), add(x, mul(lambda, inverted)))]));
  },

  /** Bits H with one 1 in each row along an axis; where there are indices, at the cell that they name. */
  choice(c, H, axis, indices) {
    const { of, one, zero } = c.E, z = c.draw(H.axes), rows = z.groups.toSpliced(axis, 1), d = H.axes[axis];
    const claim = (w, v) => c.add(H, z.groups.with(axis, { axes: [d], w }), v);
    c.everywhere(z, zero, 'askTogether', [H], 0x63, ({ mul, sub }, bit) => mul(bit, sub(one, bit)));
    claim(Array(d).fill(one), c.total(rows));
    if (indices) claim(range(d).map(of), c.ask(indices, rows, 0x63));
  },

  /** Limbs of a value, which so is not negative. */
  notNegative(c, x, limbs) {
    const { groups } = c.draw(x.axes);
    c.add(x, groups, c.askEach([limbs], groups, 0x64)[0]);
  },
};
