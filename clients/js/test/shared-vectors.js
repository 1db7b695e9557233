// External test vectors are not part of the repository: found through OG_SHARED or beside the repository, skipped loudly where absent.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const configured = process.env.OG_SHARED;
const places = [...(configured ? [configured, join(configured, 'vectors')] : []), join(repository, '../shared/vectors')];

/** Declares a test that reads `folder` of the external vectors; skipped, with a reason, where it is not there. */
export function testWithVectors(name, folder, body) {
  const path = places.map((place) => join(place, folder)).find(existsSync);
  test(name, { skip: !path && `the external vectors "${folder}" are not here (OG_SHARED)` }, () => body(path));
}

/** Every JSON file below a folder, parsed, with its path. */
export function readJsonFiles(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'));
  return names.map((name) => ({ name, data: JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
}
