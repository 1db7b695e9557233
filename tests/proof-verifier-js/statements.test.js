// spec/proof-1/vectors/statements: each package is accepted; whatever is changed in one is refused, and so, by name, is what this verifier does not cover.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readFile, readPackage } from './file.js';
import { Refused } from './transcript.js';
import { verify, verifyPackage } from './verifier.js';

const folder = new URL('../../spec/proof-1/vectors/statements/', import.meta.url);
const text = name => readFileSync(new URL(name + '.json', folder), 'utf8');
const names = readdirSync(folder).map(file => file.replace('.json', ''));

test('there are statements', () => assert.ok(names.length >= 8));

for (const name of names) test(`${name}: accepted`, () => assert.equal(verify(text(name)), null));

/** What this verifier does not cover. */
for (const operator of ['Concat', 'DepthToSpace', 'Expand', 'Pad', 'Slice', 'SpaceToDepth', 'Split', 'Tile', 'TopK']) {
  test(`${operator}: refused by name`, () => {
    const statement = readPackage(text('largest'));
    statement.program.steps.find(step => step.operator === 'ArgMax').operator = operator;
    assert.throws(() => verifyPackage(statement), new RegExp(`${operator}, is not covered by this verifier`));
  });
}

/** Refused with a reason, not with a fault. */
function refuses(name, what, change) {
  test(`${name}: ${what}`, () => {
    assert.throws(() => {
      const statement = readPackage(text(name));
      verifyPackage(change(statement) ?? statement);
    }, Refused);
  });
}

const proofBytes = name => Buffer.from(JSON.parse(text(name)).evidence.proof, 'base64');

for (let part = 0; part <= 24; part++)
  refuses('layer-norm', `a flipped byte, ${part} of 24 of the proof`, ({ file }) => { file.proof[Math.floor((file.proof.length - 1) * part / 24)] ^= 1; });
refuses('layer-norm', 'another nonce of work', ({ file }) => { file.proof[39] ^= 1; });
for (const name of ['layer-norm', 'perceptron', 'convolution', 'choice', 'tokens']) {
  refuses(name, 'swapped outputs', ({ file: { outputs: [{ elements }] } }) => {
    const other = elements.findIndex(x => x !== elements[0]);
    [elements[0], elements[other]] = [elements[other], elements[0]];
  });
  refuses(name, 'another input', ({ file: { inputs: [{ elements }] } }) => { elements[0] += 1n; });
}
refuses('largest', 'another answer', ({ file: { outputs: [{ elements }] } }) => { elements[0] = elements[0] === 0n ? 1n : 0n; });
refuses('layer-norm', 'another nonce of the statement', ({ file }) => { file.nonce[31] ^= 1; });
refuses('layer-norm', 'another ProgramId', ({ file }) => { file.programId[0] ^= 1; });
refuses('layer-norm', 'another public constant', ({ constants }) => { constants[0][0] ^= 1; });
refuses('layer-norm', 'a proof that ends early', ({ file }) => { file.proof = file.proof.subarray(0, -1); });
refuses('layer-norm', 'a proof that goes on', ({ file }) => { file.proof = Buffer.concat([file.proof, Buffer.from([0])]); });
refuses('layer-norm', 'fewer queries', ({ file }) => { file.queries--; });
refuses('layer-norm', 'no work', ({ file }) => { file.work = 0; });
refuses('layer-norm', 'the other profile', ({ file }) => { file.profile = 3; });
refuses('perceptron', 'a key with another A', ({ file }) => { file.rows[0] += 1n; });
refuses('perceptron', 'a key with another root', ({ file }) => { file.root[0] ^= 1; });
refuses('perceptron', 'a key with fewer rows', ({ file }) => { file.rows.pop(); });
refuses('perceptron', 'the statement of another', statement => ({ ...statement, file: readPackage(text('convolution')).file }));
refuses('layer-norm', 'a number that is not canonical', ({ file }) => { file.proof.fill(0xff, 40, 48); });

test('a file that ends early or goes on, or says another form', () => {
  const bytes = proofBytes('layer-norm'), changed = at => { const copy = Buffer.from(bytes); copy[at] ^= 1; return copy; };
  for (const size of [0, 25, 100, bytes.length - 1]) assert.throws(() => readFile(bytes.subarray(0, size)), Refused);
  assert.throws(() => readFile(Buffer.concat([bytes, Buffer.from([0])])), Refused);
  for (const at of [0, 33]) assert.throws(() => readFile(changed(at)), Refused);
  assert.throws(() => readFile(changed(41)), /section 14\) are not covered/);
});
