// Section 15: packages and proof files.
import { createHash } from 'node:crypto';
import { product, range } from './numbers.js';
import { require } from './transcript.js';

export const sha256 = bytes => createHash('sha256').update(bytes).digest();

export function readPackage(text) {
  const { mediaType, evidence, inputs, outputs } = JSON.parse(text), bytes = base64 => Buffer.from(base64, 'base64');
  const tensors = list => list.map(tensor => readTensor(bytes(tensor.content)));
  require(mediaType === 'application/vnd.opengradient.program-proof.v1+json', 'this is no package');
  const [program, proof, ...constants] = [evidence.program, evidence.proof, ...evidence.constants].map(bytes);
  return { program: JSON.parse(program), programId: sha256(program), proof, constants, inputs: tensors(inputs), outputs: tensors(outputs) };
}

/** receipt-1 section 3: a leaf of a tensor. */
function readTensor(content) {
  const end = content.indexOf(10), [, type, sizes] = /^([a-z0-9]+)\[([0-9,]*)\]$/.exec(content.subarray(0, end));
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
    const value = Number(take(8).readBigUInt64BE());
    require(value >= least && value <= most, `a number is out of its range, before byte ${at}`);
    return value;
  };
  const list = read => range(number(0, Math.floor((bytes.length - at) / 8))).map(read);
  const sizes = () => range(number(0, 8)).map(() => number());
  const tensor = () => {
    const axes = sizes(), w = number(1, 8), narrower = 1n << BigInt(4 * w - 1);
    const elements = chunks(take(w * product(axes)), w).map(e => BigInt.asIntN(8 * w, BigInt('0x' + e.toString('hex'))));
    const isLeast = w === 1 || elements.some(x => x < -narrower || x >= narrower);
    require([1, 2, 4, 8].includes(w) && isLeast, 'elements of a width that there is not, or wider than they must be');
    return { axes, elements };
  };
  const magic = Buffer.from('OpenGradient proof-1 file\0');
  require(bytes.length <= 2 ** 26 && take(magic.length).equals(magic) && number(1, 1), 'this is no proof file');
  number(0, 0); // the visibility: nothing is hidden
  const file = {
    profile: number(2, 3), b: number(), queries: number(), work: number(), lookupWork: number(), programId: take(32),
    inputSizes: list(sizes), rows: list(() => take(8).readBigUInt64BE()), root: take(number(0, 32)),
    inputs: list(tensor), outputs: list(tensor), nonce: take(32), proof: take(number()),
  };
  require(file.root.length % 32 === 0 && at === bytes.length, `a root of another length, or a file that goes on at byte ${at}`);
  return file;
}

const chunks = (bytes, size) => range(bytes.length / size).map(i => bytes.subarray(size * i, size * i + size));

const widthOf = type => (type === 'bool' ? 1 : Number(type.slice(1)) / 8);

export const isInteger = type => /^([iu](8|16|32|64)|bool)$/.test(type);

/** Little-endian elements of exec-1. */
export const littleEndian = (bytes, type) => chunks(bytes, widthOf(type)).map(e =>
  (type[0] === 'i' ? BigInt.asIntN : BigInt.asUintN)(8 * e.length, BigInt('0x' + Buffer.from(e).reverse().toString('hex'))));

/** The interval of a type. */
export function interval(type) {
  const half = 1n << BigInt(8 * widthOf(type) - 1);
  return type === 'bool' ? [0n, 1n] : type[0] === 'i' ? [-half, half - 1n] : [0n, 2n * half - 1n];
}
