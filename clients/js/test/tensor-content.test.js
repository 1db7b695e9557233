import assert from 'node:assert/strict';
import test from 'node:test';

import { parseTensorContent } from '../src/receipts/tensor-content.js';

const values = (header, bytes) => {
  const tensor = parseTensorContent(Uint8Array.from([...Buffer.from(`${header}\n`), ...bytes]));
  return tensor && Array.from({ length: tensor.elementCount }, (_, index) => tensor.at(index));
};

test('elements of every type are read', () => {
  assert.deepEqual(values('f16[4]', [0, 0x3c, 1, 0, 0xff, 0xfb, 0, 0x7c]), [1, 2 ** -24, -65504, Infinity]);
  assert.deepEqual(values('bf16[2]', [0x80, 0x3f, 0xc0, 0x7f]), [1, NaN]);
  assert.deepEqual(values('f64[1]', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]), [1]);
  assert.deepEqual(values('u64[1]', Array(8).fill(255)), [2n ** 64n - 1n]);
  assert.deepEqual(values('u32[1]', Array(4).fill(255)), [2 ** 32 - 1]);
  assert.deepEqual(values('i16[1]', [255, 255]), [-1]);
  assert.deepEqual(values('u16[1]', [255, 255]), [65535]);
  assert.deepEqual(values('i4[2]', [248, 7]), [-8, 7]);
  assert.deepEqual(values('u2[2]', [0, 3]), [0, 3]);
  assert.deepEqual(values('f8e4m3fn[4]', [0x7e, 0x01, 0xbc, 0x7f]), [448, 2 ** -9, -1.5, NaN]);
  assert.deepEqual(values('f8e4m3fnuz[3]', [0x7f, 0x80, 0xff]), [240, NaN, -240]);
  assert.deepEqual(values('f8e5m2[3]', [0x7b, 0x7c, 0x7e]), [57344, Infinity, NaN]);
  assert.deepEqual(values('f8e5m2fnuz[2]', [0x7f, 0x80]), [57344, NaN]);
  assert.deepEqual(values('f8e8m0[3]', [0, 127, 255]), [2 ** -127, 1, NaN]);
  assert.deepEqual(values('f4e2m1[3]', [1, 7, 15]), [0.5, 6, -6]);
});

test('a length that does not fit is refused', () => {
  assert.equal(values('f16[2]', [0, 0]), undefined);
  assert.equal(values('f8[1]', [0]), undefined);
});
