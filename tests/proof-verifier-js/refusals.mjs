// Writes spec/proof-1/vectors/refused.json: what is changed in a published statement, and the verdict that follows.
//   node tests/proof-verifier-js/refusals.mjs
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readFile, readPackage } from './file.js';
import { P } from './numbers.js';
import { apply, names, statement } from './statements.js';
import { Transcript } from './transcript.js';
import { verify } from './verifier.js';

const vectors = [], PROOF = ['evidence', 'proof'];
const fileOf = name => readPackage(statement(name)).proof;
const u64 = value => BigInt(value).toString(16).padStart(16, '0');
const replace = (path, at, hex) => ({ path, at, remove: hex.length / 2, insert: hex });

/** What section 15 says of a stretch: its median, the zeros that differences end in, the bits behind the one of each code. */
function headOf(integers) {
  const m = integers.toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0))[integers.length >> 1], all = integers.reduce((some, x) => some | (x - m), 0n).toString(2);
  const z = all === '0' ? 0 : all.length - all.lastIndexOf('1') - 1, us = foldedOf(integers, m, z);
  const isEnough = k => us.reduce((sum, u) => sum + ((u >> BigInt(k)) + 1n) / 2n, 0n) <= integers.length;
  return { m, z, k: Array.from({ length: 59 }, (_, i) => i + 5).find(isEnough) };
}

const foldedOf = (integers, m, z) => integers.map(x => (x - m) >> BigInt(z)).map(e => (e < 0n ? -2n * e - 1n : 2n * e));
const codeOf = (u, k) => '0'.repeat(Number(u >> BigInt(k))) + '1' + (u % (1n << BigInt(k))).toString(2).padStart(k, '0');
const hexOf = bits => bits.match(/.{1,8}/g).map(byte => parseInt(byte.padEnd(8, '0'), 2).toString(16).padStart(2, '0')).join('');

const bitsOf = (integers, { m, z, k } = headOf(integers)) => foldedOf(integers, m, z).map(u => codeOf(u, k)).join('');

/** Integers of one stretch, as section 15 packs them, or with another head, or other bits behind it. */
function packed(integers, other = {}) {
  const { m, z, k, bits = bitsOf(integers, { m, z, k }) } = { ...headOf(integers), ...other };
  return u64(BigInt.asUintN(64, m)) + u64(z).slice(-2) + u64(k).slice(-2) + hexOf(bits);
}

/** Other bytes in the place of integers of one stretch. */
function repack(on, integers, hex) {
  const own = packed(integers), at = fileOf(on).indexOf(Buffer.from(own, 'hex'));
  if (at < 0) throw new Error(`${on} has no such integers`);
  return { path: PROOF, at, remove: own.length / 2, insert: hex };
}

function add(name, on, verdict, ...edits) { vectors.push({ name: `${on}: ${name}`, statement: on, verdict, edits }); }

function flip(on, at) { return replace(PROOF, at, (fileOf(on)[at] ^ 1).toString(16).padStart(2, '0')); }

/** The messages of a statement's proof: label, place in the file, size. */
function messages(on) {
  const file = fileOf(on), list = [], { absorb, work } = Transcript.prototype, isOfProver = label => label === 0x05 || label >= 0x10;
  let at = file.length - readFile(file).proof.length;
  const note = (label, size) => { list.push({ label, at, size }); at += size; };
  Object.assign(Transcript.prototype, {
    absorb(label, bytes) { if (isOfProver(label)) note(label, bytes.length); return absorb.call(this, label, bytes); },
    work(b) { note('work', 8); return work.call(this, b); },
  });
  const fault = verify(statement(on));
  Object.assign(Transcript.prototype, { absorb, work });
  if (fault || at !== file.length) throw new Error(`${on} is not accepted: ${fault?.reason}`);
  return list.filter(message => message.size > 0);
}

// A byte of a message of each kind.
const flipped = new Set();
for (const on of ['layer-norm', 'choices', 'comparisons', 'weighted', 'movement', 'arithmetic', 'tokens', ...names()])
  for (const { label, at, size } of messages(on)) {
    if (flipped.has(label)) continue;
    flipped.add(label);
    add(`a byte of the first message ${label === 'work' ? 'of work' : '0x' + label.toString(16)}`, on, 'proof-invalid', flip(on, at + size - 1));
  }

