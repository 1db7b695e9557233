// spec/proof-1/vectors: each statement is accepted, each refusal refused with its verdict; together they touch every rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, readConstants } from './core.js';
import { readFile, readPackage } from './file.js';
import { OPERATORS } from './operators.js';
import { apply, names, refusals, statement } from './statements.js';
import * as steps from './steps.js';
import { verify } from './verifier.js';

for (const name of names()) test(`${name}: accepted`, () => assert.equal(verify(statement(name)), null));

for (const vector of refusals()) test(vector.name, () => assert.equal(verify(apply(vector))?.verdict, vector.verdict));

test('any bytes are an answer', () => {
  for (const text of ['', '{}', '[1]', 'null', '{"mediaType":"application/vnd.opengradient.program-proof.v1+json"}'])
    assert.equal(verify(text)?.verdict, 'not-a-package');
});

test('every operator and every kind of step stands in a statement that is accepted, both fields do', () => {
  const operators = new Set(), kinds = new Set(), profiles = new Set();
  for (const name of names()) {
    const { program, constants, proof } = readPackage(statement(name)), file = readFile(proof);
    profiles.add(file.profile);
    for (const step of program.steps) operators.add(step.operator);
    for (const step of new Core(program, readConstants(program, constants), file).steps) kinds.add(step.kind);
  }
  assert.deepEqual(Object.keys(OPERATORS).filter(operator => !operators.has(operator)), []);
  assert.deepEqual(Object.keys(steps).filter(name => !kinds.has(name)), []);
  assert.deepEqual([...profiles].sort(), [2, 3]);
});
