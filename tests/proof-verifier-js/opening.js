// Section 7: vectors behind roots, opened at one point.
import { bits, inverse, power, range, root } from './numbers.js';
import { u64 } from './transcript.js';

/** vectors: { root, a, c, value }; point: the ρ of section 7. */
export function open(t, vectors, point, { b, queries, work }) {
  const { add, sub, mul, one, zero, eqTable, inner } = t.E, levels = [], largest = Math.max(...vectors.map(v => v.c));
  const behind = m => vectors.filter(v => v.c < m), last = n => point.slice(point.length - n);
  for (let m = largest, s = zero, u; !u;) {
    const level = { m, joins: vectors.filter(v => v.c === m), folds: [] };
    for (const v of level.joins) {
      const gamma = levels.length === 0 && v === level.joins[0] ? one : t.challenge(2 ** (m + b) + 1);
      t.lucky += BigInt(v.a * 2 ** (m + b));
      v.weights = eqTable(last(v.a + v.c).slice(0, v.a)).map(w => mul(w, gamma));
      s = add(s, mul(gamma, v.value));
    }
    levels.push(level);
    if (m <= 10 && behind(m).length === 0) {
      u = level.u = t.numbers(0x30, 2 ** m);
      t.equal(inner(u, eqTable(last(m))), s, 'the last row');
      continue;
    }
    const k = Math.min(3, m - Math.max(0, ...behind(m).map(v => v.c)));
    level.root = t.bytes(0x33, 32);
    t.lucky += BigInt(k * 2 ** (m + b - k));
    for (; level.folds.length < k; m--) {
      const [slope] = t.numbers(0x34, 1), r = t.challenge(1);
      s = add(s, mul(sub(r, point.at(-m)), slope));
      level.folds.push(r);
    }
  }
  t.work(work);
  const places = t.indices(queries, largest + b), read = (root, depth, take) => {
    const leaves = [...new Set(places.map(p => p % 2 ** depth))].sort((x, y) => x - y).map(i => [i, take()]);
    t.tree(root, depth, leaves.map(([i, leaf]) => [i, Buffer.concat(leaf.flat().map(u64))]));
    return new Map(leaves);
  };
  for (const v of vectors) v.columns = read(v.root, v.c + b, () => t.field(0x31, 2 ** v.a));
  for (const level of levels.slice(0, -1))
    level.fibres = read(level.root, level.m + b - level.folds.length, () => t.numbers(0x35, 2 ** level.folds.length));
  for (const place of new Set(places)) follow(t, levels, place, b);
}

/** One place, from the columns down to the row that was sent. */
function follow(t, levels, place, b) {
  let value = t.E.zero;
  for (const { m, joins, folds, fibres, u } of levels) {
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
function wordAt({ add, scale, zero }, u, place, b) {
  const m = bits(u.length), x = power(root(m + b), BigInt(place)), reversed = i => range(m).reduce((j, k) => 2 * j + (i >> k & 1), 0);
  return u.reduceRight((sum, _, i) => add(scale(sum, x), u[reversed(i)]), zero);
}
