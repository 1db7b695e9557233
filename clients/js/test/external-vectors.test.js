import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../src/primitives/bytes.js';
import { verifyConsistency, verifyInclusion } from '../src/primitives/merkle.js';
import { signatureFault, verifyP256 } from '../src/primitives/p256.js';
import { verifyEd25519 } from '../src/transparency/ed25519.js';
import { verifyMlDsa44 } from '../src/transparency/ml-dsa-44.js';
import { readJsonFiles, testWithVectors } from './shared-vectors.js';

const decode = (text) => new Uint8Array(Buffer.from(text ?? '', 'base64'));
const decodeAll = (texts) => (texts ?? []).map(decode);

testWithVectors('Merkle inclusion proofs: transparency-dev/merkle', 'merkle/inclusion', async (folder) => {
  for (const { name, data } of readJsonFiles(folder)) {
    const valid = await verifyInclusion(BigInt(data.leafIdx), BigInt(data.treeSize), decode(data.leafHash), decodeAll(data.proof), decode(data.root));
    assert.equal(valid, !data.wantErr, name);
  }
});

testWithVectors('Merkle consistency proofs: transparency-dev/merkle', 'merkle/consistency', async (folder) => {
  for (const { name, data } of readJsonFiles(folder)) {
    const valid = await verifyConsistency(BigInt(data.size1), BigInt(data.size2), decode(data.root1), decode(data.root2), decodeAll(data.proof));
    assert.equal(valid, !data.wantErr, name);
  }
});

testWithVectors('P-256 signatures: Wycheproof', 'wycheproof', async (folder) => {
  const file = JSON.parse(readFileSync(join(folder, 'ecdsa_secp256r1_sha256_p1363_test.json'), 'utf8'));
  for (const { publicKey, tests } of file.testGroups) {
    const point = fromHex(publicKey.uncompressed);
    for (const { tcId, msg, sig, result } of tests) {
      const signature = fromHex(sig);
      const fault = signatureFault(signature);
      const wellFormed = fault === undefined || fault === 'signature-high-s';
      assert.equal(wellFormed && (await verifyP256(point, fromHex(msg), signature)), result === 'valid', `test ${tcId}`);
    }
  }
});

/** What RFC 8032 alone leaves open and receipt-1 section 5.3 closes. */
const refusedFlags = new Set(['low_order_A', 'low_order_R', 'non_canonical_A', 'non_canonical_R', 'low_order_residue']);

testWithVectors('Ed25519 signatures: the edge cases of C2SP/CCTV', 'ed25519', async (folder) => {
  const cases = JSON.parse(readFileSync(join(folder, 'ed25519vectors.json'), 'utf8'));
  for (const { number, key, sig, msg, flags } of cases) {
    const expected = !(flags ?? []).some((flag) => refusedFlags.has(flag));
    assert.equal(await verifyEd25519(fromHex(key), new TextEncoder().encode(msg), fromHex(sig)), expected, `case ${number}`);
  }
});

testWithVectors('Ed25519 signatures: Wycheproof', 'wycheproof', async (folder) => {
  const file = JSON.parse(readFileSync(join(folder, 'ed25519_test.json'), 'utf8'));
  for (const { publicKey, tests } of file.testGroups) {
    for (const { tcId, msg, sig, result } of tests) {
      assert.equal(await verifyEd25519(fromHex(publicKey.pk), fromHex(msg), fromHex(sig)), result === 'valid', `test ${tcId}`);
    }
  }
});

testWithVectors('ML-DSA-44 signatures: Wycheproof', 'wycheproof', (folder) => {
  const file = JSON.parse(readFileSync(join(folder, 'mldsa_44_verify_test.json'), 'utf8'));
  for (const { publicKey, tests } of file.testGroups) {
    for (const { tcId, msg, sig, ctx, result } of tests) {
      assert.equal(verifyMlDsa44(fromHex(publicKey), fromHex(msg), fromHex(sig), fromHex(ctx ?? '')), result === 'valid', `test ${tcId}`);
    }
  }
});
