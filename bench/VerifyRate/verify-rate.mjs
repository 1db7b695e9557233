// How many bundles one core verifies in a second, in JavaScript. Usage: node verify-rate.mjs VECTORS NAME...
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy, verifyBundle } from '../../clients/js/src/index.js';

const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  const vector = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  const bundle = new Uint8Array(Buffer.from(vector.bundle, 'base64'));
  const { policy } = parsePolicy(new TextEncoder().encode(JSON.stringify(vector.policy)));
  const rates = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    let count = 0;
    for (; performance.now() - start < 400; count++) {
      const { exitCode } = await verifyBundle(bundle, { policy, now: Number(vector.now) });
      if (exitCode !== 0) throw new Error(`${name} is not accepted`);
    }
    rates.push(count / (performance.now() - start) * 1000);
  }
  rates.sort((left, right) => left - right);
  console.log(`| ${name} | ${bundle.length} | ${Math.round(rates[2]).toLocaleString('en')} | ${Math.round(rates[4]).toLocaleString('en')} |`);
}
