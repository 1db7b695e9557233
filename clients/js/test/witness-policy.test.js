import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseWitnessPolicy } from '../src/transparency/witness-policy.js';

const vector = new URL('../../../spec/receipt-1/vectors/accept-witnesses.json', import.meta.url);
const policy = JSON.parse(readFileSync(vector, 'utf8')).policy.witnesses;

test('a policy with a known threshold is read', async () => {
  for (const threshold of ['any', 'all', '2']) assert.ok(await parseWitnessPolicy(policy.replace('group some 2 ', `group some ${threshold} `)));
});

for (const threshold of ['constructor', '__proto__', 'toString', 'valueOf', '0', '4', '02', '2.0', 'Any']) {
  test(`a policy whose threshold is ${threshold} is refused`, async () => {
    await assert.rejects(parseWitnessPolicy(policy.replace('group some 2 ', `group some ${threshold} `)), /threshold/);
  });
}
