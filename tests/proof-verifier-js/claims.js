// Section 9: claims Σ w(x) V(x) = v, and where they go. A claim is { groups: [{ axes, w }], v }.
import { bits, bitsOf, outer, perAxis } from './numbers.js';

export class Claims {
  constructor(t) {
    this.t = t;
    this.E = t.E;
    this.opened = { witness: [], key: [] };
  }

  /** The groups of a point: eq(r_axis, ·), an axis each. */
  eq(point, axes) {
    return perAxis(point, axes).map((r, i) => ({ axes: [axes[i]], w: this.E.eqTable(r, axes[i]) }));
  }

  /** Σ w over all cells. */
  total(groups) { return this.E.product(groups.map(g => this.E.sum(g.w))); }

  /** Σ w(x) V(x) of known elements. */
  known(groups, elements) { return this.E.dot(outer(this.E, groups.map(g => g.w)), elements); }

  /** The extension of a weight at a point; of a piece, if parts say for each axis where it starts there and how many bits it has. */
  at(groups, point, parts = groups.flatMap(g => g.axes).map(d => [0, bits(d)])) {
    let from = 0, next = 0;
    const along = d => {
      const [start, n] = parts[next++], eq = this.E.eqTable(point.slice(from, from += n), d - start);
      return Array.from({ length: d }, (_, cell) => eq[cell - start] ?? this.E.zero);
    };
    return this.E.product(groups.map(g => {
      const eq = outer(this.E, g.axes.map(along));
      return this.E.sum(g.w.map((w, i) => this.E.mul(w, eq[i])));
    }));
  }

  /** The weight for an operand that is broadcast: summed over the axes along which it is, a number in front for those that it has not. */
  broadcast(groups, axes) {
    if (String(groups.map(g => g.w.length)) === String(axes)) return groups;
    const [gone, own] = [groups.slice(0, groups.length - axes.length), groups.slice(groups.length - axes.length)];
    return [{ axes: [], w: [this.total(gone)] }, ...own.map((g, i) => (axes[i] === g.w.length ? g : { axes: [1], w: [this.E.sum(g.w)] }))];
  }

  joined(a, b) { return { axes: [...a.axes, ...b.axes], w: outer(this.E, [a.w, b.w]) }; }

  /** A group for as many axes as each count says, numbers being factors of their neighbours; null if one lies across two. */
  split(groups, counts) {
    const result = [];
    let next = 0;
    for (const n of counts) {
      let group = { axes: [], w: [this.E.one] };
      while (next < groups.length && (group.axes.length < n || groups[next].axes.length === 0)) group = this.joined(group, groups[next++]);
      if (group.axes.length !== n) return null;
      result.push(group);
    }
    const rest = groups.slice(next);
    return rest.length <= (counts.length === 0 ? 1 : 0) ? [...result, ...rest] : null;
  }

  /** A claim about a value. */
  add(value, groups, v) {
    if (value.kind === 'public') return this.t.equal(this.known(groups, value.elements), v, 'a claim about a public value');
    if (value.kind === 'weight' || value.kind === 'committed') return this.column(value.column, groups, v);
    return value.claims.push({ groups, v });
  }

  column(column, groups, v) { this.opened[column.vector].push({ column, groups, v }); }

  /** What the prover says that a claim's value is, or what it is if it is public. */
  ask(value, groups, label) {
    if (value.kind === 'public') return this.known(groups, value.elements);
    const v = this.t.number(label);
    this.add(value, groups, v);
    return v;
  }

  /** Values of limbs: a message; gives Σ 2^(16 i) of them. */
  askLimbs(columns, groups, label) {
    const numbers = this.t.numbers(label, columns.length);
    columns.forEach((column, i) => this.column(column, groups, numbers[i]));
    return this.E.sum(numbers.map((x, i) => this.E.scale(x, 1n << BigInt(16 * i))));
  }

  /** One claim for each step, in groups of as many axes as its step asks for. */
  join(value, counts) {
    const { claims, axes } = value, t = this.t, E = this.E;
    if (claims.length === 0) return null;
    const form = groups => (counts ? this.split(groups, counts) : groups), only = claims.length > 1 ? null : form(claims[0].groups);
    if (only) return { groups: only, v: claims[0].v };
    const gamma = t.challenge(claims.length - 1), powers = [E.one];
    while (powers.length < claims.length) powers.push(E.mul(powers.at(-1), gamma));
    const [rho, last] = t.sumcheck(bitsOf(axes), 2, E.sum(claims.map((c, i) => E.mul(powers[i], c.v))));
    const v = t.number(0x47), weight = E.sum(claims.map((c, i) => E.mul(powers[i], this.at(c.groups, rho))));
    t.equal(E.mul(weight, v), last, 'one claim for several');
    return { groups: form(this.eq(rho, axes)), v };
  }

  /** Groups of y as groups of x, which has the same cells in other axes: each takes what axes follow, as long as they have no more cells than the groups so far. */
  regroup(groups, axes) {
    const result = [];
    let open = null, own = [], cells = 1, taken = 1, axis = 0;
    for (const g of groups) {
      open = open ? this.joined(open, g) : g;
      cells *= g.w.length;
      while (axis < axes.length && taken * axes[axis] <= cells) {
        taken *= axes[axis];
        own.push(axes[axis++]);
      }
      if (taken !== cells) continue;
      result.push({ axes: own, w: open.w });
      [open, own] = [null, []];
    }
    return result;
  }

  /** A vector of places as one of another axis: u(q) = Σ w(p) over p with map(p) = q; and Σ w(p) over the p that see nothing. */
  pull(w, map, size) {
    const u = Array(size).fill(this.E.zero);
    let nothing = this.E.zero;
    w.forEach((x, p) => {
      const q = map(p);
      if (q === null) nothing = this.E.add(nothing, x);
      else u[q] = this.E.add(u[q], x);
    });
    return [u, nothing];
  }

  point(axes) { return this.t.point(bitsOf(axes)); }
}
