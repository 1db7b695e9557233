// Sections 8 to 11 and 13: the whole verifier of packages with nothing private.
import { bits, bitsOf } from './numbers.js';
import { Claims } from './claims.js';
import { Core } from './core.js';
import { open } from './opening.js';
import { readPackage, isInteger, littleEndian } from './file.js';
import { Refused, require, Transcript, u64 } from './transcript.js';

/** What is wrong with a package, or null. */
export function verify(text) {
  try {
    verifyPackage(readPackage(text));
    return null;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    return fault.message;
  }
}

export function verifyPackage({ program, programId, constants, file, inputs, outputs }) {
  require(programId.equals(file.programId), 'the proof is of another Program');
  const core = new Core(program, constants, file.inputSizes, file.rows);
  border(core, file);
  tensors(core, inputs, outputs);
  const t = new Transcript(file.profile, file.proof), layouts = absorbStatement(t, core, file, programId);
  const root = t.bytes(0x05, 32), claims = new Claims(t);
  lookups(t, claims, core, file);
  for (const value of core.outputs) {
    const groups = claims.eq(claims.point(value.axes), value.axes);
    claims.add(value, groups, claims.known(groups, value.border.elements));
  }
  for (const step of [...core.steps].reverse()) {
    const claim = step.output && claims.join(step.output, step.counts);
    if (claim) step.claim(claims, claim);
    step.pin?.(claims);
  }
  openings(t, claims, layouts, file, root);
  t.end();
  soundness(t, file);
}

/** The border of the file is that of the core. */
function border(core, file) {
  require(file.inputs.length === core.inputs.length && file.outputs.length === core.outputs.length, 'the border has other values');
  const check = (value, given) => {
    require(String(value.axes) === String(given.axes), 'a value of the border has other sizes');
    require(given.elements.every(x => x >= value.bounds[0] && x <= value.bounds[1]), 'a value of the border is out of its bounds');
  };
  core.inputs.forEach((value, i) => { check(value, file.inputs[i]); value.elements = file.inputs[i].elements; });
  core.outputs.forEach((value, i) => { check(value, file.outputs[i]); value.border = file.outputs[i]; });
}

/** Inputs and outputs of the package that are of integers are compared; what floats become is exec-1's, not proof-1's. */
function tensors(core, inputs, outputs) {
  core.program.inputs.forEach((_, i) => compare(core.values[i], inputs[i], value => value.elements));
  core.program.outputs.forEach((output, i) => compare(core.values[Number(output.value)], outputs[i], value => value.border?.elements));
}

function compare(value, tensor, elements) {
  require(tensor && tensor.type === value.type && String(tensor.axes) === String(value.axes), 'a tensor of the package is of another type or size');
  if (!isInteger(tensor.type)) return;
  const given = littleEndian(tensor.bytes, tensor.type);
  require(elements(value).every((x, i) => x === given[i]) && given.length === elements(value).length, 'a tensor of the package differs from the border');
}

/** Section 8: what both sides know; and the layout of columns, section 10. */
function absorbStatement(t, core, file, programId) {
  const profile = file.profile === 2 ? 'quadratic' : 'cubic';
  const key = [Buffer.from(`OpenGradient proof-1 key\0${profile}\0`), programId, u64(file.rows.length), ...file.rows.map(u64), file.root ?? Buffer.alloc(0)];
  require(core.rowsTaken === file.rows.length, 'the key has another number of rows');
  require(!!file.root === core.weights.length > 0, 'the key has a root if and only if there are weights');
  t.absorb(0x01, Buffer.concat(key));
  t.absorb(0x07, Buffer.concat([file.b, file.queries, file.work, file.lookupWork].map(u64)));
  t.absorb(0x08, Buffer.concat(file.inputSizes.flatMap(axes => [u64(axes.length), ...axes.map(u64)])));
  for (const [label, values] of [[0x02, file.inputs], [0x03, file.outputs]])
    for (const { axes, elements } of values) t.absorb(label, Buffer.concat([u64(axes.length), ...axes.map(u64), ...elements.map(u64)]));
  t.absorb(0x04, file.nonce);
  core.counts = [null, ...core.tables].map(() => core.column([65536]));
  return { witness: layout(core.columns, axes => [axes.map(d => [0, bits(d)])]), key: core.weights.length ? layout(core.weights.map(w => w.column), piecesOf) : null };
}

/** Pieces one behind the other, by falling size. A piece has for each axis its start and its bits. */
function layout(columns, cut) {
  for (const column of columns) column.pieces = cut(column.axes).map(parts => ({ parts }));
  return { n: Math.max(10, place(columns.flatMap(column => column.pieces), piece => piece.parts.reduce((n, [, part]) => n + part, 0))) };
}

/** The pieces of a weight: each axis is cut by the digits of its size, from the largest power of two on. */
function piecesOf(axes) {
  const parts = d => Array.from({ length: bits(d) + 1 }, (_, i) => bits(d) - i).filter(n => Math.floor(d / 2 ** n) % 2).map(n => [Math.floor(d / 2 ** (n + 1)) * 2 ** (n + 1), n]);
  return axes.reduce((pieces, d) => pieces.flatMap(piece => parts(d).map(part => [...piece, part])), [[]]);
}

