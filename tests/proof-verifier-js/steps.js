// Section 9: the rules. `claim` turns the one claim about a step's output into claims about its inputs; `pin` says what pins its columns.
import { bits, bitsOf, inverse, mod, outer, P } from './numbers.js';

export { P };

class Step {
  /** How many axes each group of a claim about the output has; null if any will do. */
  get counts() { return this.asksForAxes ? this.output.axes.map(() => 1) : null; }

  asksForAxes = true;
}

export class Cells extends Step {
  asksForAxes = false;
  constructor(x) { super(); this.x = x; }
  claim(c, { groups, v }) { c.add(this.x, c.regroup(groups, this.x.axes), v); }
}

export class Sum extends Step {
  constructor(x, y, sign) { super(); Object.assign(this, { x, y, sign }); }

  claim(c, { groups, v }) {
    const rest = c.E.sub(v, c.ask(this.x, c.broadcast(groups, this.x.axes), 0x49));
    c.add(this.y, c.broadcast(groups, this.y.axes), c.E.scale(rest, this.sign));
  }
}

export class Tap extends Step {
  constructor(x, axis, map, fill) { super(); Object.assign(this, { x, axis, map, fill }); }

  claim(c, { groups, v }) {
    const [u, nothing] = c.pull(groups[this.axis].w, this.map, this.x.axes[this.axis]);
    const blind = c.total(groups.with(this.axis, { axes: [1], w: [nothing] }));
    c.add(this.x, groups.with(this.axis, { axes: [u.length], w: u }), c.E.sub(v, c.E.scale(blind, this.fill)));
  }
}

/** Rows of x by public indices along an axis. */
export class Pick extends Step {
  constructor(x, axis, indices) { super(); Object.assign(this, { x, axis, indices }); }

  get counts() { return this.x.axes.map((_, i) => (i === this.axis ? this.indices.axes.length : 1)); }

  claim(c, { groups, v }) {
    const d = this.x.axes[this.axis], rows = this.indices.elements.map(i => Number(i < 0n ? i + BigInt(d) : i)), [u] = c.pull(groups[this.axis].w, p => rows[p], d);
    c.add(this.x, groups.with(this.axis, { axes: [d], w: u }), v);
  }
}

export class Linear extends Step {
  constructor(x, W, b) { super(); Object.assign(this, { x, W, b }); }

  claim(c, { groups, v }) {
    const { E, t } = c, rows = groups.slice(0, -1), last = groups.at(-1), d = this.W.axes[1];
    if (this.b) v = E.sub(v, E.mul(c.total(rows), E.dot(last.w, this.b.elements)));
    const [rho, end] = t.sumcheck(bits(d), 2, v), [X, Y] = t.numbers(0x41, 2), k = { axes: [d], w: E.eqTable(rho, d) };
    t.equal(E.mul(X, Y), end, 'a product with weights');
    c.add(this.x, [...rows, k], X);
    c.column(this.W, [last, k], Y);
  }
}

export class Convolution extends Step {
  constructor(x, W, b, groups, planes) { super(); Object.assign(this, { x, W, b, groups, planes }); }

  claim(c, { groups, v }) {
    const { E, t } = c, [n, m, ...places] = groups, [M, C, ...kernel] = this.W.axes, G = this.groups;
    if (this.b) v = E.sub(v, E.product([c.total([n, ...places]), E.dot(m.w, this.b.elements)]));
    const inner = [G, C, ...kernel], [rho, end] = t.sumcheck(bitsOf(inner), 2, v), [X, Y] = t.numbers(0x48, 2), [g, ch, ...taps] = c.eq(rho, inner);
    t.equal(E.mul(X, Y), end, 'a product with windows');
    const planes = this.planes.map((plane, a) => {
      const u = Array(plane.size).fill(E.zero);
      places[a].w.forEach((w, p) => taps[a].w.forEach((e, tap) => {
        const q = plane.see(p, tap);
        if (q !== null) u[q] = E.add(u[q], E.mul(e, w));
      }));
      return { axes: [plane.size], w: u };
    });
    c.add(this.x, [n, { axes: [G * C], w: outer(E, [g.w, ch.w]) }, ...planes], X);
    c.column(this.W, [{ axes: [M], w: m.w.map((w, i) => E.mul(w, g.w[Math.floor(i / (M / G))])) }, ch, ...taps], Y);
  }
}