for (const on of ['layer-norm', 'weighted']) {
  const bytes = fileOf(on), file = readFile(bytes), start = bytes.length - file.proof.length, end = bytes.length;
  const cut = (at, remove) => ({ path: PROOF, at, remove, insert: '' }), longer = hex => ({ path: PROOF, at: end, remove: 0, insert: hex });
  add('a file that ends early', on, 'proof-invalid', cut(end - 1, 1));
  add('a file that goes on', on, 'proof-invalid', longer('00'));
  add('an empty file', on, 'proof-invalid', cut(0, end));
  add('a proof that ends early', on, 'proof-invalid', replace(PROOF, start - 8, u64(end - start - 8)), cut(end - 8, 8));
  add('a proof that goes on', on, 'proof-invalid', replace(PROOF, start - 8, u64(end - start + 1)), longer('00'));
  add('an empty proof', on, 'proof-invalid', replace(PROOF, start - 8, u64(0)), cut(start, end - start));
  add('p for a number of the field', on, 'proof-invalid', replace(PROOF, start + 40, u64(P)));
  add('another nonce of the statement', on, 'proof-invalid', flip(on, start - 9));
  // magic 26, then words: version, visibility, profile, b, Q, g, h; then the ProgramId.
  const word = i => 26 + 8 * i;
  add('another kind of file', on, 'proof-invalid', flip(on, 0));
  add('another version', on, 'proof-invalid', replace(PROOF, word(0), u64(3)));
  add('something that is said to be hidden', on, 'proof-invalid', replace(PROOF, word(1), u64(1)));
  add('the other profile', on, 'proof-invalid', replace(PROOF, word(2), u64(5 - file.profile)));
  add('a profile that there is not', on, 'proof-invalid', replace(PROOF, word(2), u64(6)));
  add('another rate', on, 'proof-invalid', replace(PROOF, word(3), u64(file.b + 1)));
  add('a query less', on, 'proof-invalid', replace(PROOF, word(4), u64(file.queries - 1)));
  add('less work', on, 'proof-invalid', replace(PROOF, word(5), u64(file.work - 1)));
  add('more work for lookups', on, 'proof-invalid', replace(PROOF, word(6), u64(file.lookupWork + 1)));
  for (const [i, value] of [[3, 0], [3, 5], [4, 0], [4, 4097], [5, 41], [6, 41]])
    add(`parameter ${i - 3} being ${value}`, on, 'parameters-too-weak', replace(PROOF, word(i), u64(value)));
  add('another ProgramId', on, 'program-differs', flip(on, word(7)));
  add('another public constant', on, 'program-differs', { path: ['evidence', 'constants', 0], at: 0, remove: 1, insert: '55' });
  const { elements } = file.outputs.at(-1);
  add('another output in the file', on, 'proof-invalid', repack(on, elements, packed(elements.with(-1, elements.at(-1) ^ 1n))));
  add('an output less', on, 'output-differs', { path: ['outputs'], pop: true });
  add('another medium', on, 'not-a-package', { path: ['mediaType'], value: 'application/json' });
}

add('the proof of another', 'perceptron', 'program-differs', { path: PROOF, from: 'activation' }); // inputs have the same sizes

/** The last byte of a tensor of a package. */
function changed(on, list) {
  const content = Buffer.from(JSON.parse(statement(on))[list][0].content, 'base64'), at = content.length - 1;
  return replace([list, 0, 'content'], at, (content[at] ^ 1).toString(16).padStart(2, '0'));
}

