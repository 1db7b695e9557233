// P-256 (FIPS 186-5): keys in their one accepted form, and signatures r ‖ s in their one accepted form.

import { bigEndian, equalBytes } from './bytes.js';

/** SEC 2 section 2.4.2. */
const field = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { 04 … (RFC 5480 section 2). */
const spkiPrefix = Uint8Array.of(
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
  0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04);

/** The uncompressed point of a 91-byte SubjectPublicKeyInfo; undefined for every other key type, form, length or point. */
export function parseSpki(spki) {
  if (spki.length !== 91 || !equalBytes(spki.subarray(0, spkiPrefix.length), spkiPrefix)) return undefined;
  const point = spki.subarray(spkiPrefix.length - 1);
  return isOnCurve(bigEndian(point.subarray(1, 33)), bigEndian(point.subarray(33))) ? point : undefined;
}

/** y² = x³ − 3x + b, with both coordinates reduced. */
function isOnCurve(x, y) {
  return x < field && y < field && (y * y - (x * x * x - 3n * x + b)) % field === 0n;
}

/** What is wrong with the form of a signature, as a code of receipt-1 section 5.2; undefined if nothing is. */
export function signatureFault(signature) {
  if (signature?.length !== 64) return 'signature-malformed';
  const r = bigEndian(signature.subarray(0, 32));
  const s = bigEndian(signature.subarray(32));
  if (r === 0n || r >= order || s === 0n || s >= order) return 'signature-malformed';
  // WebCrypto takes (r, s) and (r, n − s) alike; a receipt has the low one only.
  return 2n * s > order ? 'signature-high-s' : undefined;
}

/** Whether r ‖ s (of either S form) is the key's ECDSA signature of SHA-256(message). */
export async function verifyP256(point, message, signature) {
  const key = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
}
