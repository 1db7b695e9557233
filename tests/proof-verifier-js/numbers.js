// Section 1: the field F, its extension E; section 4: extensions. Numbers of E are arrays of D BigInts.

export const P = 2n ** 64n - 2n ** 32n + 1n;

export const mod = value => ((value % P) + P) % P;

export function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n, square = square * square % P)
    if (exponent & 1n) result = result * square % P;
  return result;
}

export const inverse = value => power(value, P - 2n);

/** ω_k, of the order 2^k. */
export const root = k => power(7n, (P - 1n) >> BigInt(k));

/** The least n with 2^n >= size. */
export function bits(size) {
  let n = 0;
  while (2 ** n < size) n++;
  return n;
}

export class Extension {
  constructor(degree) {
    this.degree = degree;
    this.square = degree === 2 ? 7n : 2n;
    this.zero = Array(degree).fill(0n);
    this.one = this.of(1n);
  }

  of(value) { return [mod(BigInt(value)), ...Array(this.degree - 1).fill(0n)]; }

  add(a, b) { return a.map((x, i) => { const s = x + b[i]; return s >= P ? s - P : s; }); }

  sub(a, b) { return a.map((x, i) => { const d = x - b[i]; return d < 0n ? d + P : d; }); }

  scale(a, factor) { const f = mod(BigInt(factor)); return a.map(x => x * f % P); }

  mul(a, b) {
    if (this.degree === 2) return [(a[0] * b[0] + 7n * a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P];
    return [(a[0] * b[0] + 2n * (a[1] * b[2] + a[2] * b[1])) % P, (a[0] * b[1] + a[1] * b[0] + 2n * a[2] * b[2]) % P, (a[0] * b[2] + a[1] * b[1] + a[2] * b[0]) % P];
  }

  equal(a, b) { return a.every((x, i) => x === b[i]); }

  sum(list) { return list.reduce((s, x) => this.add(s, x), this.zero); }

  product(list) { return list.reduce((s, x) => this.mul(s, x), this.one); }

  /** Σ weights[i] · integers[i]. */
  dot(weights, integers) {
    const sums = Array(this.degree).fill(0n);
    integers.forEach((integer, i) => { if (integer) weights[i].forEach((w, c) => { sums[c] += w * integer; }); });
    return sums.map(mod);
  }

  /** eq(r, ·) over all places, or the first `size`. */
  eqTable(point, size = 2 ** point.length) {
    let table = [this.one];
    for (const r of point) {
      const next = [];
      for (const x of table) { const high = this.mul(x, r); next.push(this.sub(x, high), high); }
      table = next;
    }
    return table.slice(0, size);
  }

  eq(a, b) {
    return this.product(a.map((x, i) => { const xy = this.mul(x, b[i]); return this.add(this.sub(this.sub(this.one, x), b[i]), this.add(xy, xy)); }));
  }

  /** eq(point, the bits of a number), as a vector of numbers of E. */
  eqIndex(point, index) {
    return this.product(point.map((r, i) => Math.floor(index / 2 ** (point.length - 1 - i)) % 2 ? r : this.sub(this.one, r)));
  }

  /** The value at x of the polynomial that has values[i] at i. */
  interpolate(values, x) {
    return this.sum(values.map((value, i) => {
      let term = value;
      values.forEach((_, j) => { if (j !== i) term = this.scale(this.mul(term, this.sub(x, this.of(j))), inverse(mod(BigInt(i - j)))); });
      return term;
    }));
  }
}

/** Row by row, the products of an element of each vector. */
export const outer = (E, vectors) => vectors.reduce((all, vector) => all.flatMap(x => vector.map(y => E.mul(x, y))), [E.one]);

export const count = axes => axes.reduce((n, d) => n * d, 1);

/** A point for the bits of a tensor, cut into one for each axis. */
export function perAxis(point, axes) {
  let from = 0;
  return axes.map(d => point.slice(from, from += bits(d)));
}

export const bitsOf = axes => axes.reduce((n, d) => n + bits(d), 0);
