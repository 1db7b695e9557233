// Section 9: claims Σ w(x) V(x) = v, w a product over groups of axes. A group is { axes, w }, a claim { groups, v }.
import { bits, bitsOf, product, range } from './numbers.js';

/** What an extension is over: for each axis 2^bits cells from one on. */
export const whole = axes => axes.map(d => ({ from: 0, bits: bits(d) }));

export class Claims {
  opened = { witness: [], key: [] };

  constructor(t) { Object.assign(this, { t, E: t.E }); }

  /** The groups of a point: eq(r_axis, ·), an axis each. */
  eq(point, axes) {
    const rest = [...point];
    return axes.map(d => ({ axes: [d], w: this.E.eqTable(rest.splice(0, bits(d)), d) }));
  }

  /** A random one. */
  draw(axes) {
    const point = this.t.point(bitsOf(axes));
    return { axes, point, groups: this.eq(point, axes) };
  }

  /** Σ w over all cells, and Σ w(x) V(x) of known elements. */
  total(groups) { return this.E.product(groups.map(g => this.E.sum(g.w))); }
  known(groups, elements) { return this.E.dot(this.E.outer(groups.map(g => g.w)), elements); }

  /** The extension of a weight at a point, or of a part of it. */
  at(groups, point, parts = whole(groups.flatMap(g => g.axes))) {
    const { eqTable, outer, inner, zero } = this.E, rest = [...point], left = [...parts];
    const along = d => {
      const { from, bits: n } = left.shift(), eq = eqTable(rest.splice(0, n));
      return range(d).map(i => eq[i - from] ?? zero);
    };
    return this.E.product(groups.map(({ axes, w }) => inner(w, outer(axes.map(along)))));
  }

  /** The weight for an operand that is broadcast: summed over the axes along which it is. */
  broadcast(groups, axes) {
    if (String(groups.map(g => g.w.length)) === String(axes)) return groups;
    const lacking = groups.length - axes.length, narrow = (g, d) => (d === g.w.length ? g : { axes: [1], w: [this.total([g])] });
    return [{ axes: [], w: [this.total(groups.slice(0, lacking))] }, ...axes.map((d, i) => narrow(groups[i + lacking], d))];
  }

  /** Weights of x of those of y, by a map for each of the first groups: for each cell of y those of x that it is the sum of. */
  pull(groups, maps, order = range(maps.length)) {
    return [...order.map(g => ({ axes: maps[g].axes, w: this.scatter(groups[g].w, maps[g]) })), ...groups.slice(maps.length)];
  }

  scatter(w, { axes, cells }) {
    const u = Array(product(axes)).fill(this.E.zero);
    cells.forEach((list, p) => [list ?? []].flat().forEach(q => { u[q] = this.E.add(u[q], w[p]); }));
    return u;
  }

  joined(groups) { return { axes: groups.flatMap(g => g.axes), w: this.E.outer(groups.map(g => g.w)) }; }

  /** A group for as many axes as each count says, numbers being factors of neighbours; null if one lies across two. */
  split(groups, counts) {
    const rest = [...groups], axes = list => list.flatMap(g => g.axes).length, taken = counts.map(n => {
      const own = [];
      while (rest.length && (axes(own) < n || rest[0].axes.length === 0)) own.push(rest.shift());
      return axes(own) === n ? this.joined(own) : null;
    });
    return taken.includes(null) ? null : [...taken, ...rest];
  }

  /** Groups of y as groups of x, which has the same cells in other axes. */
  regroup(groups, axes) {
    const result = [], rest = [...axes];
    let open = { axes: [], from: [] }, cells = 1, taken = 1;
    for (const g of groups) {
      cells *= g.w.length;
      open.from.push(g);
      while (taken * rest[0] <= cells) {
        taken *= rest[0];
        open.axes.push(rest.shift());
      }
      if (taken !== cells) continue;
      result.push({ axes: open.axes, w: this.joined(open.from).w });
      open = { axes: [], from: [] };
    }
    return result;
  }

  /** A claim about a value or a column. */
  add(value, groups, v) {
    if (value.kind === 'public') this.t.equal(this.known(groups, value.elements), v, 'a claim about a public value');
    else if (value.kind === 'virtual') value.claims.push({ groups, v });
    else this.opened[(value.column ?? value).vector].push({ column: value.column ?? value, groups, v });
  }

  /** What the prover says that a claim's value is, or what it is if it is public. */
  ask(value, groups, label) {
    if (value.kind === 'public') return this.known(groups, value.elements);
    const [v] = this.askTogether([value], groups, label);
    return v;
  }

  /** The same of values or columns that are one message. */
  askTogether(values, groups, label) {
    const numbers = this.t.numbers(label, values.length);
    values.forEach((value, i) => this.add(value, groups, numbers[i]));
    return numbers;
  }

  /** Of values, and of the numbers that limbs are; a message each. */
  askEach(list, groups, label) {
    const { sub, sum, scale } = this.E, limbsOf = ({ columns, offset }) => {
      const numbers = this.askTogether(columns, groups, label).map((x, i) => scale(x, 1n << BigInt(16 * i)));
      return sub(sum(numbers), scale(this.total(groups), offset));
    };
    return list.map(x => (x.columns ? limbsOf(x) : this.ask(x, this.broadcast(groups, x.axes), label)));
  }

  /** An equation at every cell: Σ eq(z, x) f(x) = sum, f(ρ) from what the prover says of some values there. */
  everywhere({ axes, point }, sum, ask, values, label, f) {
    const [rho, end] = this.t.sumcheck(point.length, 3, sum), numbers = this[ask](values, this.eq(rho, axes), label);
    this.t.equal(this.E.mul(this.E.eq(point, rho), f(...numbers)), end, 'an equation of columns');
  }

  /** One claim for each step: in groups of as many axes as its step asks for, any if it asks for none. */
  join({ claims, axes, step }) {
    const { t, E } = this, counts = step.counts === undefined ? axes.map(() => 1) : step.counts;
    const form = groups => (counts ? this.split(groups, counts) : groups), only = claims.length === 1 && form(claims[0].groups);
    if (only) return { groups: only, v: claims[0].v };
    const powers = E.powers(t.challenge(claims.length - 1), claims.length);
    const [rho, last] = t.sumcheck(bitsOf(axes), 2, E.inner(powers, claims.map(claim => claim.v)));
    const v = t.number(0x47), weight = E.inner(powers, claims.map(claim => this.at(claim.groups, rho)));
    t.equal(E.mul(weight, v), last, 'one claim for several');
    return { groups: form(this.eq(rho, axes)), v };
  }
}
