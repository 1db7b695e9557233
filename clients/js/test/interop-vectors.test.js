import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { verifyCoseStatement, verifyTypedReceipt } from '../src/index.js';
import { toHex, utf8 } from '../src/primitives/bytes.js';
import { sha256 } from '../src/primitives/digest.js';
import { signatureFault } from '../src/primitives/p256.js';
import { keccak256 } from '../src/primitives/shake.js';
import { recoverSecp256k1, verifyP256Digest } from '../src/primitives/weierstrass.js';
import { testWithVectors } from './shared-vectors.js';

const folder = new URL('../../../spec/interop-1/', import.meta.url);
const bytesOf = (base64) => (base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, 'base64')));
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const verifierOf = (name) => (name.startsWith('cose-') ? verifyCoseStatement : verifyTypedReceipt);

test('the vectors of interop-1 are here', () => assert.ok(names.length > 80));

for (const name of names) {
  test(`interop-1 vector ${name}`, async () => {
    const vector = read(name);

    const { code, receiptId } = await verifierOf(name)(bytesOf(vector.twin), bytesOf(vector.bundle));

    assert.deepEqual({ code, receiptId }, { code: vector.code, receiptId: vector.receiptId });
  });
}

for (const name of ['cose-ok.json', 'eip712-ok-account.json']) {
  test(`${name} with any byte changed or cut off never says something else`, async () => {
    const { twin, receiptId } = read(name);
    const bytes = bytesOf(twin);
    for (let place = 0; place < bytes.length; place += 13) {
      const changed = bytes.slice();
      changed[place] ^= 1 << (place % 7);
      for (const damaged of [changed, bytes.subarray(0, place)]) {
        const report = await verifierOf(name)(damaged);
        assert.ok(report.code !== 'ok' || report.receiptId === receiptId, `byte ${place}`);
      }
    }
  });
}

test('Keccak-256 gives the digests that every Ethereum client knows', () => {
  assert.equal(toHex(keccak256(new Uint8Array())), 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  assert.equal(toHex(keccak256(utf8('abc'))), '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
});

test('the signature of the example of EIP-712 leads to the account of its author', () => {
  const digest = bytesFromHex('be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2');
  const signature = bytesFromHex('4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562');

  const { x, y } = recoverSecp256k1(digest, signature, 1);

  assert.equal(toHex(keccak256(bytesFromHex(hex64(x) + hex64(y))).subarray(12)), 'cd2a3d9f938e13cd947ec05abc7fe734df8dd826');
});

testWithVectors('Wycheproof: P-256 over digests', 'wycheproof', async (path) => {
  await eachSignature(`${path}/ecdsa_secp256r1_sha256_p1363_test.json`, (key, digest, signature) => verifyP256Digest(key, digest, signature), (signature) => signatureFault(signature) !== 'signature-malformed');
});

testWithVectors('Wycheproof: secp256k1 keys recovered', 'wycheproof', async (path) => {
  const isKey = (point, key) => point !== undefined && `04${hex64(point.x)}${hex64(point.y)}` === toHex(key);
  // ecrecover takes a low s only; such a signature leads to the key if and only if it is valid.
  const isTaken = (signature) => BigInt(`0x${toHex(signature.subarray(32))}`) * 2n < 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  await eachSignature(
    `${path}/ecdsa_secp256k1_sha256_p1363_test.json`,
    (key, digest, signature) => [0, 1].some((parity) => isKey(recoverSecp256k1(digest, signature, parity), key)),
    isTaken,
  );
});

async function eachSignature(file, verify, isTaken) {
  let count = 0;
  for (const group of JSON.parse(readFileSync(file, 'utf8')).testGroups) {
    const key = bytesFromHex(group.publicKey.uncompressed);
    for (const { tcId, msg, sig, result } of group.tests) {
      const signature = bytesFromHex(sig);
      if (signature.length !== 64 || !isTaken(signature)) continue;
      assert.equal(verify(key, await sha256(bytesFromHex(msg)), signature), result === 'valid', `tcId ${tcId}`);
      count++;
    }
  }
  assert.ok(count > 100, `${count} signatures`);
}

const hex64 = (value) => value.toString(16).padStart(64, '0');
function bytesFromHex(text) {
  return new Uint8Array(Buffer.from(text, 'hex'));
}
