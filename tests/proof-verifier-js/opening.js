// Section 7: vectors behind roots, opened at one point.
import { inverse, power, root } from './numbers.js';

const HALF = inverse(2n);

/** vectors: { root, a, c, value }; point: the ρ of section 7. */
export function open(t, vectors, point, { b, queries, work }) {
  const E = t.E, largest = Math.max(...vectors.map(v => v.c)), last = n => point.slice(point.length - n);
  let m = largest, s = E.zero, waiting = [...vectors], hasWord = false;
  const levels = [];
  for (;;) {
    const joins = waiting.filter(v => v.c === m);
    waiting = waiting.filter(v => v.c !== m);
    for (const v of joins) {
      const length = 2 ** (m + b);
      v.gamma = hasWord ? t.challenge(length + 1) : E.one;
      hasWord = true;
      t.lucky += BigInt(v.a) * BigInt(length);
      v.weights = E.eqTable(point.slice(point.length - v.a - v.c, point.length - v.c)).map(w => E.mul(w, v.gamma));
      s = E.add(s, E.mul(v.gamma, v.value));
    }
    const level = { m, joins };
    levels.push(level);
    if (m <= 10 && waiting.length === 0) break;
    level.k = Math.min(3, m - Math.max(0, ...waiting.map(v => v.c)));
    level.root = t.bytes(0x33, 32);
    t.lucky += BigInt(level.k) * BigInt(2 ** (m + b - level.k));
    level.folds = [];
    for (let i = 0; i < level.k; i++, m--) {
      const slope = t.number(0x34), r = t.challenge(1);
      s = E.add(s, E.mul(E.sub(r, last(m)[0]), slope));
      level.folds.push(r);
    }
  }
  const u = t.numbers(0x30, 2 ** m), eq = E.eqTable(last(m));
  t.equal(E.sum(u.map((x, j) => E.mul(x, eq[j]))), s, 'the claim of the last row');
  t.work(work);
  const places = t.indices(queries, largest + b);
  for (const v of vectors) readColumns(t, v, places, b);
  for (const level of levels) if (level.k) readFibres(t, level, places, b);
  const check = word(E, u, m, b);
  for (const place of new Set(places)) follow(t, levels, place, b, check);
}

const distinct = (places, size) => [...new Set(places.map(p => p % size))].sort((x, y) => x - y);

function readColumns(t, v, places, b) {
  const indices = distinct(places, 2 ** (v.c + b)), rows = 2 ** v.a;
  v.columns = new Map(indices.map(index => [index, t.field(0x31, rows)]));
  t.tree(v.root, v.c + b, indices, [...v.columns.values()].map(toBytes));
}

function readFibres(t, level, places, b) {
  const depth = level.m + b - level.k, indices = distinct(places, 2 ** depth), size = 2 ** level.k;
  level.fibres = new Map(indices.map(index => [index, t.numbers(0x35, size)]));
  t.tree(level.root, depth, indices, [...level.fibres.values()].map(fibre => toBytes(fibre.flat())));
}

function toBytes(numbers) {
  const bytes = Buffer.alloc(8 * numbers.length);
  numbers.forEach((x, i) => bytes.writeBigUInt64BE(x, 8 * i));
  return bytes;
}

/** One place, from the columns down to the row that was sent. */
function follow(t, levels, place, b, check) {
  const E = t.E;
  let value = E.zero;
  for (const level of levels) {
    const p = place % 2 ** (level.m + b);
    for (const v of level.joins) value = E.add(value, E.dot(v.weights, v.columns.get(p)));
    if (!level.k) {
      t.equal(check(p), value, 'the code word of the last row');
      return;
    }
    const step = 2 ** (level.m + b - level.k), fibre = level.fibres.get(p % step);
    t.equal(fibre[Math.floor(p / step)], value, 'a folded place');
    value = fold(E, fibre, level, p % step, step, b);
  }
}

function fold(E, fibre, level, p, step, b) {
  level.folds.forEach((r, i) => {
    const omega = root(level.m + b - i), half = fibre.length / 2;
    fibre = fibre.slice(0, half).map((low, j) => {
      const high = fibre[j + half], even = E.add(low, high), odd = E.scale(E.sub(low, high), inverse(power(omega, BigInt(p + j * step))));
      return E.scale(E.add(even, E.mul(r, E.sub(odd, even))), HALF);
    });
  });
  return fibre[0];
}

/** A function that gives an element of the code word of u. */
function word(E, u, m, b) {
  const reversed = u.map((_, i) => { let j = 0; for (let k = 0; k < m; k++) j |= (i >> k & 1) << (m - 1 - k); return u[j]; });
  return place => {
    const x = power(root(m + b), BigInt(place));
    return reversed.reduceRight((sum, coefficient) => E.add(E.scale(sum, x), coefficient), E.zero);
  };
}
