// Sections 2, 3, 5 and 6: the only way to obtain a value from the proof. What does not hold is refused with its place.
import { Extension, P, range } from './numbers.js';
import { keccak } from './keccak.js';

export function require(holds, reason) {
  if (!holds) throw new Error(reason);
}

export function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return bytes;
}

export class Transcript {
  #state; #proof; #at = 0;
  lucky = 0n; // of section 13, in units of 1 / |E|

  constructor(degree, proof) {
    this.E = new Extension(degree);
    this.#proof = proof;
    this.#state = keccak(Buffer.from('OpenGradient proof-1\0' + (degree === 2 ? 'quadratic' : 'cubic')));
  }

  #step(kind, ...parts) { return this.#state = keccak(Buffer.from([kind]), this.#state, ...parts); }

  #require(holds, reason) { require(holds, `${reason}, at byte ${this.#at}`); }

  #take(size) {
    this.#require(this.#at + size <= this.#proof.length, 'the proof ends early');
    return this.#proof.subarray(this.#at, this.#at += size);
  }

  end() { this.#require(this.#at === this.#proof.length, 'the proof goes on behind its end'); }

  equal(a, b, what) { this.#require(this.E.equal(a, b), `${what}: an equation that does not hold`); }

  absorb(label, bytes) { this.#step(1, Buffer.from([label]), u64(bytes.length), bytes); }

  bytes(label, size) {
    const bytes = this.#take(size);
    this.absorb(label, bytes);
    return bytes;
  }

  /** Numbers of F, or of E: one message. */
  field(label, size) {
    const bytes = this.bytes(label, 8 * size), list = range(size).map(i => bytes.readBigUInt64BE(8 * i));
    this.#require(list.every(x => x < P), 'a number that is not canonical');
    return list;
  }

  numbers(label, size) {
    const D = this.E.degree, flat = this.field(label, size * D);
    return range(size).map(i => flat.slice(i * D, i * D + D));
  }

  number(label) { return this.numbers(label, 1)[0]; }

  /** A challenge, and for how many of its values a false claim could pass. */
  challenge(lucky) {
    this.lucky += BigInt(lucky);
    const halves = state => [0, 16].map(i => (state.readBigUInt64BE(i) << 64n | state.readBigUInt64BE(i + 8)) % P);
    return range(this.E.degree - 1).flatMap(() => halves(this.#step(2))).slice(0, this.E.degree);
  }

  point(n) { return range(n).map(() => this.challenge(1)); }

  indices(size, k) {
    const eight = state => range(8).map(i => state.readUInt32BE(4 * i) % 2 ** k);
    return range(Math.ceil(size / 8)).flatMap(() => eight(this.#step(2))).slice(0, size);
  }

  work(b) { this.#require(this.#step(3, this.#take(8)).readBigUInt64BE() >> BigInt(64 - b) === 0n, 'the work is missing'); }

  /** Section 3: leaves by ascending index; the siblings are one message behind them. */
  tree(rootHash, depth, leaves) {
    const siblings = [], sibling = () => siblings[siblings.push(this.#take(32)) - 1];
    let level = new Map([...leaves].map(([i, leaf]) => [i, keccak(Buffer.from([0]), leaf)]));
    for (let d = 0; d < depth; d++) {
      const above = new Map();
      for (const [i, hash] of level) {
        if (i % 2 && level.has(i - 1)) continue;
        const other = level.get(i ^ 1) ?? sibling();
        above.set(i >>> 1, keccak(Buffer.from([1]), ...(i % 2 ? [other, hash] : [hash, other])));
      }
      level = above;
    }
    this.absorb(0x32, Buffer.concat(siblings));
    this.#require(level.get(0).equals(rootHash), 'what was opened does not hash to the root');
  }

  /** Section 5. */
  sumcheck(n, degree, sum) {
    const point = [];
    while (point.length < n) {
      const [zero, ...others] = this.numbers(0x10, degree);
      point.push(this.challenge(degree));
      sum = this.E.interpolate([zero, this.E.sub(sum, zero), ...others], point.at(-1));
    }
    return [point, sum];
  }

  /** Section 6: p̃ and q̃ at a point. */
  fractions(n) {
    const { add, mul, eq, line, sum, product, zero } = this.E;
    let p = zero, q = this.number(0x20), point = [];
    this.#require(q.some(x => x), 'a sum of fractions with the denominator 0');
    for (let k = 0; k < n; k++) {
      const lambda = this.challenge(1), [rho, last] = this.sumcheck(k, 3, add(p, mul(lambda, q)));
      const [p0, p1, q0, q1] = this.numbers(0x21, 4), inner = sum([mul(p0, q1), mul(p1, q0), product([lambda, q0, q1])]);
      this.equal(mul(eq(point, rho), inner), last, 'a layer of fractions');
      const mu = this.challenge(1);
      [p, q, point] = [line(p0, p1, mu), line(q0, q1, mu), [mu, ...rho]];
    }
    return { p, q, point };
  }
}
