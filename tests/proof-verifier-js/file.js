// Section 15: packages and proof files.
import { createHash } from 'node:crypto';
import { numbersTo, product } from './numbers.js';
import { require } from './transcript.js';

export const sha256 = bytes => createHash('sha256').update(bytes).digest();

export function readPackage(text) {
  const { mediaType, evidence, inputs, outputs } = JSON.parse(text), bytes = base64 => Buffer.from(base64, 'base64');
  const tensors = list => list.map(tensor => readTensor(bytes(tensor.content)));
  require(mediaType === 'application/vnd.opengradient.program-proof.v1+json', 'this is no package');
  const [program, file, ...constants] = [evidence.program, evidence.proof, ...evidence.constants].map(bytes);
  return { program, file, constants, inputs: tensors(inputs), outputs: tensors(outputs) };
}

/** receipt-1 section 3: a leaf of a tensor. */
function readTensor(content) {
  const end = content.indexOf(10), head = content.subarray(0, end).toString();
  const [, type, sizes] = /^([a-z0-9]+)\[([0-9,]*)\]$/.exec(head);
  return { type, axes: sizes ? sizes.split(',').map(Number) : [], bytes: content.subarray(end + 1) };
}

/** What stands in a proof file; refused if it is not of the one form. */
export function readFile(bytes) {
  let at = 0;
  const take = size => {
    require(at + size <= bytes.length, `the file ends early, at byte ${at}`);
    return bytes.subarray(at, at += size);
  };
  const number = (least = 0, most = 2 ** 31 - 1) => {
    const value = take(8).readBigUInt64BE();
    require(value >= BigInt(least) && value <= BigInt(most), `a number is out of its range, before byte ${at}`);
    return Number(value);
  };
  const list = read => numbersTo(number(0, Math.floor((bytes.length - at) / 8))).map(read);
  const sizes = () => numbersTo(number(0, 8)).map(() => number());
  const tensor = () => {
    const axes = sizes(), w = number(1, 8), big = 1n << BigInt(4 * w - 1);
    require([1, 2, 4, 8].includes(w), 'elements of a width that there is not');
    const hex = chunks(take(w * product(axes)), w).map(e => '0x' + e.toString('hex'));
    const elements = hex.map(e => BigInt.asIntN(8 * w, BigInt(e)));
    require(w === 1 || elements.some(x => x < -big || x >= big), 'elements are wider than they must be');
    return { axes, elements };
  };
  const magic = Buffer.from('OpenGradient proof-1 file\0');
  require(bytes.length <= 64 * 2 ** 20 && take(magic.length).equals(magic), 'this is no proof file');
  number(1, 1); // the version
  number(0, 0); // nothing is hidden
  const file = { profile: number(2, 3), b: number(), queries: number(), work: number(), lookupWork: number() };
  Object.assign(file, { programId: take(32), inputSizes: list(sizes), rows: list(() => take(8).readBigUInt64BE()) });
  Object.assign(file, { root: take(number(0, 32)), inputs: list(tensor), outputs: list(tensor), nonce: take(32) });
  file.proof = take(number());
  require(file.root.length % 32 === 0, 'a root of a length that there is not');
  require(at === bytes.length, `the file goes on behind its end, at byte ${at}`);
  return file;
}

const chunks = (bytes, size) => numbersTo(bytes.length / size).map(i => bytes.subarray(size * i, size * i + size));

const WIDTHS = { i8: 1, u8: 1, bool: 1, i16: 2, u16: 2, i32: 4, u32: 4, i64: 8, u64: 8 };

export const isInteger = type => type in WIDTHS;

/** Little-endian elements of exec-1. */
export const littleEndian = (bytes, type) => chunks(bytes, WIDTHS[type]).map(e =>
  (type[0] === 'i' ? BigInt.asIntN : BigInt.asUintN)(8 * e.length,
    BigInt('0x' + Buffer.from(e).reverse().toString('hex'))));

/** The interval of a type. */
export function interval(type) {
  const half = 1n << BigInt(8 * WIDTHS[type] - 1);
  return type === 'bool' ? [0n, 1n] : type[0] === 'i' ? [-half, half - 1n] : [0n, 2n * half - 1n];
}