{
  const on = 'weighted', bytes = fileOf(on), { rows, inputs: [{ elements }] } = readFile(bytes), own = repack(on, rows, ''), root = own.at + own.remove + 8;
  const withRows = (changed, how) => ({ path: PROOF, at: own.at - 8, remove: own.remove + 8, insert: u64(changed.length) + packed(changed, how) });
  add('another output in the package', on, 'output-differs', changed(on, 'outputs'));
  add('another input in the package', on, 'input-differs', changed(on, 'inputs'));
  add('a key with a larger A', on, 'proof-invalid', withRows(rows.with(0, rows[0] + 1n)));
  add('a key with an A that leaves no bounds', on, 'not-provable', withRows(rows.with(0, (1n << 63n) - 1n)));
  add('a key with an A below 0', on, 'proof-invalid', withRows(rows.with(0, -1n)));
  add('a key with a row less', on, 'not-provable', withRows(rows.slice(1)));
  add('a key with a row more', on, 'not-provable', withRows([...rows, 9n]));
  add('a key with more rows than bits', on, 'proof-invalid', replace(PROOF, own.at - 8, u64(Math.floor((bytes.length - own.at) * 8 / 6) + 1)));
  const { m, z, k } = headOf(rows);
  add('rows that are packed around another of them', on, 'proof-invalid', withRows(rows, { m: rows.find(A => A !== m) }));
  add('rows that are packed around none of them', on, 'proof-invalid', withRows(rows, { m: m + 2n }));
  for (const other of [k - 1, k + 1, 4, 64]) add(`rows that are packed with ${other} bits behind each one, not ${k}`, on, 'proof-invalid', withRows(rows, { k: other }));
  add('rows that are packed with more zeros behind than there are bits', on, 'proof-invalid', replace(PROOF, own.at + 8, u64(64).slice(-2)));
  add('rows of which no code has a one', on, 'proof-invalid', withRows(rows, { bits: '0'.repeat((k + 3) * rows.length) }));
  add('rows of which a byte is missing', on, 'proof-invalid', { path: PROOF, at: own.at + own.remove - 1, remove: 1, insert: '' });
  add('a key with another root', on, 'proof-invalid', flip(on, root));
  add('a key without a root', on, 'proof-invalid', { path: PROOF, at: root - 8, remove: 40, insert: u64(0) });
  add('two inputs swapped in the file', on, 'proof-invalid', repack(on, elements, packed([elements[1], elements[0], ...elements.slice(2)])));
  add('inputs of other sizes', on, 'input-differs', replace(PROOF, 26 + 7 * 8 + 32 + 16, u64(3)));
}

// A bit behind the last of integers whose bits are no whole bytes, and a byte.
{
  const outputsOf = name => readFile(fileOf(name)).outputs.map(({ elements }) => elements);
  const all = names().flatMap(name => outputsOf(name).map(integers => ({ name, integers }))).filter(({ integers: { length: n } }) => n > 0 && n <= 256);
  const { name, integers } = all.find(({ integers }) => bitsOf(integers).length % 8 > 0), bits = bitsOf(integers);
  add('a bit behind the last of the packed outputs', name, 'proof-invalid', repack(name, integers, packed(integers, { bits: bits.padEnd(8 * Math.ceil(bits.length / 8), '0').slice(0, -1) + '1' })));
  add('a byte behind the last of the packed outputs', name, 'proof-invalid', repack(name, integers, packed(integers) + '00'));
}

// Of rows whose differences all are even, the zero that they all end in.
{
  const rowsOf = name => readFile(fileOf(name)).rows, isEven = ({ rows }) => rows.length > 1 && rows.length <= 256 && headOf(rows).z > 0;
  const { name, rows } = names().map(name => ({ name, rows: rowsOf(name) })).find(isEven);
  add('rows that are packed with a zero behind each', name, 'proof-invalid', repack(name, rows, packed(rows, { z: headOf(rows).z - 1 })));
}

/** A Program that says something else, and a file that is about it, too, unless the verdict is that it is not. */
function reworded(name, on, verdict, from, to) {
  const program = readPackage(statement(on)).program, text = program.toString().replace(from, to);
  if (text === program.toString()) throw new Error(`${on} does not say ${from}`);
  const id = createHash('sha256').update(text).digest('hex');
  const edit = { path: ['evidence', 'program'], at: 0, remove: program.length, insert: Buffer.from(text).toString('hex') };
  add(name, on, verdict, edit, ...(verdict === 'program-differs' ? [] : [replace(PROOF, 26 + 56, id)]));
}

reworded('another Program', 'comparisons', 'program-differs', '"operator":"Xor"', '"operator":"Or"');
reworded('a Program with a step that has no rule', 'comparisons', 'not-provable', '"operator":"Xor"', '"operator":"Mod"');
reworded('a Program whose sums leave their type', 'arithmetic', 'not-provable', '"to":"i64"', '"to":"i16"');
reworded('a Program with Or for Xor', 'comparisons', 'proof-invalid', '"operator":"Xor"', '"operator":"Or"');
reworded('a Program that chooses the last of equals', 'choices', 'proof-invalid', '"axis":"1","keepdims":"0"', '"axis":"1","keepdims":"0","select_last_index":"1"');
reworded('a Program that pads otherwise', 'movement', 'proof-invalid', '"mode":"wrap"', '"mode":"edge"');

for (const { name, verdict, ...vector } of vectors) {
  const found = verify(apply(vector))?.verdict ?? 'accepted';
  if (found !== verdict) console.log(`${name}: ${found}, not ${verdict}`);
}
writeFileSync(new URL('../../spec/proof-1/vectors/refused.json', import.meta.url), JSON.stringify(vectors, null, 1) + '\n');
console.log(`${vectors.length} refusals`);