/** x M + 2^(shift-1) = q 2^shift + r at a point: a claim about x. */
function scaled(c, step, groups, q, r) {
  const { x, M, axis, shift } = step, { E } = c;
  const v = E.sub(E.add(E.scale(q, 1n << shift), r), E.scale(c.total(groups), 1n << shift - 1n));
  if (M.elements.length > 1) {
    const w = groups[axis].w.map((e, i) => E.scale(e, M.elements[i]));
    return c.add(x, groups.with(axis, { axes: groups[axis].axes, w }), v);
  }
  const factor = mod(M.elements[0]);
  if (factor === 0n) return c.t.equal(v, E.zero, 'a product with 0');
  return c.add(x, groups, E.scale(v, inverse(factor)));
}

export class TableScale extends Step {
  constructor(x, M, axis, shift, q, r) { super(); Object.assign(this, { x, M, axis, shift, q, r }); }

  pin(c) {
    const groups = c.eq(c.point(this.x.axes), this.x.axes), q = c.askLimbs([this.q], groups, 0x42), r = c.askLimbs(this.r, groups, 0x42);
    scaled(c, this, groups, q, r);
  }
}

export class Scale extends Step {
  asksForAxes = false;
  constructor(x, M, axis, shift, y, r, b) { super(); Object.assign(this, { x, M, axis, shift, y, r, b }); }

  claim(c, { groups, v }) { c.t.equal(c.askLimbs(this.y, groups, 0x44), c.E.add(v, this.offset(c, groups)), 'limbs'); }

  offset(c, groups) { return c.E.scale(c.total(groups), 1n << BigInt(this.b - 1)); }

  pin(c) {
    const groups = c.eq(c.point(this.x.axes), this.x.axes), y = c.askLimbs(this.y, groups, 0x42), r = c.askLimbs(this.r, groups, 0x42);
    scaled(c, this, groups, c.E.sub(y, this.offset(c, groups)), r);
  }
}

export class Extreme extends Step {
  constructor(x, c, d, isMax) { super(); Object.assign(this, { x, other: c, d, isMax }); }

  claim(c, { groups, v }) {
    const { E } = c, d = c.askLimbs(this.d, groups, 0x44), other = c.ask(this.other, c.broadcast(groups, this.other.axes), 0x43);
    const twice = E.sub(E.add(v, v), other);
    c.add(this.x, groups, this.isMax ? E.sub(twice, d) : E.add(twice, d));
  }

  pin(c) {
    const { E, t } = c, { axes } = this.x, z = c.point(axes), [rho, end] = t.sumcheck(bitsOf(axes), 3, E.zero), groups = c.eq(rho, axes);
    const x = c.ask(this.x, groups, 0x43), other = c.ask(this.other, c.broadcast(groups, this.other.axes), 0x43), d = c.askLimbs(this.d, groups, 0x43);
    const difference = E.sub(x, other);
    t.equal(E.mul(E.eq(z, rho), E.sub(E.mul(difference, difference), E.mul(d, d))), end, 'the square of a distance');
  }
}

export class Transpose extends Step {
  constructor(x, perm) { super(); Object.assign(this, { x, perm }); }

  claim(c, { groups, v }) { c.add(this.x, groups.map((_, axis) => groups[this.perm.indexOf(axis)]), v); }
}

/** The product with a constant that has several cells along one axis at most. */
export class Factor extends Step {
  constructor(x, factor) { super(); Object.assign(this, { x, factor }); }

  claim(c, { groups, v }) {
    const { E, t } = c, { elements, axes } = this.factor, own = c.broadcast(groups, this.x.axes);
    if (elements.length === 1) {
      if (elements[0] === 0n) return t.equal(v, E.zero, 'a product with 0');
      return c.add(this.x, own, E.scale(v, inverse(mod(elements[0]))));
    }
    const axis = groups.length - axes.length + axes.findIndex(d => d > 1), scaledGroup = { axes: groups[axis].axes, w: groups[axis].w.map((w, i) => E.scale(w, elements[i])) };
    return c.add(this.x, c.broadcast(groups.with(axis, scaledGroup), this.x.axes), v);
  }
}

