// Sections 1 and 4: the field F, its extension E, extensions of tensors. A number of E is an array of D BigInts.

export const P = 2n ** 64n - 2n ** 32n + 1n;
export const mod = value => ((value % P) + P) % P;
export const inverse = value => power(mod(value), P - 2n);

/** ω_k, of the order 2^k. */
export const root = k => power(7n, (P - 1n) >> BigInt(k));

export function power(base, exponent) {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n, square = square * square % P)
    if (exponent & 1n) result = result * square % P;
  return result;
}

export const numbersTo = n => Array.from({ length: n }, (_, i) => i);
export const product = sizes => sizes.reduce((n, d) => n * d, 1);

/** The least n with 2^n >= size. */
export const bits = size => (size <= 1 ? 0 : 1 + bits(Math.ceil(size / 2)));
export const bitsOf = axes => axes.reduce((n, d) => n + bits(d), 0);

/** Every cell of some axes, row by row, as its index along each. */
export const coordinates = axes =>
  axes.reduce((all, d) => all.flatMap(head => numbersTo(d).map(i => [...head, i])), [[]]);

/** The interval around some integers, and the largest size in it. */
export const around = list => [list.reduce((a, x) => (x < a ? x : a)), list.reduce((a, x) => (x > a ? x : a))];
export const sizeOf = ([low, high]) => (-low > high ? -low : high);

export class Extension {
  constructor(degree) {
    Object.assign(this, { degree, zero: Array(degree).fill(0n) });
    this.one = this.of(1n);
  }

  of = value => [mod(BigInt(value)), ...Array(this.degree - 1).fill(0n)];
  add = (a, b) => a.map((x, i) => (x + b[i]) % P);
  sub = (a, b) => a.map((x, i) => mod(x - b[i]));
  scale = (a, integer) => a.map(x => mod(x * BigInt(integer)));
  equal = (a, b) => a.every((x, i) => x === b[i]);
  sum = list => list.reduce(this.add, this.zero);
  product = list => list.reduce(this.mul, this.one);
  line = (a, b, r) => this.add(a, this.mul(r, this.sub(b, a)));
  powers = (base, n) => numbersTo(n - 1).reduce(all => [...all, this.mul(all.at(-1), base)], [this.one]);

  mul = (a, b) => {
    const [a0, a1, a2] = a, [b0, b1, b2] = b;
    if (this.degree === 2) return [(a0 * b0 + 7n * a1 * b1) % P, (a0 * b1 + a1 * b0) % P];
    return [a0 * b0 + 2n * (a1 * b2 + a2 * b1), a0 * b1 + a1 * b0 + 2n * a2 * b2, a0 * b2 + a1 * b1 + a2 * b0].map(mod);
  };

  /** Σ weights[i] · integers[i]. */
  dot = (weights, integers) =>
    this.zero.map((_, c) => mod(integers.reduce((sum, x, i) => (x ? sum + weights[i][c] * x : sum), 0n)));

  /** Row by row, the products of an element of each vector. */
  outer = vectors => vectors.reduce((all, vector) => all.flatMap(x => vector.map(y => this.mul(x, y))), [this.one]);

  /** eq(point, ·) at the first cells. */
  eqTable = (point, size = 2 ** point.length) => this.outer(point.map(r => [this.sub(this.one, r), r])).slice(0, size);

  eq = (a, b) => this.product(a.map((x, i) => this.line(this.sub(this.one, x), x, b[i])));

  /** eq(point, the bits of a number). */
  eqIndex = (point, index) =>
    this.eq(point, point.map((_, i) => this.of(BigInt(index) >> BigInt(point.length - 1 - i) & 1n)));

  /** The value at x of the polynomial that has values[i] at i. */
  interpolate = (values, x) => this.sum(values.map((value, i) => values.reduce((term, _, j) =>
    (j === i ? term : this.scale(this.mul(term, this.sub(x, this.of(j))), inverse(BigInt(i - j)))), value)));
}

/** A point for the bits of a tensor, cut into one for each axis. */
export const perAxis = (point, axes) =>
  axes.map((d, i) => point.slice(bitsOf(axes.slice(0, i)), bitsOf(axes.slice(0, i + 1))));
