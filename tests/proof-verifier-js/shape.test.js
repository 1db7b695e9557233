// The verifier stays small enough to be read in an afternoon: fewer than 800 lines of at most 150 columns, not counting what is blank or only a comment.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const MOST_LINES = 800, MOST_COLUMNS = 150;
const files = readdirSync(new URL('.', import.meta.url)).filter(name => /^[a-z]+\.js$/.test(name) && name !== 'statements.js');
const lines = files.flatMap(name => readFileSync(new URL(name, import.meta.url), 'utf8').split('\n'));
const isProse = line => /^\s*(\/\/.*|\/\*\*.*\*\/)?$/.test(line);

test(`the verifier has fewer than ${MOST_LINES} lines`, () => assert.ok(lines.filter(line => !isProse(line)).length < MOST_LINES));

test(`no line has more than ${MOST_COLUMNS} columns`, () => assert.deepEqual(lines.filter(line => [...line].length > MOST_COLUMNS), []));

test('nothing but Node is imported', () => {
  const imported = lines.flatMap(line => /^import .* from '([^']*)'/.exec(line)?.[1] ?? []);
  assert.deepEqual(imported.filter(name => !name.startsWith('./') && !name.startsWith('node:')), []);
});