export class Product extends Step {
  constructor(x, y) { super(); Object.assign(this, { x, y }); }

  claim(c, { groups, v }) {
    const { axes } = this.output, [rho, end] = c.t.sumcheck(bitsOf(axes), 3, v), eq = c.eq(rho, axes);
    const x = c.ask(this.x, c.broadcast(eq, this.x.axes), 0x51), y = this.x === this.y ? x : c.ask(this.y, c.broadcast(eq, this.y.axes), 0x51);
    c.t.equal(c.E.product([c.at(groups, rho), x, y]), end, 'a product');
  }
}

export class MatMul extends Step {
  constructor(a, b, batch) { super(); Object.assign(this, { a, b, batch }); }

  claim(c, { groups, v }) {
    const { E, t } = c, { a, b, batch } = this, [i, j] = groups.slice(-2), inner = [...batch, a.axes.at(-1)];
    const [rho, end] = t.sumcheck(bitsOf(inner), 3, v), eq = c.eq(rho, inner), k = eq.at(-1), weight = c.at(groups.slice(0, -2), rho.slice(0, bitsOf(batch)));
    const [X, Y] = t.numbers(0x50, 2);
    for (const [value, rows, sum] of [[a, [i, k], X], [b, [k, j], Y]]) c.add(value, [...c.broadcast(eq.slice(0, -1), value.axes.slice(0, -2)), ...rows], sum);
    t.equal(E.product([weight, X, Y]), end, 'a product of matrices');
  }
}

export class Total extends Step {
  constructor(x, over) { super(); Object.assign(this, { x, over }); }

  claim(c, { groups, v }) {
    c.add(this.x, groups.map((g, i) => (this.over.includes(i) ? { axes: [this.x.axes[i]], w: Array(this.x.axes[i]).fill(g.w[0]) } : g)), v);
  }
}

/** What limbs say of a number that stands there with an offset. */
const askPart = (c, { columns, offset }, groups, label) => c.E.sub(c.askLimbs(columns, groups, label), c.E.scale(c.total(groups), offset));

/** A part that is not there: its messages are, and hold nothing. */
const NOTHING = { columns: [], offset: 0n };

export class Divide extends Step {
  asksForAxes = false;
  constructor(x, d, s, axes, parts) { super(); Object.assign(this, { x, d, s, axes, m: 0, h: NOTHING, product: NOTHING, ...parts }); }

  claim(c, { groups, v }) {
    const low = askPart(c, this.l, groups, 0x44), high = c.E.scale(askPart(c, this.h, groups, 0x44), 1n << BigInt(this.m));
    c.t.equal(c.E.add(low, high), v, 'limbs of a quotient');
  }

  pin(c) {
    const { E, t } = c, { axes, h, l } = this, z = c.point(axes), eq = c.eq(z, axes), half = x => E.scale(x, inverse(2n));
    const x = c.ask(this.x, c.broadcast(eq, this.x.axes), 0x52), [r, rest] = [this.r, this.t].map(columns => c.askLimbs(columns, eq, 0x52));
    const product = askPart(c, this.product, eq, 0x52), d = half(E.sum([r, rest, c.total(eq)]));
    c.add(this.d, c.broadcast(eq, this.d.axes), d);
    const low = E.sub(E.add(E.scale(x, 1n << this.s), half(E.sub(d, r))), E.scale(product, 1n << BigInt(this.m)));
    const lambda = h.columns.length ? t.challenge(1) : E.zero, [rho, end] = t.sumcheck(bitsOf(axes), 3, E.add(low, E.mul(lambda, product))), own = c.eq(rho, axes);
    const lAt = askPart(c, l, own, 0x52), hAt = askPart(c, h, own, 0x52), dAt = c.ask(this.d, c.broadcast(own, this.d.axes), 0x52);
    t.equal(E.product([E.eq(z, rho), E.add(lAt, E.mul(lambda, hAt)), dAt]), end, 'a quotient');
  }
}

export class SquareRoot extends Step {
  asksForAxes = false;
  constructor(x, s, y, r, t) { super(); Object.assign(this, { x, s, y, r, t }); }

