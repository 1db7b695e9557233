// Sections 8 to 11, 13 and 15: the whole verifier of packages with nothing private.
import { bits, bitsOf, numbersTo, P } from './numbers.js';
import { Claims } from './claims.js';
import { Core, readSubject } from './core.js';
import { open } from './opening.js';
import { isInteger, littleEndian, readFile, readPackage, sha256 } from './file.js';
import { require, Transcript, u64 } from './transcript.js';

/** Null for a package that is accepted, otherwise the verdict (section 15) and a reason. */
export function verify(text) {
  try {
    return verifyPackage(judged('not-a-package', () => readPackage(text)));
  } catch (fault) {
    if (fault.verdict) return { verdict: fault.verdict, reason: fault.message };
    throw fault;
  }
}

/** Whatever goes wrong within is for this reason. */
function judged(verdict, run) {
  try {
    return run();
  } catch (fault) {
    throw Object.assign(fault, { verdict });
  }
}

function verifyPackage({ program, constants, file: bytes, inputs, outputs }) {
  const file = judged('proof-invalid', () => readFile(bytes)), { b, queries, work, lookupWork } = file;
  const isAbout = sha256(program).equals(file.programId);
  const { program: json, values } = judged('program-differs', () => readSubject(program, constants));
  const fits = ({ type, axes }, i) => type === json.inputs[i]?.type && String(axes) === String(file.inputSizes[i]);
  const isInput = inputs.length === json.inputs.length && inputs.every(fits);
  judged('input-differs', () => require(isInput, 'an input of the package is of another type or size'));
  judged('program-differs', () => require(isAbout, 'the proof is of another Program'));
  const isTaken = b >= 1 && b <= 4 && queries >= 1 && queries <= 4096 && work <= 40 && lookupWork <= 40;
  judged('parameters-too-weak', () => require(isTaken, 'parameters that no verifier takes on'));
  const core = judged('not-provable', () => new Core(json, values, file.inputSizes, file.rows, file.inputs));
  const t = judged('proof-invalid', () => verifyProof(core, file));
  judged('parameters-too-weak', () => soundness(t, file));
  const given = core.values.slice(0, inputs.length);
  judged('input-differs', () => given.forEach((x, i) => compare(x, x.elements, inputs[i])));
  const shown = core.program.outputs.map(output => core.values[output.value]), isShown = y => core.outputs.indexOf(y);
  judged('output-differs', () => shown.forEach((y, i) => compare(y, file.outputs[isShown(y)]?.elements, outputs[i])));
  return null;
}

/** Tensors of integers are compared; what floats become is exec-1's, not proof-1's. */
function compare(value, elements, tensor) {
  const isOf = tensor && tensor.type === value.type && String(tensor.axes) === String(value.axes);
  require(isOf, 'a tensor of the package is of another type or size');
  if (!isInteger(tensor.type)) return;
  const given = littleEndian(tensor.bytes, tensor.type);
  const isSame = elements.every((x, i) => x === given[i]) && given.length === elements.length;
  require(isSame, 'a tensor of the package differs from the border');
}

function verifyProof(core, file) {
  for (const [values, given] of [[core.inputs, file.inputs], [core.outputs, file.outputs]]) {
    require(values.length === given.length, 'the border has other values');
    values.forEach(({ axes, bounds: [low, high] }, i) => {
      require(String(axes) === String(given[i].axes), 'a value of the border has other sizes');
      require(given[i].elements.every(x => x >= low && x <= high), 'a value of the border is out of its bounds');
    });
  }
  const t = new Transcript(file.profile, file.proof), layouts = absorbStatement(t, core, file);
  const root = t.bytes(0x05, 32), claims = new Claims(t);
  lookups(t, claims, core, file);
  core.outputs.forEach((value, i) => {
    const groups = claims.eq(claims.point(value.axes), value.axes);
    claims.add(value, groups, claims.known(groups, file.outputs[i].elements));
  });
  for (const step of [...core.steps].reverse()) {
    if (step.output?.claims.length) step.claim(claims, claims.join(step.output));
    step.pin?.(claims);
  }
  openings(t, claims, layouts, file, root);
  t.end();
  return t;
}

/** Section 8: what both sides know; and the layout of columns, section 10. */
function absorbStatement(t, core, file) {
  const words = (...numbers) => Buffer.concat(numbers.flat().map(u64)), tensor = axes => [axes.length, ...axes];
  const head = Buffer.from(`OpenGradient proof-1 key\0${file.profile === 2 ? 'quadratic' : 'cubic'}\0`);
  require(file.root.length > 0 === core.weights.length > 0, 'the key has a root if and only if there are weights');
  t.absorb(0x01, Buffer.concat([head, file.programId, words(file.rows.length, file.rows), file.root]));
  t.absorb(0x07, words(file.b, file.queries, file.work, file.lookupWork));
  t.absorb(0x08, words(file.inputSizes.flatMap(tensor)));
  for (const { axes, elements } of file.inputs) t.absorb(0x02, words(tensor(axes), elements));
  for (const { axes, elements } of file.outputs) t.absorb(0x03, words(tensor(axes), elements));
  t.absorb(0x04, file.nonce);
  core.counts = [null, ...core.tables].map(() => core.column([65536]));
  for (const column of [...core.columns, ...core.weights]) column.pieces = pieces(column);
  return [core.columns, core.weights].map(columns => Math.max(10, place(columns.flatMap(column => column.pieces))));
}

