// Sections 8 to 11, 13 and 15: the whole verifier of packages with nothing private.
import { bits, choices, P, range, require, total, u64 } from './numbers.js';
import { Claims } from './claims.js';
import { Core, readSubject } from './core.js';
import { open } from './opening.js';
import { isInteger, littleEndian, readFile, readPackage, sha256 } from './file.js';
import { CLAIMS, PINS } from './steps.js';

const isSame = (a, b) => String(a) === String(b), isIn = (number, least, most) => number >= least && number <= most;
const isLike = (tensor, { type, axes }) => tensor?.type === type && isSame(tensor.axes, axes);

/** Null for a package that is accepted, otherwise the verdict (section 15) and a reason. */
export function verify(text) {
  const subject = { text };
  for (const [verdict, judge] of JUDGEMENTS)
    try { Object.assign(subject, judge(subject)); } catch ({ message: reason }) { return { verdict, reason }; }
  return null;
}

/** In order: the first that fails is the verdict. Each gives what those behind it look at. */
const JUDGEMENTS = [
  ['not-a-package', ({ text }) => readPackage(text)],
  ['proof-invalid', ({ proof }) => ({ file: readFile(proof) })],
  ['not-covered', ({ file }) => require(file.visibility === 0 && file.profile < 4, 'private weights or inputs, or trees of BLAKE3')],
  ['program-differs', ({ program, constants }) => ({ programId: sha256(program), ...readSubject(program, constants) })],
  ['input-differs', ({ program: { inputs }, file, shownInputs: shown }) => require(shown.length === inputs.length
    && inputs.every(({ type }, i) => isLike(shown[i], { type, axes: file.inputSizes[i] })), 'an input of the package is of another type or size')],
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
const compare = (value, elements, tensor) => require(isLike(tensor, value), 'a tensor of the package is of another type or size')
  && require(!isInteger(value.type) || isSame(elements, littleEndian(tensor.bytes, value.type)), 'a tensor differs from the border');

function verifyProof(core, file) {
  const isFit = ({ axes, bounds }, given) => given && isSame(axes, given.axes) && given.elements.every(x => isIn(x, ...bounds));
  const areFit = (values, given) => values.length === given.length && values.every((value, i) => isFit(value, given[i]));
  require(areFit(core.inputs, file.inputs) && areFit(core.outputs, file.outputs), 'the border has other values or sizes, or one out of its bounds');
  const c = new Claims(file.profile, file.proof), layouts = absorbStatement(c, core, file), root = c.bytes(0x05, 32);
  lookups(c, core, file);
  for (const [i, value] of core.outputs.entries()) c.addKnown(value, c.draw(value.axes).groups, file.outputs[i].elements);
  for (const { rule, axes, read, output } of [...core.steps].reverse()) {
    if (output?.claims.length) CLAIMS[rule](c, c.E, c.join(output), ...read);
    PINS[rule]?.(c, c.E, c.draw(axes), ...read);
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
  for (const column of [...core.columns, ...core.weights]) column.pieces = piecesOf(column.axes);
  return [core.columns, core.weights].map(columns => Math.max(10, place(columns.flatMap(column => column.pieces))));
}

/** An axis has a part for each binary digit of its size; a column a piece for each choice of a part of each axis. */
const digits = d => range(bits(d + 1)).reverse().filter(n => Math.floor(d / 2 ** n) % 2);
const partsOf = d => digits(d).map(n => ({ from: d - d % 2 ** (n + 1), bits: n }));
const piecesOf = axes => choices(axes.map(partsOf)).map(parts => ({ parts, bits: total(parts.map(part => part.bits)) }));

/** Places one behind the other, by falling size; gives the bits of all. */
const place = blocks => bits(blocks.toSorted((x, y) => y.bits - x.bits).reduce((next, block) => (block.at = next) + 2 ** block.bits, 0));

/** eq of the first coordinates of a point and the place of a block, times what the others give within it. */
const within = ({ eqIndex, mul, one }, point, { at, bits: n }, weigh = () => one) =>
  mul(eqIndex(point.slice(0, point.length - n), at / 2 ** n), weigh(point.slice(point.length - n)));

/** Section 10: what is looked up, and the counts, are linear in the witness: two claims about all of it. */
function lookups(c, core, file) {
  const { add, sub, mul, eq, scale, sum, inner, of, zero, one } = c.E, inPieces = ({ columns, ...lookup }) =>
    columns[0].pieces.map(({ bits: n }, i) => ({ ...lookup, bits: n, pieces: columns.map(column => column.pieces[i]) }));
  const limbs = core.lookups.flatMap(inPieces), counts = core.counts.flatMap((column, table) => inPieces({ columns: [column], table }));
  const blocks = [...limbs, ...counts], n = place(blocks);
  c.work(file.lookupWork);
  c.tableErrors = 4n << BigInt(n);
  const alpha = c.challenge(0), beta = c.challenge(0), { p, q, point } = c.fractions(n), cells = c.eq(point.slice(n - 16), [65536]);
  const rowOf = ({ offset, table }) => inner([one, beta, mul(beta, beta)], [...(offset === undefined
    ? [range(65536).map(BigInt), core.tables[table - 1]?.elements ?? []].map(list => c.known(cells, list)) : [of(offset), zero]), of(table)]);
  for (const block of blocks) block.e = within(c.E, point, block);
  const term = (piece, factor) => ({ ...piece, weigh: own => mul(factor, eq(point.slice(n - piece.bits), own)) });
  const read = ({ pieces: [l, ...ys], e, factor }) => [term(l, scale(e, factor)), ...ys.map(y => term(y, mul(e, beta)))];
  c.open('witness', limbs.flatMap(read), sum([one, ...blocks.map(B => mul(B.e, sub(sub(alpha, rowOf(B)), one)))].concat([sub(zero, q)])));
  c.open('witness', counts.map(T => term(T.pieces[0], T.e)), sub(sum(limbs.map(B => B.e)), p));
}

/** Section 11: all claims about a vector become its value at a point, which is opened. */
function openings(c, [n, nKey], file, root) {
  const { sub, sum, inner, product, powers, zero, one } = c.E, claims = [...c.opened.witness, ...c.opened.key], N = Math.max(n, nKey);
  const gammas = powers(c.challenge(claims.length - 1), claims.length), [rho, end] = c.sumcheck(N, 2, inner(gammas, claims.map(claim => claim.v)));
  const cKey = Math.min(21, Math.max(10, nKey - 4)), isFit = a => file.root.length === 0 || (n - a - cKey) % 3 === 0;
  const a = range(3).map(i => Math.max(4, n - 21) + i).find(isFit), key = { name: 'key', root: file.root, a: nKey - cKey, c: cKey };
  const vectors = [{ name: 'witness', root, a, c: n - a }, key].filter(vector => vector.root.length > 0);
  const parts = vectors.map(vector => {
    const lacking = N - vector.a - vector.c, own = rho.slice(lacking), weigh = piece => within(c.E, own, piece, piece.weigh);
    const weights = claims.map(claim => (claim.vector === vector.name ? sum(claim.terms.map(weigh)) : zero));
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
  const most = 1n << (profile === 2 ? 156n : 128n), all = drawn(c.lucky, 0) + drawn(c.tableErrors, lookupWork) + queried;
  require(all <= most, 'these parameters leave too much to chance');
}