function place(blocks, size) {
  let at = 0;
  for (const block of [...blocks].sort((a, b) => size(b) - size(a))) {
    block.at = at;
    block.bits = size(block);
    at += 2 ** block.bits;
  }
  return bits(at);
}

/** Section 10. */
function lookups(t, claims, core, file) {
  const { E } = t, blocks = core.lookups.map(lookup => ({ ...lookup, axes: (lookup.limb ?? lookup.row[0]).axes }));
  const tables = core.counts.map((counts, j) => ({ counts, j, elements: core.tables[j - 1]?.elements, axes: [65536] }));
  const n = place([...blocks, ...tables], block => bitsOf(block.axes));
  t.work(file.lookupWork);
  t.tableErrors = BigInt(2 ** n) * 4n;
  const alpha = t.challenge(0), beta = t.challenge(0), { p, q, point } = t.fractions(n);
  let sumP = E.zero, sumQ = E.one;
  const add = (block, numerator, denominator) => {
    const prefix = E.eqIndex(point.slice(0, n - block.bits), block.at / 2 ** block.bits);
    sumP = E.add(sumP, E.mul(prefix, numerator));
    sumQ = E.add(sumQ, E.mul(prefix, E.sub(denominator, E.one)));
  };
  const row = (mass, first, second, table) => E.sub(E.sub(E.sub(E.mul(alpha, mass), first), E.mul(beta, second)), E.mul(E.mul(beta, beta), E.scale(mass, table)));
  for (const block of blocks) {
    const groups = claims.eq(point.slice(n - block.bits), block.axes), mass = claims.total(groups), columns = block.row ?? [block.limb], values = columns.map(() => t.number(0x45));
    columns.forEach((column, i) => claims.column(column, groups, values[i]));
    const denominator = block.row ? row(mass, E.add(values[0], E.scale(mass, 32768)), values[1], block.table) : row(mass, E.scale(values[0], block.factor), E.zero, 0);
    add(block, mass, E.add(denominator, E.sub(E.one, mass)));
  }
  for (const table of tables) {
    const groups = claims.eq(point.slice(n - 16), [65536]), counts = t.number(0x45), { w } = groups[0];
    claims.column(table.counts, groups, counts);
    const first = E.dot(w, Array.from({ length: 65536 }, (_, i) => BigInt(i))), second = table.j ? E.dot(w, table.elements) : E.zero;
    add(table, E.sub(E.zero, counts), row(E.one, first, second, table.j));
  }
  t.equal(sumP, p, 'the numerators');
  t.equal(sumQ, q, 'the denominators');
}

/** Section 11. */
function openings(t, claims, layouts, file, root) {
  const { E } = t, list = [...claims.opened.witness, ...claims.opened.key], N = Math.max(layouts.witness.n, layouts.key?.n ?? 0);
  const gamma = t.challenge(list.length - 1), powers = [E.one];
  while (powers.length < list.length) powers.push(E.mul(powers.at(-1), gamma));
  const [rho, end] = t.sumcheck(N, 2, E.sum(list.map((claim, i) => E.mul(powers[i], claim.v))));
  const cKey = layouts.key ? Math.min(21, Math.max(10, layouts.key.n - 4)) : 0;
  let a = 4;
  while (layouts.key && (layouts.witness.n - a - cKey) % 3 !== 0) a++;
  const vectors = [{ name: 'witness', root, n: layouts.witness.n, a }];
  if (layouts.key) vectors.push({ name: 'key', root: file.root, n: layouts.key.n, a: layouts.key.n - cKey });
  let sum = E.zero;
  for (const vector of vectors) {
    vector.c = vector.n - vector.a;
    vector.value = t.number(0x46);
    const zeros = E.product(rho.slice(0, N - vector.n).map(r => E.sub(E.one, r))), own = rho.slice(N - vector.n);
    const weights = list.map(({ column, groups }, i) => (column.vector === vector.name ? E.mul(powers[i], columnWeight(claims, column, groups, own)) : E.zero));
    sum = E.add(sum, E.product([zeros, vector.value, E.sum(weights)]));
  }
  t.equal(sum, end, 'the openings');
  open(t, vectors, rho, file);
}

function columnWeight(claims, column, groups, point) {
  return claims.E.sum(column.pieces.map(piece => {
    const n = point.length - piece.bits;
    return claims.E.mul(claims.E.eqIndex(point.slice(0, n), piece.at / 2 ** piece.bits), claims.at(groups, point.slice(n), piece.parts));
  }));
}

/** Section 13, in units of 2^-256, rounded up. */
function soundness(t, { profile, b, queries, work, lookupWork }) {
  const D = BigInt(profile), p = 2n ** 64n - 2n ** 32n + 1n, unit = 256n;
  const share = (2n ** 128n / p + 1n) ** D, up = (numerator, shift) => (numerator + (1n << shift) - 1n) >> shift;
  const challenges = up(t.lucky * share << unit, 128n * D) + up(t.tableErrors * share << unit, 128n * D + BigInt(lookupWork));
  const kept = (2n ** BigInt(b) + 1n) ** BigInt(queries);
  const queried = up(kept << unit, BigInt((b + 1) * queries + work));
  const allowed = 1n << unit - (profile === 2 ? 100n : 128n);
  require(challenges + queried <= allowed, 'these parameters leave too much to chance');
}
