import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { verifyCoseStatement } from '../src/index.js';

const folder = new URL('../../../spec/interop-1/', import.meta.url);
const bytesOf = (base64) => base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, 'base64'));
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name.startsWith('cose-'));

test('the vectors of COSE statements are here', () => assert.ok(names.length > 30));

for (const name of names) {
  test(`interop-1 vector ${name}`, async () => {
    const vector = read(name);

    const { code, receiptId } = await verifyCoseStatement(bytesOf(vector.twin), bytesOf(vector.bundle));

    assert.deepEqual({ code, receiptId }, { code: vector.code, receiptId: vector.receiptId });
  });
}

test('a statement with any byte changed or cut off never says something else', async () => {
  const { twin, receiptId } = read('cose-ok.json');
  const bytes = bytesOf(twin);
  for (let place = 0; place < bytes.length; place += 7) {
    const changed = bytes.slice();
    changed[place] ^= 1 << (place % 8);
    for (const damaged of [changed, bytes.subarray(0, place)]) {
      const report = await verifyCoseStatement(damaged);
      assert.ok(report.code !== 'ok' || report.receiptId === receiptId, `byte ${place}`);
    }
  }
});
