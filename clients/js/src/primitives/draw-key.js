// Draw keys: RSA with unique signatures (RFC 8017 section 8.2, SHA-256), the exponent 65537, a modulus of 2048 bits.

import { bigEndian, concat } from './bytes.js';
import { sha256 } from './digest.js';

const keyBytes = 256;
const factorBound = 4096n;

/** DigestInfo of SHA-256 (RFC 8017 section 9.2, note 1). */
const digestInfo = Uint8Array.of(
  0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20);

/** Whether these 256 bytes are a modulus: the first bit set, no factor below 4096. */
export const isModulus = (bytes) =>
  bytes.length === keyBytes && bytes[0] >= 0x80 && bytes[keyBytes - 1] % 2 === 1 && !hasSmallFactor(bigEndian(bytes));

/** Whether an odd number has a factor that would give too many messages several proofs, if its square is one too. */
function hasSmallFactor(odd) {
  for (let factor = 3n; factor < factorBound; factor += 2n) {
    if (odd % factor === 0n) return true;
  }
  return false;
}

/** Whether the proof is the key's one proof for the message. */
export async function verifyDraw(modulusBytes, message, proofBytes) {
  const modulus = bigEndian(modulusBytes);
  const proof = bigEndian(proofBytes);
  if (proof >= modulus) return false;
  let power = proof;
  for (let square = 0; square < 16; square++) power = (power * power) % modulus;
  return (power * proof) % modulus === bigEndian(await encode(message));
}

/** EMSA-PKCS1-v1_5. */
async function encode(message) {
  const digest = await sha256(message);
  const padding = new Uint8Array(keyBytes - 3 - digestInfo.length - digest.length).fill(0xff);
  return concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), digestInfo, digest);
}
