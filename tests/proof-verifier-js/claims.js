// Section 9: claims Σ w(x) V(x) = v, w a product over groups of axes. A group is { axes, w }, a claim { groups, v }.
import { bits, bitsOf, cut, product, range, total } from './numbers.js';
import { Transcript } from './transcript.js';

/** For each of some lists what it and those before it have. */
const upTo = (lists, measure) => lists.map((_, i) => measure(lists.slice(0, i + 1).flat()));

export class Claims extends Transcript {
  opened = { witness: [], key: [] };

  /** The groups of a point: eq(r_axis, ·), an axis each; and those of a random one. */
  eq(point, axes) { return cut(point, axes.map(bits)).map((r, i) => ({ axes: [axes[i]], w: this.E.eqTable(r, axes[i]) })); }
  draw(axes, point = this.point(bitsOf(axes))) { return { axes, point, groups: this.eq(point, axes) }; }

  /** Σ w over all cells, and Σ w(x) V(x) of known elements. */
  total(groups) { return this.E.product(groups.map(g => this.E.sum(g.w))); }
  known(groups, elements) { return this.E.dot(this.E.outer(groups.map(g => g.w)), elements); }

  /** The extension of a weight at a point, or of a part of it: for each axis, of 2^bits cells from one on. */
  at(groups, point, parts = groups.flatMap(g => g.axes).map(d => ({ from: 0, bits: bits(d) }))) {
    const { eqTable, outer, inner, zero } = this.E, eqs = cut(point, parts.map(part => part.bits)).map(r => eqTable(r));
    const along = cut(eqs.map((eq, i) => d => range(d).map(cell => eq[cell - parts[i].from] ?? zero)), groups.map(g => g.axes.length));
    return this.E.product(groups.map(({ axes, w }, g) => inner(w, outer(axes.map((d, i) => along[g][i](d))))));
  }

  /** The weight for an operand that is broadcast: summed over the axes along which it is. */
  broadcast(groups, axes) {
    if (String(groups.map(g => g.w.length)) === String(axes)) return groups;
    const lacking = groups.length - axes.length, narrow = (g, d) => (d === g.w.length ? g : { axes: [1], w: [this.total([g])] });
    return [{ axes: [], w: [this.total(groups.slice(0, lacking))] }, ...axes.map((d, i) => narrow(groups[i + lacking], d))];
  }

  /** Weights of x of those of y, by a map for each of the first groups: for each cell of y those of x that it is the sum of. */
  pull(groups, maps, order = range(maps.length)) { return order.map(g => this.scatter(groups[g].w, maps[g])).concat(groups.slice(maps.length)); }

  scatter(w, { axes, cells }) {
    const u = Array(product(axes)).fill(this.E.zero);
    cells.forEach((list, p) => [list ?? []].flat().forEach(q => { u[q] = this.E.add(u[q], w[p]); }));
    return { axes, w: u };
  }

  joined(groups) { return { axes: groups.flatMap(g => g.axes), w: this.E.outer(groups.map(g => g.w)) }; }

  /** A group for as many axes as each count says, numbers being factors of neighbours; null if one lies across two. */
  split(groups, counts) {
    const have = upTo(groups.map(g => g.axes), axes => axes.length), wanted = upTo(counts, total), ends = wanted.map(n => have.lastIndexOf(n) + 1);
    if (wanted.some((n, k) => n > 0 && ends[k] === 0)) return null;
    return [...ends.map((end, k) => this.joined(groups.slice(ends[k - 1] ?? 0, end))), ...groups.slice(ends.at(-1) ?? 0)];
  }

  /** Groups of y as groups of x, which has the same cells in other axes. */
  regroup(groups, axes) {
    const own = upTo(groups.map(g => g.w.length), product), other = upTo(axes, product);
    const ends = range(groups.length).filter(g => [1, ...other].includes(own[g])), taken = g => other.filter(n => n <= (own[g] ?? 0)).length;
    const group = (end, before = -1) => ({ axes: axes.slice(taken(before), taken(end)), w: this.joined(groups.slice(before + 1, end + 1)).w });
    return ends.map((end, i) => group(end, ends[i - 1]));
  }

  /** A claim that v is what a value or a column has. */
  add(value, groups, v) {
    const { vector, pieces } = value.column ?? value, weigh = piece => ({ ...piece, weigh: point => this.at(groups, point, piece.parts) });
    if (value.kind === 'public') this.equal(this.known(groups, value.elements), v, 'a claim about a public value');
    else if (value.kind === 'virtual') value.claims.push({ groups, v });
    else this.open(vector, pieces.map(weigh), v);
    return v;
  }

  addKnown(value, groups, elements) { this.add(value, groups, this.known(groups, elements)); }

  /** A claim about pieces of a vector, each with the extension of its weight. */
  open(vector, terms, v) { this.opened[vector].push({ vector, terms, v }); }

  /** What the prover says that a claim's value is, or what it is if it is public. */
  ask(value, groups, label) { return value.kind === 'public' ? this.known(groups, value.elements) : this.askTogether([value], groups, label)[0]; }

  /** The same of values or columns that are one message. */
  askTogether(values, groups, label) { return this.numbers(label, values.length).map((v, i) => this.add(values[i], groups, v)); }

  /** Of values, and of the numbers that limbs are; a message each. */
  askEach(list, groups, label) {
    const { sub, sum, scale } = this.E, part = (limb, i) => scale(limb, 1n << BigInt(16 * i));
    const number = ({ columns, offset }) => sub(sum(this.askTogether(columns, groups, label).map(part)), scale(this.total(groups), offset));
    return list.map(x => (x.columns ? number(x) : this.ask(x, this.broadcast(groups, x.axes), label)));
  }

  /** An equation at every cell: Σ eq(z, x) f(x) = sum, f(ρ) from what the prover says of some values there. */
  everywhere({ axes, point }, sum, ask, values, label, f) {
    const [rho, end] = this.sumcheck(point.length, 3, sum, point), numbers = this[ask](values, this.eq(rho, axes), label);
    this.equal(this.E.mul(this.E.eq(point, rho), f(...numbers)), end, 'an equation of columns');
  }

  /** One claim for each step: in groups of as many axes as its step asks for, any if it asks for none. */
  join({ claims, axes, counts }) {
    const { powers, inner, mul } = this.E, form = groups => (counts ? this.split(groups, counts) : groups);
    const only = claims.length === 1 && form(claims[0].groups);
    if (only) return { groups: only, v: claims[0].v };
    const gammas = powers(this.challenge(claims.length - 1), claims.length);
    const [rho, last] = this.sumcheck(bitsOf(axes), 2, inner(gammas, claims.map(claim => claim.v)));
    const [v] = this.numbers(0x47, 1), weight = inner(gammas, claims.map(claim => this.at(claim.groups, rho)));
    this.equal(mul(weight, v), last, 'one claim for several');
    return { groups: form(this.eq(rho, axes)), v };
  }
}
