// spec/proof-1/vectors: each statement is accepted, each refusal refused with its verdict; together they touch every rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, readSubject } from './core.js';
import { readFile, readPackage } from './file.js';
import { constantOf, OPERATORS } from './operators.js';
import { apply, names, refusals, statement } from './statements.js';
import { CLAIMS, PINS } from './steps.js';
import { verify } from './verifier.js';

for (const name of names()) test(`${name}: accepted`, () => assert.equal(verify(statement(name)), null));

for (const vector of refusals()) test(vector.name, () => assert.equal(verify(apply(vector))?.verdict, vector.verdict));

for (const kind of ['hidden', 'blake3'])
  for (const name of names(kind)) test(`${name}: ${kind}, not covered`, () => assert.equal(verify(statement(name, kind)).verdict, 'not-covered'));

test('any bytes are an answer', () => {
  for (const text of ['', '{}', '[1]', 'null', '{"mediaType":"application/vnd.opengradient.program-proof.v1+json"}'])
    assert.equal(verify(text)?.verdict, 'not-a-package');
});

test('more than 2^20 pieces of columns are refused', () => {
  const shape = Array(10).fill(3), step = (_, i) => ({ operator: 'Max', inputs: [i === 0 ? '0' : String(i + 1), '1'], outputs: '1' });
  const program = n => ({ profile: 'integer', inputs: [{ name: 'x', type: 'i8', shape: shape.map(String) }], outputs: [{ value: n + 1 }], steps: Array.from({ length: n }, step) });
  const build = n => new Core(program(n), [constantOf([], [0n])], { inputSizes: [shape], rows: [], inputs: [] });
  assert.equal(build(1023).columns.length, 1023);
  assert.throws(() => build(1024), /too many pieces/);
});

test('every operator and every rule stands in a statement that is accepted, both fields do', () => {
  const operators = new Set(), rules = new Set(), profiles = new Set();
  for (const name of names()) {
    const { program: bytes, constants, proof } = readPackage(statement(name)), file = readFile(proof), { program, values } = readSubject(bytes, constants);
    profiles.add(file.profile);
    for (const step of program.steps) operators.add(step.operator);
    for (const step of new Core(program, values, file).steps) rules.add(step.rule);
  }
  assert.deepEqual(Object.keys(OPERATORS).filter(operator => !operators.has(operator)), []);
  assert.deepEqual(Object.keys({ ...CLAIMS, ...PINS }).filter(rule => !rules.has(rule)), []);
  assert.deepEqual([...profiles].sort(), [2, 3]);
});
