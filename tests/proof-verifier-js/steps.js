// Section 9: the rules. `claim` turns the one claim about a step's output into claims about its inputs; `pin` says what pins its columns.
import { bits, bitsOf, count, inverse, mod, outer } from './numbers.js';
import { require } from './transcript.js';

class Step {
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

export { count, require };
