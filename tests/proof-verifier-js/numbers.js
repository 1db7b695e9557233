// Sections 1 and 4: the field F, its extension E, extensions of tensors. A number of E is an array of D BigInts.

export const P = 2n ** 64n - 2n ** 32n + 1n;
export const mod = value => ((value % P) + P) % P;
export const power = (base, n) => (n === 0n ? 1n : power(base * base % P, n / 2n) * (n % 2n ? base : 1n) % P);
export const inverse = value => power(mod(value), P - 2n);
export const root = k => power(7n, (P - 1n) >> BigInt(k)); // ω_k, of the order 2^k

export function require(holds, reason) { if (!holds) throw new Error(reason); return true; }

export const u64 = value => Buffer.from(BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0'), 'hex');
export const range = n => Array.from({ length: n }, (_, i) => i), put = (list, x) => list[list.push(x) - 1];
export const product = sizes => sizes.reduce((n, d) => n * d, 1), total = sizes => sizes.reduce((n, d) => n + d, 0);

/** A list in stretches of some sizes. */
export const cut = (list, sizes) => sizes.map((n, i) => list.slice(total(sizes.slice(0, i)), total(sizes.slice(0, i)) + n));

/** The least n with 2^n >= size, and that of all axes. */
export const bits = size => (size <= 1 ? 0 : 1 + bits(Math.ceil(size / 2))), bitsOf = axes => total(axes.map(bits));

/** Row by row, a choice from each list; so every cell of some axes, as its index along each. */
export const choices = lists => lists.reduce((all, list) => all.flatMap(head => list.map(x => [...head, x])), [[]]);
export const coordinates = axes => choices(axes.map(range));

/** The interval around some integers, and the largest size in it. */
export const around = list => [(a, x) => (x < a ? x : a), (a, x) => (x > a ? x : a)].map(choose => list.reduce(choose, list[0] ?? 0n));
export const sizeOf = ([low, high]) => (-low > high ? -low : high);

export class Extension {
  constructor(degree, zero = Array(degree).fill(0n)) { Object.assign(this, { degree, zero, one: zero.with(0, 1n), wrap: degree === 2 ? 7n : 2n }); }
  of = value => this.scale(this.one, value);
  add = (a, b) => a.map((x, i) => (x + b[i]) % P);
  sub = (a, b) => a.map((x, i) => mod(x - b[i]));
  scale = (a, integer) => a.map(x => mod(x * BigInt(integer)));
  equal = (a, b) => a.every((x, i) => x === b[i]);
  sum = list => list.reduce(this.add, this.zero);
  product = list => list.reduce(this.mul, this.one);
  inner = (a, b) => this.sum(a.map((x, i) => this.mul(x, b[i])));
  line = (a, b, r) => this.add(a, this.mul(r, this.sub(b, a)));
  powers = (base, n) => range(n - 1).reduce(all => [...all, this.mul(all.at(-1), base)], [this.one]);

  /** X² is 7, or X³ is 2. */
  mul = (a, b) => a.map((_, k) => a.reduce((sum, x, i) => sum + x * b.at(k - i) * (i > k ? this.wrap : 1n), 0n) % P);

  /** Σ weights[i] · integers[i]. */
  dot = (weights, integers) => this.zero.map((_, c) => mod(integers.reduce((sum, x, i) => (x ? sum + weights[i][c] * x : sum), 0n)));

  /** Row by row, the products of an element of each vector. */
  outer = vectors => vectors.reduce((all, vector) => all.flatMap(x => vector.map(y => this.mul(x, y))), [this.one]);

  /** eq(point, ·) at the first cells, and at one cell or point. */
  eqTable = (point, size = 2 ** point.length) => this.outer(point.map(r => [this.sub(this.one, r), r])).slice(0, size);
  eq = (a, b) => this.product(a.map((x, i) => this.line(this.sub(this.one, x), x, b[i])));
  eqIndex = (point, index) => this.eq(point, point.map((_, i) => this.of(BigInt(index) >> BigInt(point.length - 1 - i) & 1n)));

  /** The value at x of the polynomial that has values[i] at i. */
  interpolate = (values, x) => this.sum(values.map((value, i) => values.reduce((term, _, j) =>
    (j === i ? term : this.scale(this.mul(term, this.sub(x, this.of(j))), inverse(BigInt(i - j)))), value)));
}
