// Reads a bundle in base64, and where they are given a policy in base64, a purpose and an amount, one case a line, and writes the report of
// clients/js for each, reasons left out; null for a policy that is refused. Used by TwinTests.
import { createInterface } from 'node:readline';

const [, , library, now] = process.argv;
const { parsePolicy, verifyBundle } = await import(library);
const bytesOf = (text) => new Uint8Array(Buffer.from(text, 'base64'));

for await (const line of createInterface({ input: process.stdin })) {
  const [bundle, ...asked] = line.split(' ');
  const [policyText, purpose, amount] = asked.map((field) => field || undefined);
  const { policy } = policyText === undefined ? {} : parsePolicy(bytesOf(policyText));
  process.stdout.write(`${policyText !== undefined && policy === undefined ? null : await reportOf(bytesOf(bundle), { policy, now: Number(now), purpose, amount })}\n`);
}

async function reportOf(bundle, options) {
  const report = await verifyBundle(bundle, options);
  return JSON.stringify({ ...report, evidence: report.evidence.map(({ kind, verdict, code }) => ({ kind, verdict, code })) });
}
