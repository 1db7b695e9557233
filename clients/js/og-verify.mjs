#!/usr/bin/env node
// og-verify: verifies a bundle file offline. Exit code 0: accepted; 2: some evidence is invalid; 3: something required could
// not be checked; 1: the command itself was wrong.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parsePolicy, verifyBundle, verifyFraudProof } from './src/index.js';
import { formatReport } from './src/verification/format-report.js';

const usage = 'usage: og-verify BUNDLE [--policy FILE [--for PURPOSE [--amount AMOUNT]]] [--json]';

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { policy: { type: 'string' }, for: { type: 'string' }, amount: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || positionals.length !== 1) {
    console.error(usage);
    return values.help ? 0 : 1;
  }
  const file = await readFile(positionals[0]);
  const fraud = verifyFraudProof(file);
  if (fraud.verdict === 'unverifiable') {
    console.log(values.json ? JSON.stringify(fraud, null, 2) : `${fraud.verdict}: ${fraud.reason} (${fraud.code})`);
    return 3;
  }
  const policy = values.policy === undefined ? undefined : await readPolicy(values.policy);
  const report = await verifyBundle(file, { policy, now: Math.floor(Date.now() / 1000), purpose: values.for, amount: values.amount });
  console.log(values.json ? JSON.stringify(report, null, 2) : formatReport(report));
  return report.exitCode;
}

async function readPolicy(path) {
  const { policy, reason } = parsePolicy(await readFile(path));
  if (policy === undefined) throw new Error(reason);
  return policy;
}

main().then(
  (exitCode) => { process.exitCode = exitCode; },
  (error) => {
    console.error(`og-verify: ${error.message}`);
    process.exitCode = 1;
  },
);