  claim(c, { groups, v }) { c.t.equal(c.askLimbs(this.y, groups, 0x44), v, 'limbs of a root'); }

  pin(c) {
    const { E, t } = c, { axes } = this.x, z = c.point(axes), eq = c.eq(z, axes), x = c.ask(this.x, eq, 0x53), [y, r, rest] = [this.y, this.r, this.t].map(columns => c.askLimbs(columns, eq, 0x53));
    t.equal(E.add(r, rest), E.add(y, y), 'the remainder of a root');
    const [rho, end] = t.sumcheck(bitsOf(axes), 3, E.sub(E.scale(x, 1n << this.s), r)), own = c.askLimbs(this.y, c.eq(rho, axes), 0x53);
    t.equal(E.product([E.eq(z, rho), own, own]), end, 'a root');
  }
}

export class Positive extends Step {
  constructor(D, y, d) { super(); Object.assign(this, { D, y, d }); }

  pin(c) {
    const { E, t } = c, { axes } = this.D, z = c.point(axes), d = c.askLimbs(this.d, c.eq(z, axes), 0x61), lambda = t.challenge(1), [rho, end] = t.sumcheck(bitsOf(axes), 3, d);
    const [D, y] = t.numbers(0x61, 2), eq = c.eq(rho, axes), distance = E.sub(E.mul(y, E.sub(E.add(D, D), E.one)), D), isBit = E.mul(y, E.sub(E.one, y));
    c.add(this.D, eq, D);
    c.column(this.y, eq, y);
    t.equal(E.mul(E.eq(z, rho), E.add(distance, E.mul(lambda, isBit))), end, 'a comparison');
  }
}

export class Zero extends Step {
  constructor(D, y, h) { super(); Object.assign(this, { D, y, h }); }

  pin(c) {
    const { E, t } = c, { axes } = this.D, z = c.point(axes), lambda = t.challenge(2), [rho, end] = t.sumcheck(bitsOf(axes), 3, c.total(c.eq(z, axes)));
    const [D, y, h] = t.numbers(0x62, 3), eq = c.eq(rho, axes);
    c.add(this.D, eq, D);
    [[this.y, y], [this.h, h]].forEach(([column, v]) => c.column(column, eq, v));
    const terms = E.add(E.add(y, E.mul(D, h)), E.mul(lambda, E.add(E.mul(D, y), E.product([lambda, h, y]))));
    t.equal(E.mul(E.eq(z, rho), terms), end, 'whether a number is 0');
  }
}

/** Bits with one 1 in each row along an axis. */
export class Choice extends Step {
  constructor(H, axis) { super(); Object.assign(this, { H, axis }); }

  pin(c) {
    const { E, t } = c, { axes, column } = this.H, z = c.point(axes), [rho, end] = t.sumcheck(bitsOf(axes), 3, E.zero), h = t.number(0x63);
    c.column(column, c.eq(rho, axes), h);
    t.equal(E.product([E.eq(z, rho), h, E.sub(E.one, h)]), end, 'a choice');
    const rows = c.eq(z, axes).with(this.axis, { axes: [axes[this.axis]], w: Array(axes[this.axis]).fill(E.one) });
    c.column(column, rows, c.total(rows.with(this.axis, { axes: [1], w: [E.one] })));
  }
}

/** At each place the sum of the cells behind it, or before it. */
export class RunningSum extends Step {
  constructor(x, axis, isBehind) { super(); Object.assign(this, { x, axis, isBehind }); }

  claim(c, { groups, v }) {
    const { w } = groups[this.axis], u = w.map((_, s) => c.E.sum(this.isBehind ? w.slice(0, s) : w.slice(s + 1)));
    c.add(this.x, groups.with(this.axis, { axes: [w.length], w: u }), v);
  }
}

/** Limbs of a value, which so is not negative. */
export class Range extends Step {
  constructor(x, limbs) { super(); Object.assign(this, { x, limbs }); }

  pin(c) {
    const groups = c.eq(c.point(this.x.axes), this.x.axes);
    c.add(this.x, groups, c.askLimbs(this.limbs, groups, 0x64));
  }
}
