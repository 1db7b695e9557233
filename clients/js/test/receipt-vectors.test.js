import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePolicy, verifyBundle } from '../src/index.js';

const folder = new URL('../../../spec/receipt-1/vectors/', import.meta.url);
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

test('receipt-1 vectors are here', { skip: names.length === 0 && 'spec/receipt-1/vectors is empty' }, () => {});

const encode = (value) => new TextEncoder().encode(JSON.stringify(value));

/** The report as vectors have it: reasons are free text. */
const withoutReasons = (report) => ({ ...report, evidence: report.evidence.map(({ kind, verdict, code }) => ({ kind, verdict, code })) });

for (const name of names) {
  test(`receipt-1 vector ${name}`, async () => {
    const vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const policy = vector.policy && parsePolicy(encode(vector.policy)).policy;

    const report = await verifyBundle(new Uint8Array(Buffer.from(vector.bundle, 'base64')), { policy, now: Number(vector.now), purpose: vector.purpose, amount: vector.amount });

    assert.deepEqual(withoutReasons(report), vector.report, vector.why);
  });
}

const proven = new URL('../../../spec/receipt-1/proven.json', import.meta.url);
const { now, bundle, cases } = existsSync(proven) ? JSON.parse(readFileSync(proven, 'utf8')) : { cases: [] };

for (const { name, why, keep, policy, purpose, amount, unchecked } of cases) {
  test(`receipt-1 proven case ${name}, without looking at the proof`, async () => {
    const kept = { ...bundle, evidence: keep.map((place) => bundle.evidence[place]) };

    const report = await verifyBundle(encode(kept), { policy: parsePolicy(encode(policy)).policy, now: Number(now), purpose, amount });

    assert.deepEqual(withoutReasons(report), unchecked, why);
  });
}
