// Section 15: packages and proof files.
import { createHash } from 'node:crypto';
import { require } from './transcript.js';

export const sha256 = bytes => createHash('sha256').update(bytes).digest();

export function readPackage(text) {
  const json = JSON.parse(text);
  require(json.mediaType === 'application/vnd.opengradient.program-proof.v1+json' && json.evidence.type === 'program-proof/v1', 'this is no package');
  const bytes = base64 => Buffer.from(base64, 'base64');
  const program = bytes(json.evidence.program);
  return {
    program: JSON.parse(program), programId: sha256(program), constants: json.evidence.constants.map(bytes), file: readFile(bytes(json.evidence.proof)),
    inputs: json.inputs.map(i => readTensor(bytes(i.content))), outputs: json.outputs.map(o => readTensor(bytes(o.content))),
  };
}

/** receipt-1 section 3: a leaf of a tensor. */
function readTensor(content) {
  const end = content.indexOf(10), [, type, sizes] = /^([a-z0-9]+)\[([0-9,]*)\]$/.exec(content.subarray(0, end).toString());
  return { type, axes: sizes ? sizes.split(',').map(Number) : [], bytes: content.subarray(end + 1) };
}

/** What stands in a proof file; refused if it is not of the one form. */
export function readFile(bytes) {
  let at = 0;
  const take = size => { require(at + size <= bytes.length, `the file ends early, at byte ${at}`); return bytes.subarray(at, at += size); };
  const number = (least, most) => {
    const value = take(8).readBigUInt64BE();
    require(value >= BigInt(least) && value <= BigInt(most), `a number is out of its range, before byte ${at}`);
    return Number(value);
  };
  const list = read => Array.from({ length: number(0, 2 ** 31 - 1) }, read), sizes = () => Array.from({ length: number(0, 8) }, () => number(0, 2 ** 31 - 1));
  const magic = Buffer.from('OpenGradient proof-1 file\0');
  require(bytes.length <= 64 * 2 ** 20 && take(magic.length).equals(magic), 'this is no proof file');
  number(1, 1);
  require(number(0, 3) === 0, 'private weights or inputs (section 14) are not covered by this verifier');
  const file = { profile: number(2, 3), b: number(1, 4), queries: number(1, 4096), work: number(0, 40), lookupWork: number(0, 40), programId: take(32) };
  file.inputSizes = list(sizes);
  file.rows = list(() => take(8).readBigUInt64BE());
  const rootLength = number(0, 32);
  require(rootLength === 0 || rootLength === 32, 'a root of a length that there is not');
  file.root = rootLength ? take(32) : null;
  [file.inputs, file.outputs] = [0, 1].map(() => list(() => readElements(sizes(), number, take)));
  file.nonce = take(32);
  file.proof = take(number(0, 2 ** 31 - 1));
  require(at === bytes.length, `the file goes on behind its end, at byte ${at}`);
  return file;
}

const WIDTHS = { i8: 1, u8: 1, bool: 1, i16: 2, u16: 2, i32: 4, u32: 4, i64: 8, u64: 8 };

function readElements(axes, number, take) {
  const w = number(1, 8), size = axes.reduce((n, d) => n * d, 1);
  require([1, 2, 4, 8].includes(w), 'elements of a width that there is not');
  const bytes = take(w * size), elements = [];
  for (let i = 0; i < bytes.length; i += w) elements.push(BigInt.asIntN(8 * w, BigInt('0x' + bytes.toString('hex', i, i + w))));
  const most = 1n << BigInt(4 * w - 1);
  require(w === 1 || elements.some(x => x < -most || x >= most), 'elements are wider than they must be');
  return { axes, elements };
}

/** Little-endian elements of exec-1. */
export function littleEndian(bytes, type) {
  const w = WIDTHS[type], elements = [];
  require(w !== undefined, `elements of the type ${type} are not covered by this verifier`);
  for (let i = 0; i + w <= bytes.length; i += w) {
    const hex = Buffer.from(bytes.subarray(i, i + w)).reverse().toString('hex');
    elements.push(type[0] === 'i' ? BigInt.asIntN(8 * w, BigInt('0x' + hex)) : BigInt('0x' + hex));
  }
  return elements;
}

export const range = type => {
  if (type === 'bool') return [0n, 1n];
  const b = BigInt(8 * WIDTHS[type]);
  return type[0] === 'i' ? [-(1n << b - 1n), (1n << b - 1n) - 1n] : [0n, (1n << b) - 1n];
};

export const isInteger = type => type in WIDTHS;