/** A column of the witness is one piece; one of the key has one for each choice of a binary digit of each axis. */
function pieces({ axes, vector }) {
  const digits = d => numbersTo(bits(d + 1)).reverse().filter(n => Math.floor(d / 2 ** n) % 2);
  const cut = d => digits(d).map(n => ({ from: d - d % 2 ** (n + 1), bits: n }));
  const parts = axes.map(d => (vector === 'key' ? cut(d) : [{ from: 0, bits: bits(d) }]));
  const choices = parts.reduce((all, list) => all.flatMap(head => list.map(part => [...head, part])), [[]]);
  return choices.map(choice => ({ parts: choice, bits: choice.reduce((n, part) => n + part.bits, 0) }));
}

/** Places one behind the other, by falling size; gives the bits of all. */
function place(blocks) {
  let next = 0;
  for (const block of blocks) block.bits ??= bitsOf(block.axes);
  for (const block of [...blocks].sort((x, y) => y.bits - x.bits)) {
    block.at = next;
    next += 2 ** block.bits;
  }
  return bits(next);
}

/** Section 10. */
function lookups(t, claims, core, file) {
  const { add, sub, mul, scale, eqIndex, zero, one } = t.E;
  const tables = core.counts.map((column, table) => ({ column, table, axes: [65536] }));
  const looked = core.lookups.map(lookup => ({ ...lookup, axes: lookup.columns[0].axes }));
  const blocks = [...looked, ...tables], n = place(blocks);
  t.work(file.lookupWork);
  t.tableErrors = 4n << BigInt(n);
  const alpha = t.challenge(0), beta = t.challenge(0), { p, q, point } = t.fractions(n);
  let [sumP, sumQ] = [zero, one];
  const row = (mass, first, second, table) =>
    sub(sub(sub(mul(alpha, mass), first), mul(beta, second)), mul(mul(beta, beta), scale(mass, table)));
  for (const block of blocks) {
    const groups = claims.eq(point.slice(n - block.bits), block.axes), mass = claims.total(groups);
    const values = (block.columns ?? [block.column]).map(column => [column, t.number(0x45)]);
    for (const [column, v] of values) claims.column(column, groups, v);
    const [[, first], [, second] = [, zero]] = values, T = core.tables[block.table - 1]?.elements;
    const of = elements => claims.known(groups, elements), isCount = block.column !== undefined;
    const denominator = isCount ? row(one, of(numbersTo(65536).map(BigInt)), T ? of(T) : zero, block.table)
      : row(mass, add(scale(first, block.factor), scale(mass, block.offset)), second, block.table);
    const prefix = eqIndex(point.slice(0, n - block.bits), block.at / 2 ** block.bits);
    sumP = add(sumP, mul(prefix, isCount ? sub(zero, first) : mass));
    sumQ = add(sumQ, mul(prefix, sub(denominator, isCount ? one : mass)));
  }
  t.equal(sumP, p, 'the numerators');
  t.equal(sumQ, q, 'the denominators');
}

/** Section 11. */
function openings(t, claims, [n, nKey], file, root) {
  const { add, sub, mul, sum, eqIndex, zero, one } = t.E, list = [...claims.opened.witness, ...claims.opened.key];
  const isKeyed = file.root.length > 0, cKey = isKeyed ? Math.min(21, Math.max(10, nKey - 4)) : 0;
  const N = Math.max(n, isKeyed ? nKey : 0);
  const powers = t.E.powers(t.challenge(list.length - 1), list.length);
  const [rho, end] = t.sumcheck(N, 2, sum(list.map((claim, i) => mul(powers[i], claim.v))));
  let a = Math.max(4, n - 21), weighed = zero;
  while (isKeyed && (n - a - cKey) % 3) a++;
  const vectors = [{ name: 'witness', root, a, c: n - a }];
  if (isKeyed) vectors.push({ name: 'key', root: file.root, a: nKey - cKey, c: cKey });
  for (const vector of vectors) {
    const lacking = N - vector.a - vector.c, own = rho.slice(lacking);
    vector.value = t.number(0x46);
    const weights = list.map(({ column, groups }, i) => {
      if (column.vector !== vector.name) return zero;
      return mul(powers[i], sum(column.pieces.map(piece => {
        const head = own.length - piece.bits, prefix = eqIndex(own.slice(0, head), piece.at / 2 ** piece.bits);
        return mul(prefix, claims.at(groups, own.slice(head), piece.parts));
      })));
    });
    const zeros = rho.slice(0, lacking).reduce((all, r) => mul(all, sub(one, r)), vector.value);
    weighed = add(weighed, mul(zeros, sum(weights)));
  }
  t.equal(weighed, end, 'the openings');
  open(t, vectors, rho, file);
}

/** Section 13, in units of 2^-256, rounded up. */
function soundness(t, { profile, b, queries, work, lookupWork }) {
  const D = BigInt(profile), share = (2n ** 128n / P + 1n) ** D;
  const up = (numerator, shift) => (numerator + (1n << shift) - 1n) >> shift;
  const drawn = (n, h) => up(n * share << 256n, 128n * D + BigInt(h));
  const challenges = drawn(t.lucky, 0) + drawn(t.tableErrors, lookupWork);
  const queried = up((2n ** BigInt(b) + 1n) ** BigInt(queries) << 256n, BigInt((b + 1) * queries + work));
  require(challenges + queried <= 1n << (profile === 2 ? 156n : 128n), 'these parameters leave too much to chance');
}
