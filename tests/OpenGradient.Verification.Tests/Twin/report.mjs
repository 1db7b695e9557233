// Reads bundles in base64, one a line, and writes the report of clients/js for each, reasons left out. Used by TwinTests.
import { createInterface } from 'node:readline';

const [, , library, now] = process.argv;
const { verifyBundle } = await import(library);

for await (const line of createInterface({ input: process.stdin })) {
  const report = await verifyBundle(new Uint8Array(Buffer.from(line, 'base64')), { now: Number(now) });
  const evidence = report.evidence.map(({ kind, verdict, code }) => ({ kind, verdict, code }));
  process.stdout.write(`${JSON.stringify({ ...report, evidence })}\n`);
}
