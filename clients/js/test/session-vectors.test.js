import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePolicy, verifySession } from '../src/index.js';

const folder = new URL('../../../spec/receipt-1/sessions/', import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  test(`receipt-1 session ${name}`, async () => {
    const vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const { policy } = parsePolicy(new TextEncoder().encode(JSON.stringify(vector.policy)));

    const report = await verifySession(new Uint8Array(Buffer.from(vector.session, 'base64')), { policy, now: Number(vector.now) });

    const session = report.session.map(({ reason, ...row }) => row);
    assert.deepEqual({ ...report, session }, vector.report, vector.why);
  });
}
