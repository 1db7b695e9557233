// Sections 8 to 11, 13 and 15: the whole verifier of packages with nothing private.
import { bits, bitsOf, P, range } from './numbers.js';
import { Claims, whole } from './claims.js';
import { Core, readConstants } from './core.js';
import { open } from './opening.js';
import { isInteger, littleEndian, readFile, readPackage } from './file.js';
import { require, Transcript, u64 } from './transcript.js';

/** Null for a package that is accepted, otherwise the verdict (section 15) and a reason. */
export function verify(text) {
  const subject = { text };
  for (const [verdict, judge] of JUDGEMENTS) {
    try {
      Object.assign(subject, judge(subject));
    } catch (fault) {
      return { verdict, reason: fault.message };
    }
  }
  return null;
}

/** In order: the first that fails is the verdict. Each gives what those behind it look at. */
const JUDGEMENTS = [
  ['not-a-package', ({ text }) => readPackage(text)],
  ['proof-invalid', ({ proof }) => ({ file: readFile(proof) })],
  ['program-differs', ({ program, constants }) => ({ values: readConstants(program, constants) })],
  ['input-differs', ({ program, file, inputs }) => {
    const fits = ({ type, axes }, i) => type === program.inputs[i]?.type && String(axes) === String(file.inputSizes[i]);
    require(inputs.length === program.inputs.length && inputs.every(fits), 'an input of the package is of another type or size');
  }],
  ['program-differs', ({ programId, file }) => require(programId.equals(file.programId), 'the proof is of another Program')],
  ['parameters-too-weak', ({ file: { b, queries, work, lookupWork } }) => {
    const isTaken = b >= 1 && b <= 4 && queries >= 1 && queries <= 4096 && work <= 40 && lookupWork <= 40;
    require(isTaken, 'parameters that no verifier takes on');
  }],
  ['not-provable', ({ program, values, file }) => ({ core: new Core(program, values, file) })],
  ['proof-invalid', ({ core, file }) => ({ transcript: verifyProof(core, file) })],
  ['parameters-too-weak', ({ transcript, file }) => soundness(transcript, file)],
  ['input-differs', ({ core, inputs }) => inputs.forEach((tensor, i) => compare(core.values[i], core.values[i].elements, tensor))],
  ['output-differs', ({ core, file, outputs }) =>
    core.shown.forEach((y, i) => compare(y, file.outputs[core.outputs.indexOf(y)]?.elements, outputs[i]))],
];

/** Tensors of integers are compared; what floats become is exec-1's, not proof-1's. */
function compare(value, elements, tensor) {
  const isOf = tensor && tensor.type === value.type && String(tensor.axes) === String(value.axes);
  require(isOf, 'a tensor of the package is of another type or size');
  if (isInteger(tensor.type)) require(String(elements) === String(littleEndian(tensor.bytes, tensor.type)), 'a tensor differs from the border');
}

