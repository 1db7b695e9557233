// The declared types and the module export the same names, and the package ships what it names.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as module from '../src/index.js';

const fileOf = (path) => new URL(path, new URL('../', import.meta.url));

test('every export has a declared type, and every declared value is exported', async () => {
  const declarations = await readFile(fileOf('src/index.d.ts'), 'utf8');

  const declared = [...declarations.matchAll(/^export (const|function|class) (\w+)/gm)].map(([, kind, name]) => ({ kind, name }));

  assert.deepEqual(declared.map(({ name }) => name).sort(), Object.keys(module).sort());
  for (const { kind, name } of declared) {
    const isClass = /^class\b/.test(String(module[name]));
    assert.equal(kind, typeof module[name] !== 'function' ? 'const' : isClass ? 'class' : 'function', name);
  }
});

test('the package names files that are there, and no dependency', async () => {
  const { exports, types, bin, files, dependencies } = JSON.parse(await readFile(fileOf('package.json'), 'utf8'));

  for (const path of [exports['.'].types, exports['.'].default, types, ...Object.values(bin), ...files]) assert.ok(existsSync(fileOf(path)), path);
  assert.equal(exports['.'].types, types);
  assert.equal(dependencies, undefined);
});
