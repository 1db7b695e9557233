// Section 2: the transcript, and all that can be read from a proof through it; sections 3, 5 and 6.
import { Extension, P, numbersTo } from './numbers.js';
import { keccak } from './keccak.js';

export function require(holds, reason) { if (!holds) throw new Error(reason); }

export function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return bytes;
}

export class Transcript {
  #state; #proof; #at = 0;

  constructor(degree, proof) {
    Object.assign(this, { E: new Extension(degree), lucky: 0n }); // of section 13, in units of 1 / |E|
    this.#proof = proof;
    this.#state = keccak(Buffer.from('OpenGradient proof-1\0' + (degree === 2 ? 'quadratic' : 'cubic')));
  }

  absorb(label, bytes) {
    this.#state = keccak(Buffer.from([1]), this.#state, Buffer.from([label]), u64(bytes.length), bytes);
  }

  #next() { return this.#state = keccak(Buffer.from([2]), this.#state); }

  #require(holds, reason) { require(holds, `${reason}, at byte ${this.#at}`); }

  #take(size) {
    this.#require(this.#at + size <= this.#proof.length, 'the proof ends early');
    return this.#proof.subarray(this.#at, this.#at += size);
  }

  end() { this.#require(this.#at === this.#proof.length, 'the proof goes on behind its end'); }

  equal(a, b, what) { this.#require(this.E.equal(a, b), `${what}: an equation that does not hold`); }

  bytes(label, size) {
    const bytes = this.#take(size);
    this.absorb(label, bytes);
    return bytes;
  }

  /** Numbers of F: one message. */
  field(label, size) {
    const bytes = this.bytes(label, 8 * size), list = numbersTo(size).map(i => bytes.readBigUInt64BE(8 * i));
    this.#require(list.every(x => x < P), 'a number that is not canonical');
    return list;
  }

  /** Numbers of E: one message. */
  numbers(label, size) {
    const D = this.E.degree, flat = this.field(label, size * D);
    return numbersTo(size).map(i => flat.slice(i * D, i * D + D));
  }

  number(label) { return this.numbers(label, 1)[0]; }

  /** A challenge, and for how many of its values a false claim could pass. */
  challenge(lucky) {
    this.lucky += BigInt(lucky);
    const halves = state => [0, 16].map(i => (state.readBigUInt64BE(i) << 64n | state.readBigUInt64BE(i + 8)) % P);
    return numbersTo(this.E.degree - 1).flatMap(() => halves(this.#next())).slice(0, this.E.degree);
  }

  point(n) { return numbersTo(n).map(() => this.challenge(1)); }

  indices(size, k) {
    const eight = state => numbersTo(8).map(i => state.readUInt32BE(4 * i) % 2 ** k);
    return numbersTo(Math.ceil(size / 8)).flatMap(() => eight(this.#next())).slice(0, size);
  }

  work(b) {
    this.#state = keccak(Buffer.from([3]), this.#state, this.#take(8));
    this.#require(this.#state.readBigUInt64BE(0) >> BigInt(64 - b) === 0n, 'the work is missing');
  }

  /** Section 3: leaves by ascending index, and the siblings behind label 0x32. */
  tree(rootHash, depth, indices, leaves) {
    const lacking = [], halved = list => [...new Set(list.map(i => i >>> 1))];
    for (let d = 0, known = indices; d < depth; d++, known = halved(known))
      lacking.push(known.map(i => i ^ 1).filter(i => !known.includes(i)));
    const siblings = this.bytes(0x32, 32 * lacking.flat().length);
    let at = 0, level = new Map(indices.map((index, i) => [index, keccak(Buffer.from([0]), leaves[i])]));
    for (const missing of lacking) {
      for (const index of missing) level.set(index, siblings.subarray(at, at += 32));
      const node = i => keccak(Buffer.from([1]), level.get(2 * i), level.get(2 * i + 1));
      level = new Map(halved([...level.keys()]).map(i => [i, node(i)]));
    }
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
      const [p0, p1, q0, q1] = this.numbers(0x21, 4);
      const inner = sum([mul(p0, q1), mul(p1, q0), product([lambda, q0, q1])]);
      this.equal(mul(eq(point, rho), inner), last, 'a layer of fractions');
      const mu = this.challenge(1);
      [p, q, point] = [line(p0, p1, mu), line(q0, q1, mu), [mu, ...rho]];
    }
    return { p, q, point };
  }
}
