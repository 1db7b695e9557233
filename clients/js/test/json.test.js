import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { canonicalJson, readJson } from '../src/index.js';
import { JsonNumber } from '../src/primitives/json.js';
import { testWithVectors } from './shared-vectors.js';

const read = (text) => readJson(typeof text === 'string' ? new TextEncoder().encode(text) : Uint8Array.from(text));

for (const [name, text] of Object.entries({
  'nothing': '', 'a duplicate name': '{"a":1,"a":2}', 'a duplicate name by escape': '{"a":1,"\\u0061":2}', 'a lone high surrogate': '"\\ud800"',
  'a lone low surrogate': '"\\udc00"', 'a high surrogate and a letter': '"\\ud800\\u0041"', 'a control character': '"\u0001"', 'a byte order mark': '\ufeff{}',
  'a trailing comma': '[1,]', 'a leading zero': '01', 'a bare minus': '-', 'an empty fraction': '1.', 'an empty exponent': '1e', 'a plus': '+1',
  'a trailing byte': '{} x', 'an unknown escape': '"\\x"', 'a short escape': '"\\u12"', 'an escape filled up with NUL': '"\\u41\0\0"', 'an open string': '"a', 'an open array': '[1', 'a comment': '/**/1',
  'a literal cut short': 'tru', 'a name without quotes': '{a:1}', 'an escaped prototype name': '"\\constructor"', 'too deep nesting': '['.repeat(66) + ']'.repeat(66),
})) {
  test(`readJson refuses ${name}`, () => assert.ok('errorOffset' in read(text)));
}

test('readJson refuses invalid UTF-8', () => {
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    assert.ok('errorOffset' in read([0x22, ...bytes, 0x22]));
  }
});

test('readJson keeps a number as its text', () => assert.deepEqual(read('-1.50e+03').value, new JsonNumber('-1.50e+03')));

test('readJson takes nesting up to the limit', () => assert.ok('value' in read('['.repeat(65) + ']'.repeat(65))));

test('readJson makes __proto__ a member like any other', () => {
  const { value } = read('{"__proto__":"x"}');

  assert.equal(value.get('__proto__'), 'x');
});

test('canonicalJson orders names by UTF-16 code units', () => {
  const { value } = read('{"\\ufb33":"3","\\ud83d\\ude00":"2","a":"1"}');

  assert.equal(new TextDecoder().decode(canonicalJson(value)), '{"a":"1","\u{1f600}":"2","\ufb33":"3"}');
});

testWithVectors('canonicalJson agrees with the RFC 8785 vectors that hold no numbers', 'jcs', (folder) => {
  for (const name of ['french', 'weird']) {
    const { value } = readJson(readFileSync(join(folder, 'input', `${name}.json`)));
    assert.equal(new TextDecoder().decode(canonicalJson(value)), readFileSync(join(folder, 'output', `${name}.json`), 'utf8').trim(), name);
  }
});
