// Section 9: claims Σ w(x) V(x) = v, w a product over groups of axes. A group is { axes, w }, a claim { groups, v }.
import { bits, bitsOf, numbersTo, perAxis } from './numbers.js';

export class Claims {
  constructor(t) { Object.assign(this, { t, E: t.E, opened: { witness: [], key: [] } }); }

  point(axes) { return this.t.point(bitsOf(axes)); }

  /** The groups of a point: eq(r_axis, ·), an axis each. */
  eq(point, axes) {
    return perAxis(point, axes).map((r, i) => ({ axes: [axes[i]], w: this.E.eqTable(r, axes[i]) }));
  }

  /** Σ w over all cells. */
  total(groups) { return groups.reduce((all, g) => this.E.mul(all, this.E.sum(g.w)), this.E.one); }

  /** Σ w(x) V(x) of known elements. */
  known(groups, elements) { return this.E.dot(this.E.outer(groups.map(g => g.w)), elements); }

  /** The extension of a weight at a point, or of a part of it: for each axis 2^bits cells from one on. */
  at(groups, point, parts = groups.flatMap(g => g.axes.map(d => ({ from: 0, bits: bits(d) })))) {
    const { mul, outer, sum, one, zero } = this.E, rest = [...point], axes = groups.flatMap(g => g.axes);
    const eq = parts.map(({ from, bits: n }, i) => {
      const cells = Array(from).fill(zero).concat(this.E.eqTable(rest.splice(0, n)));
      return numbersTo(axes[i]).map(cell => cells[cell] ?? zero);
    });
    const each = groups.map(g => [g.w, outer(eq.splice(0, g.axes.length))]);
    return each.reduce((all, [w, cells]) => mul(all, sum(w.map((x, i) => mul(x, cells[i])))), one);
  }

  /** The weight for an operand that is broadcast: summed over the axes along which it is. */
  broadcast(groups, axes) {
    if (String(groups.map(g => g.w.length)) === String(axes)) return groups;
    const lacking = groups.length - axes.length, summed = g => ({ axes: [1], w: [this.E.sum(g.w)] });
    const own = groups.slice(lacking).map((g, i) => (axes[i] === g.w.length ? g : summed(g)));
    return [{ axes: [], w: [this.total(groups.slice(0, lacking))] }, ...own];
  }

  joined(groups) { return { axes: groups.flatMap(g => g.axes), w: this.E.outer(groups.map(g => g.w)) }; }

  /** A group for as many axes as each count says, numbers being factors of neighbours; null if one lies across two. */
  split(groups, counts) {
    const rest = [...groups], result = [];
    for (const n of counts) {
      const taken = [], axes = () => taken.flatMap(g => g.axes).length;
      while (rest.length && (axes() < n || rest[0].axes.length === 0)) taken.push(rest.shift());
      if (axes() !== n) return null;
      result.push(this.joined(taken));
    }
    return [...result, ...rest];
  }

  /** Groups of y as groups of x, which has the same cells in other axes. */
  regroup(groups, axes) {
    const result = [];
    let open = [], own = [], cells = 1, taken = 1, next = 0;
    for (const g of groups) {
      open.push(g);
      cells *= g.w.length;
      for (; next < axes.length && taken * axes[next] <= cells; next++) {
        taken *= axes[next];
        own.push(axes[next]);
      }
      if (taken !== cells) continue;
      result.push({ axes: own, w: this.joined(open).w });
      [open, own] = [[], []];
    }
    return result;
  }

  /** Weights of places as weights of cells: u(q) = Σ w(p) over the p with cells[p] = q. */
  pull(w, cells, size) {
    const u = Array(size).fill(this.E.zero);
    cells.forEach((q, p) => { if (q !== null) u[q] = this.E.add(u[q], w[p]); });
    return u;
  }

  add(value, groups, v) {
    if (value.kind === 'public') this.t.equal(this.known(groups, value.elements), v, 'a claim about a public value');
    else if (value.kind === 'virtual') value.claims.push({ groups, v });
    else this.column(value.column, groups, v);
  }

  column(column, groups, v) { this.opened[column.vector].push({ column, groups, v }); }

  /** What the prover says that a claim's value is, or what it is if it is public. */
  ask(value, groups, label) {
    if (value.kind === 'public') return this.known(groups, value.elements);
    const v = this.t.number(label);
    this.add(value, groups, v);
    return v;
  }

  /** The number that limbs are, a message. */
  askLimbs({ columns, offset }, groups, label) {
    const { E } = this, numbers = this.t.numbers(label, columns.length);
    columns.forEach((column, i) => this.column(column, groups, numbers[i]));
    return E.sub(E.sum(numbers.map((x, i) => E.scale(x, 1n << BigInt(16 * i)))), E.scale(this.total(groups), offset));
  }

  /** One claim for each step: in groups of as many axes as its step asks for, any if it asks for none. */
  join({ claims, axes, step }) {
    const { t, E } = this, counts = step.counts === undefined ? axes.map(() => 1) : step.counts;
    const form = groups => (counts ? this.split(groups, counts) : groups);
    const only = claims.length === 1 && form(claims[0].groups);
    if (only) return { groups: only, v: claims[0].v };
    const powers = E.powers(t.challenge(claims.length - 1), claims.length), combined = numbersTo(claims.length);
    const [rho, last] = t.sumcheck(bitsOf(axes), 2, E.sum(combined.map(i => E.mul(powers[i], claims[i].v))));
    const v = t.number(0x47), weight = E.sum(combined.map(i => E.mul(powers[i], this.at(claims[i].groups, rho))));
    t.equal(E.mul(weight, v), last, 'one claim for several');
    return { groups: form(this.eq(rho, axes)), v };
  }
}
