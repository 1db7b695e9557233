import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyFraudProof } from '../src/index.js';
import { issue, toBytes } from './issue-bundle.js';

const program = fileURLToPath(new URL('../og-verify.mjs', import.meta.url));
let folder;

before(async () => { folder = await mkdtemp(join(tmpdir(), 'og-verify-')); });
after(() => rm(folder, { recursive: true }));

const write = async (name, bytes) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

const run = (...args) => new Promise((resolve) => {
  execFile(process.execPath, [program, ...args], (error, stdout, stderr) => resolve({ exitCode: error?.code ?? 0, stdout, stderr }));
});

test('og-verify accepts a good bundle with exit code 0', async () => {
  const { exitCode, stdout } = await run(await write('good.json', toBytes(issue())));

  assert.equal(exitCode, 0);
  assert.match(stdout, /^signature +valid +ok/m);
  assert.match(stdout, /Accepted: the policy is met\.\n$/);
});

test('og-verify names the broken row with exit code 2', async () => {
  const bundle = issue();
  bundle.disclosures[0].label = 'other';

  const { exitCode, stdout } = await run(await write('bad.json', toBytes(bundle)), '--json');

  assert.equal(exitCode, 2);
  assert.equal(JSON.parse(stdout).evidence.find(({ verdict }) => verdict === 'invalid').code, 'disclosure-mismatch');
});

test('og-verify answers 3 where a required row cannot be checked', async () => {
  const policy = await write('policy.json', '{"require":["re-execution"]}');

  assert.equal((await run(await write('good.json', toBytes(issue())), '--policy', policy)).exitCode, 3);
});

test('og-verify answers 1 to a wrong command, one line and no stack trace', async () => {
  for (const args of [[], ['absent.json'], ['a', 'b'], ['--unknown']]) {
    const { exitCode, stderr } = await run(...args);
    assert.equal(exitCode, 1);
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test('og-verify judges no fraud proof: exit code 3, and says where it is judged', async () => {
  const file = await write('receipt.fraud.json', '{"mediaType":"application/vnd.opengradient.fraud-proof.v1+json"}');

  const { exitCode, stdout } = await run(file);
  const told = await run(file, '--json');

  assert.equal(exitCode, 3);
  assert.match(stdout, /^unverifiable: .*`og verify` does\. \(semantics-unknown\)\n$/);
  assert.deepEqual([told.exitCode, JSON.parse(told.stdout).code], [3, 'semantics-unknown']);
});

test('verifyFraudProof takes nothing else for a fraud proof', () => {
  for (const file of ['', '[]', '{"mediaType":1}', '['.repeat(3_000_000), JSON.stringify(issue())]) {
    const { verdict, code } = verifyFraudProof(Buffer.from(file));
    assert.deepEqual({ verdict, code }, { verdict: 'invalid', code: 'fraud-malformed' });
  }
});
