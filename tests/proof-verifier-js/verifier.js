// Sections 8 to 11, 13 and 15: the whole verifier of packages with nothing private.
import { bits, choices, P, range, require, total, u64 } from './numbers.js';
import { Claims } from './claims.js';
import { Core, readSubject } from './core.js';
import { open } from './opening.js';
import { isInteger, littleEndian, readFile, readPackage, sha256 } from './file.js';
import { CLAIMS, PINS } from './steps.js';

const isSame = (a, b) => String(a) === String(b), isIn = (number, least, most) => number >= least && number <= most;

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
  ['not-covered', ({ file }) => require(file.visibility === 0, 'private weights or inputs: section 14')],
  ['program-differs', ({ program, constants }) => ({ programId: sha256(program), ...readSubject(program, constants) })],
  ['input-differs', ({ program: { inputs }, file, shownInputs }) => {
    const isFit = ({ type, axes }, i) => type === inputs[i]?.type && isSame(axes, file.inputSizes[i]);
    require(shownInputs.length === inputs.length && shownInputs.every(isFit), 'an input of the package is of another type or size');
  }],
  ['program-differs', ({ programId, file }) => require(programId.equals(file.programId), 'the proof is of another Program')],
  ['parameters-too-weak', ({ file: { b, queries, work, lookupWork } }) =>
    require(isIn(b, 1, 4) && isIn(queries, 1, 4096) && work <= 40 && lookupWork <= 40, 'parameters that no verifier takes on')],
  ['not-provable', ({ program, values, file }) => ({ core: new Core(program, values, file) })],
  ['proof-invalid', ({ core, file }) => ({ claims: verifyProof(core, file) })],
  ['parameters-too-weak', ({ claims, file }) => soundness(claims, file)],
  ['input-differs', ({ core, shownInputs }) => shownInputs.forEach((tensor, i) => compare(core.values[i], core.values[i].elements, tensor))],
  ['output-differs', ({ core, file, shownOutputs }) =>
    core.shown.forEach((y, i) => compare(y, file.outputs[core.outputs.indexOf(y)]?.elements, shownOutputs[i]))],
];

/** Tensors of integers are compared; what floats become is exec-1's, not proof-1's. */
function compare(value, elements, tensor) {
  require(tensor && tensor.type === value.type && isSame(tensor.axes, value.axes), 'a tensor of the package is of another type or size');
  if (isInteger(tensor.type)) require(isSame(elements, littleEndian(tensor.bytes, tensor.type)), 'a tensor differs from the border');
}

function verifyProof(core, file) {
  for (const [values, given] of [[core.inputs, file.inputs], [core.outputs, file.outputs]]) {
    const isFit = ({ axes, elements }, i) => isSame(axes, values[i].axes) && elements.every(x => isIn(x, ...values[i].bounds));
    require(values.length === given.length && given.every(isFit), 'the border has other values or sizes, or one is out of its bounds');
  }
  const c = new Claims(file.profile, file.proof), layouts = absorbStatement(c, core, file), root = c.bytes(0x05, 32);
  lookups(c, core, file);
  for (const [i, value] of core.outputs.entries()) c.addKnown(value, c.draw(value.axes).groups, file.outputs[i].elements);
  for (const { rule, read, output } of [...core.steps].reverse()) {
    if (output?.claims.length) CLAIMS[rule](c, c.join(output), ...read);
    PINS[rule]?.(c, ...read);
  }
  openings(c, layouts, file, root);
  return c.end() && c;
}

/** Section 8: what both sides know; and the layout of columns, section 10. */
function absorbStatement(c, core, file) {
  const words = (...numbers) => Buffer.concat(numbers.flat().map(u64)), tensor = axes => [axes.length, ...axes];
  const head = Buffer.from(`OpenGradient proof-1 key\0${file.profile === 2 ? 'quadratic' : 'cubic'}\0`);
  require(file.root.length > 0 === core.weights.length > 0, 'the key has a root if and only if there are weights');
  c.absorb(0x01, Buffer.concat([head, file.programId, words(file.rows.length, file.rows), file.root]));
  c.absorb(0x07, words(file.b, file.queries, file.work, file.lookupWork));
  c.absorb(0x08, words(file.inputSizes.flatMap(tensor)));
  for (const [label, list] of [[0x02, file.inputs], [0x03, file.outputs]])
    list.forEach(({ axes, elements }) => c.absorb(label, words(tensor(axes), elements)));
  c.absorb(0x04, file.nonce);
  core.counts = [null, ...core.tables].map(() => core.column([65536]));
  for (const column of [...core.columns, ...core.weights]) column.pieces = pieces(column);
  return [core.columns, core.weights].map(columns => Math.max(10, place(columns.flatMap(column => column.pieces))));
}

/** A column has a piece for each choice of a binary digit of each axis. */
function pieces({ axes }) {
  const digits = d => range(bits(d + 1)).reverse().filter(n => Math.floor(d / 2 ** n) % 2);
  const cut = d => digits(d).map(n => ({ from: d - d % 2 ** (n + 1), bits: n }));
  return choices(axes.map(cut)).map(parts => ({ parts, bits: total(parts.map(part => part.bits)) }));
}

