// Section 2: the transcript, and what can be read from a proof through it; sections 3, 5 and 6.
import { Extension, P } from './numbers.js';
import { keccak } from './keccak.js';

/** Why a proof is not accepted. */
export class Refused extends Error {}

export function require(holds, reason) {
  if (!holds) throw new Refused(reason);
}

export const u64 = value => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return bytes;
};

export class Transcript {
  #state;
  #proof;
  #at = 0;
  #work = 0;

  constructor(profile, proof) {
    this.E = new Extension(profile);
    this.#proof = proof;
    this.#state = keccak(Buffer.from('OpenGradient proof-1\0' + (profile === 2 ? 'quadratic' : 'cubic')));
    /** How many values of challenges help a false claim (section 13), in units of 1 / |E|. */
    this.lucky = 0n;
  }

  absorb(label, bytes) {
    this.#state = keccak(Buffer.from([1]), this.#state, Buffer.from([label]), u64(bytes.length), bytes);
  }

  #next() { return this.#state = keccak(Buffer.from([2]), this.#state); }

  #take(size) {
    require(this.#at + size <= this.#proof.length, `the proof ends early, at byte ${this.#at}`);
    return this.#proof.subarray(this.#at, this.#at += size);
  }

  end() { require(this.#at === this.#proof.length, `the proof goes on behind its end, at byte ${this.#at}`); }

  bytes(label, size) {
    const bytes = this.#take(size);
    this.absorb(label, bytes);
    return bytes;
  }

  /** Numbers of F: one message. */
  field(label, size) {
    const bytes = this.bytes(label, 8 * size);
    return Array.from({ length: size }, (_, i) => {
      const number = bytes.readBigUInt64BE(8 * i);
      require(number < P, `a number is not canonical, before byte ${this.#at}`);
      return number;
    });
  }

  /** Numbers of E: one message. */
  numbers(label, size) {
    const D = this.E.degree, flat = this.field(label, size * D);
    return Array.from({ length: size }, (_, i) => flat.slice(i * D, i * D + D));
  }

  number(label) { return this.numbers(label, 1)[0]; }

  /** A challenge, and for how many of its values a false claim could pass. */
  challenge(lucky) {
    this.lucky += BigInt(lucky);
    const numbers = [];
    while (numbers.length < this.E.degree) {
      const state = this.#next();
      for (const half of [0, 16]) numbers.push((state.readBigUInt64BE(half) << 64n | state.readBigUInt64BE(half + 8)) % P);
    }
    return numbers.slice(0, this.E.degree);
  }

  point(n) { return Array.from({ length: n }, () => this.challenge(1)); }

  indices(size, k) {
    const list = [];
    while (list.length < size) {
      const state = this.#next();
      for (let i = 0; i < 32; i += 4) list.push(Number(BigInt(state.readUInt32BE(i)) & (1n << BigInt(k)) - 1n));
    }
    return list.slice(0, size);
  }

  work(b) {
    this.#state = keccak(Buffer.from([3]), this.#state, this.#take(8));
    require(this.#state.readBigUInt64BE(0) >> BigInt(64 - b) === 0n, `the work is missing, before byte ${this.#at}`);
  }

  equal(a, b, what) { require(this.E.equal(a, b), `${what} does not hold, before byte ${this.#at}`); }

  /** Section 3: leaves by ascending index, and the siblings behind label 0x32. */
  tree(rootHash, depth, indices, leaves) {
    let level = new Map(indices.map((index, i) => [index, keccak(Buffer.from([0]), leaves[i])]));
    const lacking = [];
    for (let known = [...level.keys()], d = 0; d < depth; d++) {
      const set = new Set(known), missing = known.filter(i => !set.has(i ^ 1)).map(i => i ^ 1);
      lacking.push(missing);
      known = [...new Set(known.map(i => i >>> 1))];
    }
    const siblings = this.bytes(0x32, 32 * lacking.flat().length);
    let at = 0;
    for (const missing of lacking) {
      for (const index of missing) level.set(index, siblings.subarray(at, at += 32));
      const next = new Map();
      for (const index of [...level.keys()].filter(i => i % 2 === 0)) next.set(index / 2, keccak(Buffer.from([1]), level.get(index), level.get(index + 1)));
      level = next;
    }
    require(level.get(0).equals(rootHash), 'what was opened does not hash to the root');
  }

  /** Section 5. */
  sumcheck(n, degree, sum) {
    const point = [], E = this.E;
    for (let i = 0; i < n; i++) {
      const [zero, ...others] = this.numbers(0x10, degree);
      const r = this.challenge(degree);
      sum = E.interpolate([zero, E.sub(sum, zero), ...others], r);
      point.push(r);
    }
    return [point, sum];
  }

  /** Section 6: p̃ and q̃ at a point. */
  fractions(n) {
    const E = this.E;
    let p = E.zero, q = this.number(0x20), point = [];
    require(!E.equal(q, E.zero), 'a sum of fractions has the denominator 0');
    for (let k = 0; k < n; k++) {
      const lambda = this.challenge(1);
      const [rho, last] = this.sumcheck(k, 3, E.add(p, E.mul(lambda, q)));
      const [p0, p1, q0, q1] = this.numbers(0x21, 4);
      const inner = E.sum([E.mul(p0, q1), E.mul(p1, q0), E.product([lambda, q0, q1])]);
      this.equal(E.mul(E.eq(point, rho), inner), last, 'a layer of fractions');
      const mu = this.challenge(1), line = (a, b) => E.add(a, E.mul(mu, E.sub(b, a)));
      [p, q, point] = [line(p0, p1), line(q0, q1), [mu, ...rho]];
    }
    return { p, q, point };
  }
}
