// Section 7: vectors behind roots, opened at one point.
import { inverse, P, power, range, root, total } from './numbers.js';

/** vectors: { root, a, c, value }; point: the ρ of section 7. */
export function open(t, vectors, point, { b, queries, work }) {
  const { add, sub, mul, one, zero, eqTable, inner } = t.E, last = n => point.slice(point.length - n), levels = [];
  const largest = Math.max(...vectors.map(v => v.c)), next = m => Math.max(0, ...vectors.map(v => v.c).filter(c => c < m));
  t.lucky += BigInt(total(vectors.map(v => v.a * 2 ** (v.c + b))));
  for (let m = largest, s = zero, u; !u;) {
    const joins = vectors.filter(v => v.c === m), isEnd = m <= 10 && next(m) === 0, k = Math.min(3, m - next(m)), start = m;
    for (const v of joins) {
      const gamma = v.c === largest && v === joins[0] ? one : t.challenge(2 ** (m + b) + 1);
      v.weights = eqTable(last(v.a + m).slice(0, v.a)).map(w => mul(w, gamma));
      s = add(s, mul(gamma, v.value));
    }
    const tree = isEnd ? null : t.bytes(0x33, 32), folds = range(isEnd ? 0 : k).map(() => {
      const [slope] = t.numbers(0x34, 1), r = t.challenge(1 + 2 ** (start + b - k));
      s = add(s, mul(sub(r, point.at(-m--)), slope));
      return r;
    });
    if (isEnd) t.equal(inner(u = t.numbers(0x30, 2 ** m), eqTable(last(m))), s, 'the last row');
    levels.push({ m: start, joins, folds, tree, u });
  }
  const places = t.work(work) && t.indices(queries, largest + b);
  for (const v of vectors) v.columns = t.tree(v.root, v.c + b, places, 0x31, 2 ** v.a, 1);
  for (const level of levels.slice(0, -1)) level.fibres = t.tree(level.tree, level.m + b - level.folds.length, places, 0x35, 2 ** level.folds.length);
  for (const place of new Set(places)) follow(t, levels, place, b);
}

/** One place, from the columns down to the row that was sent. */
const follow = (t, levels, place, b) => levels.reduce((value, { m, joins, folds, fibres, u }) => {
  const p = place % 2 ** (m + b), step = 2 ** (m + b - folds.length), fibre = fibres?.get(p % step);
  const known = t.E.sum([value, ...joins.map(v => t.E.dot(v.weights, v.columns.get(p).flat()))]);
  t.equal(fibre ? fibre[Math.floor(p / step)] : wordAt(t.E, u, power(root(m + b), BigInt(p))), known, 'a place of a word');
  return fibre && folds.reduce((row, r, i) => fold(t.E, row, r, root(m + b - i), p % step, step), fibre)[0];
}, t.E.zero);

/** From the fibre of a word to that of the word with its first bit bound to r. */
const fold = ({ add, sub, scale, line }, fibre, r, omega, p, step) => range(fibre.length / 2).map(j => {
  const [low, high] = [fibre[j], fibre[j + fibre.length / 2]], at = inverse(power(omega, BigInt(p + j * step)));
  return scale(line(add(low, high), scale(sub(low, high), at), r), inverse(2n));
});

/** An element of the code word of u, the one at x: f(X) = f_0(X²) + X f_1(X²), of the halves of u. */
const wordAt = (E, u, x, half = u.length / 2) => (half < 1 ? u[0]
  : E.add(wordAt(E, u.slice(0, half), x * x % P), E.scale(wordAt(E, u.slice(half), x * x % P), x)));
