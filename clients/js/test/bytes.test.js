import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64, fromHex, toBase64, toHex } from '../src/primitives/bytes.js';

test('base64 and hexadecimal read what they write', () => {
  for (let length = 0; length < 100; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    assert.deepEqual(fromHex(toHex(bytes)), bytes);
  }
});

test('fromBase64 refuses every form but the canonical one', () => {
  for (const text of ['A', 'AA', 'AAA', 'AA=', 'AB==', 'AAB=', 'A===', '====', 'AA==\n', ' AAA', 'AA-_', 'AAAA=', '\u0100AAA', 'AA==AAAA', 'AAA\u00ff']) {
    assert.equal(fromBase64(text), undefined, JSON.stringify(text));
  }
});

test('fromHex refuses capitals and odd lengths', () => {
  for (const text of ['0', 'AA', 'gg', '0x', ' 0']) assert.equal(fromHex(text), undefined, text);
});