function verifyProof(core, file) {
  for (const [values, given] of [[core.inputs, file.inputs], [core.outputs, file.outputs]]) {
    require(values.length === given.length, 'the border has other values');
    values.forEach(({ axes, bounds: [low, high] }, i) => {
      const isWithin = String(axes) === String(given[i].axes) && given[i].elements.every(x => x >= low && x <= high);
      require(isWithin, 'a value of the border has other sizes, or is out of its bounds');
    });
  }
  const t = new Transcript(file.profile, file.proof), layouts = absorbStatement(t, core, file);
  const root = t.bytes(0x05, 32), claims = new Claims(t);
  lookups(t, claims, core, file);
  core.outputs.forEach((value, i) => {
    const { groups } = claims.draw(value.axes);
    claims.add(value, groups, claims.known(groups, file.outputs[i].elements));
  });
  for (const step of [...core.steps].reverse()) {
    if (step.output?.claims.length) step.claim(claims, claims.join(step.output), t.E, step.output);
    step.pin?.(claims, t.E);
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
  const digits = d => range(bits(d + 1)).reverse().filter(n => Math.floor(d / 2 ** n) % 2);
  const cut = d => digits(d).map(n => ({ from: d - d % 2 ** (n + 1), bits: n }));
  const choices = axes.map(cut).reduce((all, list) => all.flatMap(head => list.map(part => [...head, part])), [[]]);
  return (vector === 'key' ? choices : [whole(axes)]).map(parts => ({ parts, bits: parts.reduce((n, part) => n + part.bits, 0) }));
}

/** Places one behind the other, by falling size; gives the bits of all. */
function place(blocks) {
  let next = 0;
  for (const block of [...blocks].sort((x, y) => y.bits - x.bits)) {
    block.at = next;
    next += 2 ** block.bits;
  }
  return bits(next);
}

/** eq of the first coordinates and the place of a block, and the coordinates within it. */
const within = ({ eqIndex }, point, block) => {
  const head = point.length - block.bits;
  return [eqIndex(point.slice(0, head), block.at / 2 ** block.bits), point.slice(head)];
};

/** Section 10. */
function lookups(t, claims, core, file) {
  const { add, sub, mul, scale, zero, one } = t.E, tables = core.counts.map((column, table) => ({ columns: [column], table, isTable: true }));
  const blocks = [...core.lookups, ...tables].map(block => ({ ...block, axes: block.columns[0].axes, bits: bitsOf(block.columns[0].axes) }));
  const n = place(blocks), row = (mass, first, second, table) =>
    sub(sub(sub(mul(alpha, mass), first), mul(beta, second)), mul(mul(beta, beta), scale(mass, table)));
  t.work(file.lookupWork);
  t.tableErrors = 4n << BigInt(n);
  const alpha = t.challenge(0), beta = t.challenge(0), { p, q, point } = t.fractions(n);
  let [sumP, sumQ] = [zero, one];
  for (const { columns, factor, offset, table, isTable, ...block } of blocks) {
    const [prefix, own] = within(t.E, point, block), groups = claims.eq(own, block.axes), mass = claims.total(groups);
    const [first, second = zero] = columns.map(column => claims.askTogether([column], groups, 0x45)[0]);
    const of = elements => (elements ? claims.known(groups, elements) : zero);
    const denominator = isTable ? row(one, of(range(65536).map(BigInt)), of(core.tables[table - 1]?.elements), table)
      : row(mass, add(scale(first, factor), scale(mass, offset)), second, table);
    sumP = add(sumP, mul(prefix, isTable ? sub(zero, first) : mass));
    sumQ = add(sumQ, mul(prefix, sub(denominator, isTable ? one : mass)));
  }
  t.equal(sumP, p, 'the numerators');
  t.equal(sumQ, q, 'the denominators');
}

/** Section 11. */
function openings(t, claims, [n, nKey], file, root) {
  const { add, sub, mul, sum, inner, product, zero, one } = t.E, list = [...claims.opened.witness, ...claims.opened.key];
  const isKeyed = file.root.length > 0, cKey = isKeyed ? Math.min(21, Math.max(10, nKey - 4)) : 0, N = Math.max(n, isKeyed ? nKey : 0);
  const powers = t.E.powers(t.challenge(list.length - 1), list.length);
  const [rho, end] = t.sumcheck(N, 2, inner(powers, list.map(claim => claim.v)));
  let a = Math.max(4, n - 21), weighed = zero;
  while (isKeyed && (n - a - cKey) % 3) a++;
  const vectors = [{ name: 'witness', root, a, c: n - a }, { name: 'key', root: file.root, a: nKey - cKey, c: cKey }];
  if (!isKeyed) vectors.pop();
  for (const vector of vectors) {
    const lacking = N - vector.a - vector.c, own = rho.slice(lacking), extension = ({ column, groups }) => sum(column.pieces.map(piece => {
      const [prefix, rest] = within(t.E, own, piece);
      return mul(prefix, claims.at(groups, rest, piece.parts));
    }));
    vector.value = t.number(0x46);
    const weight = inner(powers, list.map(claim => (claim.column.vector === vector.name ? extension(claim) : zero)));
    weighed = add(weighed, product([vector.value, weight, ...rho.slice(0, lacking).map(r => sub(one, r))]));
  }
  t.equal(weighed, end, 'the openings');
  open(t, vectors, rho, file);
}

/** Section 13, in units of 2^-256, rounded up. */
function soundness(t, { profile, b, queries, work, lookupWork }) {
  const D = BigInt(profile), share = (2n ** 128n / P + 1n) ** D, up = (numerator, shift) => (numerator + (1n << shift) - 1n) >> shift;
  const drawn = (n, h) => up(n * share << 256n, 128n * D + BigInt(h));
  const queried = up((2n ** BigInt(b) + 1n) ** BigInt(queries) << 256n, BigInt((b + 1) * queries + work));
  const all = drawn(t.lucky, 0) + drawn(t.tableErrors, lookupWork) + queried;
  require(all <= 1n << (profile === 2 ? 156n : 128n), 'these parameters leave too much to chance');
}
