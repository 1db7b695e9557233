// The content of a `tensor` leaf: `type[d0,d1,…]`, a newline, then the elements, row-major, little-endian. receipt-1 section 3.

import { decodeUtf8 } from '../primitives/bytes.js';

/** Bytes of an element and how to read one; the names are those of a Program's element types. */
const elementTypes = {
  f64: [8, (view, offset) => view.getFloat64(offset, true)],
  f32: [4, (view, offset) => view.getFloat32(offset, true)],
  f16: [2, smallFloat(5, 10, 15, 'ieee')],
  bf16: [2, smallFloat(8, 7, 127, 'ieee')],
  i64: [8, (view, offset) => view.getBigInt64(offset, true)],
  u64: [8, (view, offset) => view.getBigUint64(offset, true)],
  i32: [4, (view, offset) => view.getInt32(offset, true)],
  u32: [4, (view, offset) => view.getUint32(offset, true)],
  i16: [2, (view, offset) => view.getInt16(offset, true)],
  u16: [2, (view, offset) => view.getUint16(offset, true)],
  i8: [1, (view, offset) => view.getInt8(offset)],
  u8: [1, (view, offset) => view.getUint8(offset)],
  i4: [1, (view, offset) => view.getInt8(offset)],
  u4: [1, (view, offset) => view.getUint8(offset)],
  i2: [1, (view, offset) => view.getInt8(offset)],
  u2: [1, (view, offset) => view.getUint8(offset)],
  bool: [1, (view, offset) => view.getUint8(offset) !== 0],
  f8e4m3fn: [1, smallFloat(4, 3, 7, 'fn')],
  f8e4m3fnuz: [1, smallFloat(4, 3, 8, 'fnuz')],
  f8e5m2: [1, smallFloat(5, 2, 15, 'ieee')],
  f8e5m2fnuz: [1, smallFloat(5, 2, 16, 'fnuz')],
  f8e8m0: [1, (view, offset) => (view.getUint8(offset) === 255 ? NaN : 2 ** (view.getUint8(offset) - 127))],
  f4e2m1: [1, smallFloat(2, 1, 1, 'finite')],
};

/**
 * How to read a float of up to 16 bits: sign, exponent, fraction. Its specials: as IEEE 754 has them (`ieee`), only NaN with all bits set (`fn`),
 * only NaN in the place of -0 (`fnuz`), none (`finite`).
 */
function smallFloat(exponentBits, fractionBits, bias, specials) {
  const bits = 1 + exponentBits + fractionBits;
  const mostExponent = 2 ** exponentBits - 1;
  const mostFraction = 2 ** fractionBits - 1;
  return (view, offset) => {
    const number = bits > 8 ? view.getUint16(offset, true) : view.getUint8(offset);
    const sign = (number >> (bits - 1)) & 1;
    const exponent = (number >> fractionBits) & mostExponent;
    const fraction = number & mostFraction;
    if (specials === 'ieee' && exponent === mostExponent) return fraction !== 0 ? NaN : sign === 1 ? -Infinity : Infinity;
    if (specials === 'fn' && exponent === mostExponent && fraction === mostFraction) return NaN;
    if (specials === 'fnuz' && number === 2 ** (bits - 1)) return NaN;
    const magnitude = exponent === 0
      ? fraction * 2 ** (1 - bias - fractionBits)
      : (2 ** fractionBits + fraction) * 2 ** (exponent - bias - fractionBits);
    return sign === 1 ? -magnitude : magnitude;
  };
}

/**
 * Reads the content of a tensor leaf, for showing it.
 * @param {Uint8Array} content
 * @returns {{ type: string, shape: number[], elementCount: number, at: (index: number) => number | bigint | boolean } | undefined}
 */
export function parseTensorContent(content) {
  const newline = content.indexOf(0x0a);
  const header = /^([a-z0-9]+)\[([0-9,]*)\]$/.exec(newline < 0 ? '' : (decodeUtf8(content.subarray(0, newline)) ?? ''));
  if (header === null || !Object.hasOwn(elementTypes, header[1])) return undefined;
  const [elementBytes, read] = elementTypes[header[1]];
  const shape = header[2] === '' ? [] : header[2].split(',').map(Number);
  const elementCount = shape.reduce((product, dimension) => product * dimension, 1);
  const elements = content.subarray(newline + 1);
  if (elements.length !== elementCount * elementBytes) return undefined;
  const view = new DataView(elements.buffer, elements.byteOffset, elements.byteLength);
  return { type: header[1], shape, elementCount, at: (index) => read(view, index * elementBytes) };
}
