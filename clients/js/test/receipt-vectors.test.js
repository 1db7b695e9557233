import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePolicy, verifyBundle } from '../src/index.js';

const folder = new URL('../../../spec/receipt-1/vectors/', import.meta.url);
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

test('receipt-1 vectors are here', { skip: names.length === 0 && 'spec/receipt-1/vectors is empty' }, () => {});

for (const name of names) {
  test(`receipt-1 vector ${name}`, async () => {
    const vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const policy = vector.policy && parsePolicy(new TextEncoder().encode(JSON.stringify(vector.policy))).policy;

    const report = await verifyBundle(new Uint8Array(Buffer.from(vector.bundle, 'base64')), { policy, now: Number(vector.now), purpose: vector.purpose, amount: vector.amount });

    const evidence = report.evidence.map(({ kind, verdict, code }) => ({ kind, verdict, code }));
    assert.deepEqual({ ...report, evidence }, vector.report, vector.why);
  });
}
