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
  const inRange = (value, least, most) => check(value >= least && value <= most, 'a number is out of its range') && Number(value);
  const number = (least = 0, most = 2 ** 31 - 1) => inRange(take(8).readBigUInt64BE(), least, most);
  const list = read => range(number(0, Math.floor((bytes.length - at) / 8))).map(read), sizes = () => range(number(0, 8)).map(() => number());
  const tensor = () => {
    const axes = sizes(), w = number(1, 8), narrower = 1n << BigInt(4 * w - 1), elements = integersOf(take(w * product(axes)), w, true, true);
    const isLeast = w === 1 || elements.some(x => x < -narrower || x >= narrower);
    return check([1, 2, 4, 8].includes(w) && isLeast, 'elements of a width that there is not, or wider than they must be') && { axes, elements };
  };
  const magic = Buffer.from('OpenGradient proof-1 file\0');
  check(bytes.length <= 2 ** 26 && take(magic.length).equals(magic) && number(1, 1), 'no proof file');
  const visibility = number(0, 3), file = {
    visibility, profile: number(2, 5), b: number(), queries: number(), work: number(), lookupWork: number(),
    programId: take(32), inputSizes: list(sizes), rows: list(() => take(8).readBigUInt64BE()), root: take(number(0, 32)),
    proofCount: visibility > 1 ? number() : 0, inputs: list(tensor), outputs: list(tensor), nonce: take(32), proof: take(number()),
  };
  const isPlain = file.inputs.length === 0 || visibility % 2 === 0, isWhole = file.root.length % 32 === 0 && at === bytes.length;
  return check(isPlain && isWhole, 'inputs that are said to be private, a root of another length, or a file that goes on') && file;
}

/** Integers of some bytes each. */
const inStretches = (bytes, size) => range(bytes.length / size).map(i => Buffer.from(bytes.subarray(size * i, size * i + size)));
const integersOf = (bytes, size, isSigned, isBigEndian) => inStretches(bytes, size).map(own =>
  (isSigned ? BigInt.asIntN : BigInt.asUintN)(8 * size, BigInt('0x' + (isBigEndian ? own : own.reverse()).toString('hex'))));

const bytesOf = type => (type === 'bool' ? 1 : Number(type.slice(1)) / 8);
export const isInteger = type => /^([iu](8|16|32|64)|bool)$/.test(type);

/** The elements of exec-1, and the interval of a type. */
export const littleEndian = (bytes, type) => integersOf(bytes, bytesOf(type), type[0] === 'i', false);

export const interval = (type, half = 1n << BigInt(8 * bytesOf(type) - 1)) =>
  (type === 'bool' ? [0n, 1n] : type[0] === 'i' ? [-half, half - 1n] : [0n, 2n * half - 1n]);
export const isOfType = (type, [low, high]) => low >= interval(type)[0] && high <= interval(type)[1];