/** Places one behind the other, by falling size; gives the bits of all. */
function place(blocks) {
  const sorted = [...blocks].sort((x, y) => y.bits - x.bits);
  return bits(sorted.reduce((next, block) => (block.at = next) + 2 ** block.bits, 0));
}

/** eq of the first coordinates and the place of a block, and the coordinates within it. */
const within = ({ eqIndex }, point, { at, bits: n }) =>
  [eqIndex(point.slice(0, point.length - n), at / 2 ** n), point.slice(point.length - n)];

/** Section 10: what is looked up, and the counts, are linear in the witness: two claims about all of it. */
function lookups(c, core, file) {
  const { add, sub, mul, eq, scale, sum, one } = c.E;
  const blocks = core.lookups.flatMap(({ columns, ...lookup }) =>
    columns[0].pieces.map(({ bits: n }, i) => ({ ...lookup, bits: n, pieces: columns.map(column => column.pieces[i]) })));
  const tables = core.counts.map(({ pieces: counts }, table) => ({ table, pieces: counts, bits: 16 })), n = place([...blocks, ...tables]);
  c.work(file.lookupWork);
  c.tableErrors = 4n << BigInt(n);
  const alpha = c.challenge(0), beta = c.challenge(0), { p, q, point } = c.fractions(n);
  for (const block of [...blocks, ...tables]) [block.e] = within(c.E, point, block);
  const groups = c.eq(point.slice(n - 16), [65536]), of = elements => c.known(groups, elements ?? []);
  const outside = ({ table }) => sub(sub(alpha, one), scale(mul(beta, beta), table)); // of the row, less the 1 of the rest
  const row = ({ table }) => add(of(range(65536).map(BigInt)), mul(beta, of(core.tables[table - 1]?.elements)));
  const known = [...blocks.map(B => mul(B.e, sub(outside(B), c.E.of(B.offset)))), ...tables.map(T => mul(T.e, sub(outside(T), row(T))))];
  const term = (piece, factor) => ({ ...piece, weigh: rest => mul(factor, eq(point.slice(n - piece.bits), rest)) });
  const read = ({ pieces: [first, ...others], e, factor }) => [term(first, scale(e, factor)), ...others.map(y => term(y, mul(e, beta)))];
  c.open('witness', blocks.flatMap(read), add(sub(one, q), sum(known)));
  c.open('witness', tables.map(T => term(T.pieces[0], T.e)), sub(sum(blocks.map(B => B.e)), p));
}

/** Section 11. */
function openings(c, [n, nKey], file, root) {
  const { sub, mul, sum, inner, product, powers, zero, one } = c.E, list = [...c.opened.witness, ...c.opened.key], isKeyed = file.root.length > 0;
  const cKey = isKeyed ? Math.min(21, Math.max(10, nKey - 4)) : 0, N = Math.max(n, isKeyed ? nKey : 0), least = Math.max(4, n - 21);
  const gammas = powers(c.challenge(list.length - 1), list.length), [rho, end] = c.sumcheck(N, 2, inner(gammas, list.map(claim => claim.v)));
  const a = least + (isKeyed ? range(3).find(i => (n - least - i - cKey) % 3 === 0) : 0);
  const key = { name: 'key', root: file.root, a: nKey - cKey, c: cKey };
  const vectors = [{ name: 'witness', root, a, c: n - a }, ...(isKeyed ? [key] : [])];
  const parts = vectors.map(vector => {
    const lacking = N - vector.a - vector.c, own = rho.slice(lacking), extension = ({ terms }) => sum(terms.map(({ weigh, ...piece }) => {
      const [prefix, rest] = within(c.E, own, piece);
      return mul(prefix, weigh(rest));
    }));
    const weights = list.map(claim => (claim.vector === vector.name ? extension(claim) : zero));
    [vector.value] = c.numbers(0x46, 1);
    return product([vector.value, inner(gammas, weights), ...rho.slice(0, lacking).map(r => sub(one, r))]);
  });
  c.equal(sum(parts), end, 'the openings');
  open(c, vectors, rho, file);
}

/** Section 13, in units of 2^-256, rounded up. */
function soundness(c, { profile, b, queries, work, lookupWork }) {
  const D = BigInt(profile), share = (2n ** 128n / P + 1n) ** D, up = (numerator, shift) => (numerator + (1n << shift) - 1n) >> shift;
  const drawn = (n, h) => up(n * share << 256n, 128n * D + BigInt(h));
  const queried = up((2n ** BigInt(b) + 1n) ** BigInt(queries) << 256n, BigInt((b + 1) * queries + work));
  const all = drawn(c.lucky, 0) + drawn(c.tableErrors, lookupWork) + queried;
  require(all <= 1n << (profile === 2 ? 156n : 128n), 'these parameters leave too much to chance');
}
