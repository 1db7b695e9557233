// The content of a `tensor` leaf: `type[d0,d1,…]`, a newline, then the elements, row-major, little-endian. receipt-1 section 3.

import { decodeUtf8 } from '../primitives/bytes.js';

/** Bytes of an element and how to read one; the names are those of a Program's element types. */
const elementTypes = {
  f32: [4, (view, offset) => view.getFloat32(offset, true)],
  i64: [8, (view, offset) => view.getBigInt64(offset, true)],
  i32: [4, (view, offset) => view.getInt32(offset, true)],
  i8: [1, (view, offset) => view.getInt8(offset)],
  u8: [1, (view, offset) => view.getUint8(offset)],
  bool: [1, (view, offset) => view.getUint8(offset) !== 0],
};

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
