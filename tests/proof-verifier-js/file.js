// Section 15: packages and proof files.
import { createHash } from 'node:crypto';
import { product, range, require } from './numbers.js';

export const sha256 = bytes => createHash('sha256').update(bytes).digest();

export function readPackage(text) {
  const { mediaType, evidence, inputs, outputs } = JSON.parse(text), bytes = base64 => Buffer.from(base64, 'base64');
  require(mediaType === 'application/vnd.opengradient.program-proof.v1+json', 'this is no package');
  const [program, proof, ...constants] = [evidence.program, evidence.proof, ...evidence.constants].map(bytes);
  const [shownInputs, shownOutputs] = [inputs, outputs].map(list => list.map(tensor => readTensor(bytes(tensor.content))));
  return { program, proof, constants, shownInputs, shownOutputs };
}

/** receipt-1 section 3: a leaf of a tensor. */
function readTensor(content) {
  const end = content.indexOf(10), [, type, sizes] = /^([a-z0-9]+)\[([0-9,]*)\]$/.exec(content.subarray(0, end));
  return { type, axes: sizes ? sizes.split(',').map(Number) : [], bytes: content.subarray(end + 1) };
}

/** What stands in a proof file; refused if it is not of the one form. */
export function readFile(bytes) {
  let at = 0;
  const check = (holds, what) => require(holds, `${what}, before byte ${at}`);
  const take = size => check(at + size <= bytes.length, 'the file ends early') && bytes.subarray(at, at += size);
  const number = (least = 0, most = 2 ** 31 - 1, n = take(8).readBigUInt64BE()) => check(n >= least && n <= most, 'out of its range') && Number(n);
  const list = read => range(number(0, Math.floor((bytes.length - at) / 8))).map(read), sizes = () => range(number(0, 8)).map(() => number());
  const stretch = n => {
    const m = BigInt.asIntN(64, take(8).readBigUInt64BE()), [z, k] = take(2), code = new RegExp(`(0*)1([01]{${k}})`, 'y');
    const digits = [...bytes.subarray(at, at + Math.ceil(n * (k + 3) / 8))].map(byte => byte.toString(2).padStart(8, '0')).join('');
    const us = range(n).map(() => code.exec(digits)).map(x => check(x, 'no code') && BigInt(`0b${x[1].length.toString(2)}${x[2]}`));
    const all = us.map(u => BigInt.asIntN(64, m + ((u >> 1n ^ -(u & 1n)) << BigInt(z)))), any = us.reduce((some, u) => some | (u + 1n) / 2n, 0n);
    const count = f => all.filter(f).length, isMedian = count(x => x < m) <= n / 2 && count(x => x <= m) > n / 2;
    const areWhole = us.every(u => u >> BigInt(64 - z) === 0n) && (any === 0n ? z === 0 : any % 2n === 1n), size = Math.ceil(code.lastIndex / 8);
    const isEnough = k => us.reduce((sum, u) => sum + ((u >> BigInt(k)) + 1n) / 2n, 0n) <= n, isLeast = range(64).slice(5).find(isEnough) === k;
    const isTheirs = isMedian && areWhole && isLeast && take(size).at(-1) % 2 ** (8 * size - code.lastIndex) === 0;
    return check(isTheirs, 'integers that are packed in another way than theirs') && all;
  };
  const packed = n => check(n * 0.75 <= bytes.length - at, 'too many') && range(Math.ceil(n / 256)).flatMap(i => stretch(Math.min(256, n - 256 * i)));
  const tensor = (axes = sizes()) => ({ axes, elements: packed(product(axes)) });
  check(bytes.length <= 2 ** 26 && take(26).toString() === 'OpenGradient proof-1 file\0' && number(4, 4), 'no proof file');
  const visibility = number(0, 3), file = {
    visibility, profile: number(2, 5), b: number(), queries: number(), work: number(), lookupWork: number(),
    programId: take(32), inputSizes: list(sizes), rows: packed(number()), root: take(number(0, 32)),
    proofCount: visibility > 1 ? number() : 0, inputs: list(() => tensor()), outputs: list(() => tensor()), nonce: take(32), proof: take(number()),
  };
  const isPlain = file.inputs.length === 0 || visibility % 2 === 0, isWhole = file.root.length % 32 === 0 && at === bytes.length;
  return check(isPlain && isWhole && file.rows.every(A => A >= 0n), 'private inputs, a root of another size, an A below 0, or a longer file') && file;
}

const bytesOf = type => (type === 'bool' ? 1 : Number(type.slice(1)) / 8);
export const isInteger = type => /^([iu](8|16|32|64)|bool)$/.test(type);

/** The elements of exec-1, and the interval of a type. */
export const littleEndian = (bytes, type, size = bytesOf(type), as = type[0] === 'i' ? BigInt.asIntN : BigInt.asUintN) =>
  range(bytes.length / size).map(i => as(8 * size, BigInt(`0x${Buffer.from(bytes.subarray(size * i, size * (i + 1))).reverse().toString('hex')}`)));

export const interval = (type, half = 1n << BigInt(8 * bytesOf(type) - 1)) =>
  (type === 'bool' ? [0n, 1n] : type[0] === 'i' ? [-half, half - 1n] : [0n, 2n * half - 1n]);
export const isOfType = (type, [low, high]) => low >= interval(type)[0] && high <= interval(type)[1];
