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

/** A column has a piece for each choice of a binary digit of each axis. */
function pieces({ axes }) {
  const digits = d => range(bits(d + 1)).reverse().filter(n => Math.floor(d / 2 ** n) % 2);
  const cut = d => digits(d).map(n => ({ from: d - d % 2 ** (n + 1), bits: n }));
  const choices = axes.map(cut).reduce((all, list) => all.flatMap(head => list.map(part => [...head, part])), [[]]);
  return choices.map(parts => ({ parts, bits: parts.reduce((n, part) => n + part.bits, 0) }));
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

/** Section 10: what is looked up, and the counts, are linear in the witness: two claims about all of it. */
function lookups(t, claims, core, file) {
  const { add, sub, mul, scale, sum, zero, one } = t.E;
  const cut = ({ columns, ...lookup }) => columns[0].pieces.map(({ bits }, i) =>
    ({ ...lookup, bits, pieces: columns.map(column => column.pieces[i]) }));
  const tables = core.counts.map(({ pieces }, table) => ({ table, pieces, bits: 16 }));
  const blocks = core.lookups.flatMap(cut), n = place([...blocks, ...tables]);
  t.work(file.lookupWork);
  t.tableErrors = 4n << BigInt(n);
  const alpha = t.challenge(0), beta = t.challenge(0), { p, q, point } = t.fractions(n);
  for (const block of [...blocks, ...tables]) [block.e] = within(t.E, point, block);
  const groups = claims.eq(point.slice(n - 16), [65536]);
  const of = elements => (elements ? claims.known(groups, elements) : zero);
  const outside = ({ table }) => sub(sub(alpha, one), scale(mul(beta, beta), table)); // of the row, less the 1 of the rest
  const row = ({ table }) => add(of(range(65536).map(BigInt)), mul(beta, of(core.tables[table - 1]?.elements)));
  const known = [
    ...blocks.map(B => mul(B.e, sub(outside(B), scale(one, B.offset)))),
    ...tables.map(T => mul(T.e, sub(outside(T), row(T)))),
  ];
  const read = ({ pieces: [q, ...y], e, factor }) => [[q, scale(e, factor)], ...y.map(piece => [piece, mul(e, beta)])];
  const claim = (terms, v) => claims.opened.witness.push({ column: { vector: 'witness' }, point, terms, v });
  claim(blocks.flatMap(read), add(sub(one, q), sum(known)));
  claim(tables.map(T => [T.pieces[0], T.e]), sub(sum(blocks.map(B => B.e)), p));
}

/** Section 11. */
function openings(t, claims, [n, nKey], file, root) {
  const { add, sub, mul, eq, sum, inner, product, zero, one } = t.E;
  const list = [...claims.opened.witness, ...claims.opened.key];
  const isKeyed = file.root.length > 0, cKey = isKeyed ? Math.min(21, Math.max(10, nKey - 4)) : 0, N = Math.max(n, isKeyed ? nKey : 0);
  const powers = t.E.powers(t.challenge(list.length - 1), list.length);
  const [rho, end] = t.sumcheck(N, 2, inner(powers, list.map(claim => claim.v)));
  let a = Math.max(4, n - 21), weighed = zero;
  while (isKeyed && (n - a - cKey) % 3) a++;
  const vectors = [{ name: 'witness', root, a, c: n - a }, { name: 'key', root: file.root, a: nKey - cKey, c: cKey }];
  if (!isKeyed) vectors.pop();
  for (const vector of vectors) {
    const lacking = N - vector.a - vector.c, own = rho.slice(lacking);
    const ofPiece = (piece, weigh) => {
      const [prefix, rest] = within(t.E, own, piece);
      return mul(prefix, weigh(rest));
    };
    const extension = ({ column, groups, point, terms }) => sum(terms
      ? terms.map(([piece, e]) => mul(e, ofPiece(piece, rest => eq(point.slice(point.length - piece.bits), rest))))
      : column.pieces.map(piece => ofPiece(piece, rest => claims.at(groups, rest, piece.parts))));
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
