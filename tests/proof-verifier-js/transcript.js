// Sections 2, 3, 5 and 6: the only way to obtain a value from the proof. What does not hold is refused with its place.
import { cut, Extension, P, put, range, require, u64 } from './numbers.js';
import { keccak } from './keccak.js';

export class Transcript {
  #state; #proof; #at = 0;
  lucky = 0n; // of section 13, in units of 1 / |E|

  constructor(degree, proof) {
    const start = Buffer.from(`OpenGradient proof-1\0${degree === 2 ? 'quadratic' : 'cubic'}`);
    [this.E, this.#proof, this.#state] = [new Extension(degree), proof, keccak(start)];
  }

  #step(kind, ...parts) { return this.#state = keccak(Buffer.from([kind]), this.#state, ...parts); }
  #require(holds, reason) { return require(holds, `${reason}, at byte ${this.#at}`); }
  #take(size) { return this.#require(this.#proof.length >= this.#at + size, 'the proof ends') && this.#proof.subarray(this.#at, this.#at += size); }

  end() { return this.#require(this.#at === this.#proof.length, 'the proof goes on behind its end'); }
  equal(a, b, what) { this.#require(this.E.equal(a, b), `${what}: an equation that does not hold`); }

  absorb(label, bytes) { return this.#step(1, Buffer.from([label]), u64(bytes.length), bytes) && bytes; }
  bytes(label, size) { return this.absorb(label, this.#take(size)); }

  /** Numbers of E, or of F: one message. */
  numbers(label, size, D = this.E.degree) {
    const bytes = this.bytes(label, 8 * D * size), flat = range(D * size).map(i => bytes.readBigUInt64BE(8 * i));
    return this.#require(flat.every(x => x < P), 'a number that is not canonical') && cut(flat, Array(size).fill(D));
  }

  #draw(n, each, read) { return range(Math.ceil(n / each)).map(() => this.#step(2)).flatMap(S => range(each).map(i => read(S, i))).slice(0, n); }

  /** A challenge, and for how many of its values a false claim could pass. */
  challenge(lucky) {
    this.lucky += BigInt(lucky);
    return this.#draw(this.E.degree, 2, (state, i) => (state.readBigUInt64BE(16 * i) << 64n | state.readBigUInt64BE(16 * i + 8)) % P);
  }

  point(n) { return range(n).map(() => this.challenge(1)); }
  indices(size, k) { return this.#draw(size, 8, (state, i) => state.readUInt32BE(4 * i) % 2 ** k); }
  work(b) { return this.#require(this.#step(3, this.#take(8)).readBigUInt64BE() >> BigInt(64 - b) === 0n, 'the work is missing'); }

  /** Section 3: leaves of numbers, by ascending index; the siblings are one message behind them. */
  tree(root, depth, places, label, size, D) {
    const own = new Set(places.map(p => p % 2 ** depth)), leaves = [...own].sort((x, y) => x - y).map(i => [i, this.numbers(label, size, D)]);
    const siblings = [], hash = (kind, ...parts) => keccak(Buffer.from([kind]), ...parts);
    let level = new Map(leaves.map(([i, leaf]) => [i, hash(0, ...leaf.flat().map(u64))]));
    const node = i => level.get(i) ?? put(siblings, this.#take(32)), above = () => new Set([...level.keys()].map(i => i >>> 1));
    for (let left = depth; left > 0; left--) level = new Map([...above()].map(i => [i, hash(1, node(2 * i), node(2 * i + 1))]));
    this.absorb(0x32, Buffer.concat(siblings));
    return this.#require(level.get(0).equals(root), 'what was opened does not hash to the root') && new Map(leaves);
  }

  /** Section 5: from Σ g = sum to the value of g at a point; eq(z, ·) is a factor of g if there is a z. */
  sumcheck(n, degree, sum, z, point = []) {
    if (point.length === n) return [point, sum];
    const { sub, mul, eq, inner, powers, interpolate } = this.E, [first, ...others] = this.numbers(0x10, z ? 2 : degree), r = this.challenge(degree);
    const own = z?.slice(point.length, point.length + 1), f = () => [sub(sum, mul(own[0], this.E.add(first, others[0]))), first, ...others];
    const next = z ? mul(eq(own, [r]), inner(f(), powers(r, 3))) : interpolate([first, sub(sum, first), ...others], r);
    return this.sumcheck(n, degree, next, z, [...point, r]);
  }

  /** Section 6: p̃ and q̃ at a point. */
  fractions(n) {
    const { add, mul, eq, line, inner, zero } = this.E, [all] = this.numbers(0x20, 1);
    this.#require(all.some(x => x), 'a sum of fractions with the denominator 0');
    return range(n).reduce(({ p, q, point }, k) => {
      const lambda = this.challenge(1), [rho, last] = this.sumcheck(k, 3, add(p, mul(lambda, q)), point), [p0, p1, q0, q1] = this.numbers(0x21, 4);
      this.equal(mul(eq(point, rho), inner([p0, p1, mul(lambda, q0)], [q1, q0, q1])), last, 'a layer of fractions');
      const mu = this.challenge(1);
      return { p: line(p0, p1, mu), q: line(q0, q1, mu), point: [mu, ...rho] };
    }, { p: zero, q: all, point: [] });
  }
}
