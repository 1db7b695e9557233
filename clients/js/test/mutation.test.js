import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyBundle } from '../src/index.js';
import { issue, toBytes } from './issue-bundle.js';

/** A small generator with a fixed seed (xorshift32), so that a failure can be repeated. */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const mutations = [
  (bytes, random) => { bytes[random(bytes.length)] ^= 1 << random(8); return bytes; },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => { bytes.copyWithin(random(bytes.length), random(bytes.length), random(bytes.length)); return bytes; },
  (bytes, random) => { bytes[random(bytes.length)] = '{}[]",:\\u0-e'.charCodeAt(random(12)); return bytes; },
];

test('verifyBundle: mutated bytes never throw, and are never accepted unless they mean the same', async () => {
  const original = toBytes(issue());
  const expected = await verifyBundle(original);
  const random = generator(0x0907);
  for (let round = 0; round < 3000; round++) {
    const bytes = mutations[random(mutations.length)](original.slice(), random);
    const report = await verifyBundle(bytes);
    assert.equal(report.accepted, report.exitCode === 0);
    if (report.accepted) assert.equal(report.receiptId, expected.receiptId);
  }
});

test('verifyBundle: one changed byte in any decoded member makes exactly its row invalid', async () => {
  for (const [kind, member] of [
    ['signature', (bundle) => [bundle.dsse.signatures[0], 'sig']],
    ['signature', (bundle) => [bundle.evidence[0], 'spki']],
    ['input', (bundle) => [bundle.disclosures[0], 'content']],
    ['output', (bundle) => [bundle.disclosures[2], 'content']],
  ]) {
    const pristine = issue();
    const [holder, name] = member(pristine);
    const length = Buffer.from(holder[name], 'base64').length;
    for (let position = 0; position < length; position++) {
      const bundle = structuredClone(pristine);
      const [target] = member(bundle);
      const bytes = Buffer.from(target[name], 'base64');
      bytes[position] ^= 0x80;
      target[name] = bytes.toString('base64');

      const { exitCode, evidence } = await verifyBundle(toBytes(bundle));

      assert.equal(exitCode, 2);
      assert.deepEqual(evidence.filter(({ verdict }) => verdict !== 'valid').map((row) => row.kind), [kind], `${name}[${position}]`);
    }
  }
});

test('verifyBundle: one changed byte anywhere in the log proof makes the row log invalid', async () => {
  const pristine = issue();
  const proof = Buffer.from(pristine.evidence[1].proof, 'base64');
  for (let position = 0; position < proof.length; position++) {
    const bundle = structuredClone(pristine);
    const bytes = Buffer.from(proof);
    bytes[position] ^= 0x02;
    bundle.evidence[1].proof = bytes.toString('base64');

    const { evidence } = await verifyBundle(toBytes(bundle));

    assert.equal(evidence.find(({ kind }) => kind === 'log').verdict, 'invalid', `byte ${position}`);
  }
});

test('verifyBundle: one changed byte anywhere in the payload is never accepted', async () => {
  const pristine = issue();
  const payload = Buffer.from(pristine.dsse.payload, 'base64');
  for (let position = 0; position < payload.length; position++) {
    const bundle = structuredClone(pristine);
    const bytes = Buffer.from(payload);
    bytes[position] ^= 0x01;
    bundle.dsse.payload = bytes.toString('base64');

    const { exitCode } = await verifyBundle(toBytes(bundle));

    assert.notEqual(exitCode, 0, `byte ${position}`);
  }
});
