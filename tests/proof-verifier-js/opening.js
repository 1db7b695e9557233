// Section 7: vectors behind roots, opened at one point.
import { bits, inverse, power, range, root } from './numbers.js';
import { u64 } from './transcript.js';

/** vectors: { root, a, c, value }; point: the ρ of section 7. */
export function open(t, vectors, point, { b, queries, work }) {
  const { add, sub, mul, one, zero, eqTable, inner } = t.E, levels = [], largest = Math.max(...vectors.map(v => v.c));
  let s = zero, waiting = vectors;
  for (let m = largest; ; ) {
    const level = { m, joins: waiting.filter(v => v.c === m), folds: [] };
    for (const v of level.joins) {
      const gamma = m === largest && v === level.joins[0] ? one : t.challenge(2 ** (m + b) + 1);
      t.lucky += BigInt(v.a * 2 ** (m + b));
      v.weights = eqTable(point.slice(point.length - v.a - v.c, point.length - v.c)).map(w => mul(w, gamma));
      s = add(s, mul(gamma, v.value));
    }
    waiting = waiting.filter(v => v.c !== m);
    levels.push(level);
    if (m <= 10 && waiting.length === 0) break;
    const k = Math.min(3, m - Math.max(0, ...waiting.map(v => v.c)));
    level.root = t.bytes(0x33, 32);
    t.lucky += BigInt(k * 2 ** (m + b - k));
    for (; level.folds.length < k; m--) {
      const slope = t.number(0x34), r = t.challenge(1);
      s = add(s, mul(sub(r, point[point.length - m]), slope));
      level.folds.push(r);
    }
  }
  const { m } = levels.at(-1), u = t.numbers(0x30, 2 ** m);
  t.equal(inner(u, eqTable(point.slice(point.length - m))), s, 'the last row');
  t.work(work);
  const places = t.indices(queries, largest + b), read = (depth, rootHash, take) => {
    const leaves = new Map([...new Set(places.map(p => p % 2 ** depth))].sort((x, y) => x - y).map(i => [i, take()]));
    t.tree(rootHash, depth, new Map([...leaves].map(([i, leaf]) => [i, Buffer.concat(leaf.flat().map(u64))])));
    return leaves;
  };
  for (const v of vectors) v.columns = read(v.c + b, v.root, () => t.field(0x31, 2 ** v.a));
  for (const level of levels.slice(0, -1))
    level.fibres = read(level.m + b - level.folds.length, level.root, () => t.numbers(0x35, 2 ** level.folds.length));
  for (const place of new Set(places)) follow(t, levels, place, b, u);
}

/** One place, from the columns down to the row that was sent. */
function follow(t, levels, place, b, u) {
  let value = t.E.zero;
  for (const { m, joins, folds, fibres } of levels) {
    const p = place % 2 ** (m + b), step = 2 ** (m + b - folds.length), fibre = fibres?.get(p % step);
    for (const v of joins) value = t.E.add(value, t.E.dot(v.weights, v.columns.get(p)));
    t.equal(fibre ? fibre[Math.floor(p / step)] : wordAt(t.E, u, p, b), value, 'a place of a word');
    if (fibre) [value] = folds.reduce((row, r, i) => fold(t.E, row, r, root(m + b - i), p % step, step), fibre);
  }
}

/** From the fibre of a word to that of the word with its first bit bound to r. */
const fold = ({ add, sub, scale, line }, fibre, r, omega, p, step) => range(fibre.length / 2).map(j => {
  const [low, high] = [fibre[j], fibre[j + fibre.length / 2]], at = inverse(power(omega, BigInt(p + j * step)));
  return scale(line(add(low, high), scale(sub(low, high), at), r), inverse(2n));
});

/** An element of the code word of u: coefficients in the order of reversed bits. */
function wordAt({ add, scale }, u, place, b) {
  const m = bits(u.length), x = power(root(m + b), BigInt(place)), reversed = i => range(m).reduce((j, k) => 2 * j + (i >> k & 1), 0);
  return u.reduceRight((sum, _, i) => add(scale(sum, x), u[reversed(i)]), Array(u[0].length).fill(0n));
}
