import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AnswerStreamVerifier } from '../src/index.js';

const folder = new URL('../../../spec/receipt-1/streams/', import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  test(`receipt-1 stream ${name}`, async () => {
    const vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const stream = new Uint8Array(Buffer.from(vector.stream, 'base64'));

    for (const length of [50, stream.length]) {
      const verifier = new AnswerStreamVerifier({ nonce: vector.nonce, issuers: vector.issuers });
      for (let start = 0; start < stream.length; start += length) await verifier.append(stream.subarray(start, start + length));
      const { code, segments } = verifier.end();

      assert.deepEqual({ code, segments: String(segments), verified: String(verifier.verifiedBytes) },
        { code: vector.code, segments: vector.segments, verified: vector.verified }, vector.why);
    }
  });
}
