// Ed25519 as receipt-1 section 5.3 asks: RFC 8032 with the cofactorless equation, canonical A and R, S < L, neither A nor R of
// small order. WebCrypto does the equation; the rest is checked here, because engines differ in it.

import { littleEndian } from '../primitives/bytes.js';

const field = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The y coordinates of the eight points whose order divides 8: orders 1, 2 and 4, then the two that four points of order 8 share. */
const smallOrderY = new Set([
  1n,
  field - 1n,
  0n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/** Whether 32 bytes encode a point canonically (y < p) and not one of small order. Says nothing of whether such a point exists. */
export function isAcceptablePoint(encoding) {
  const y = littleEndian(encoding) & (2n ** 255n - 1n);
  return y < field && !smallOrderY.has(y);
}

/** Whether 64 bytes R ‖ S are the key's signature of the message. */
export async function verifyEd25519(publicKey, message, signature) {
  if (signature.length !== 64 || !isAcceptablePoint(publicKey) || !isAcceptablePoint(signature.subarray(0, 32))) return false;
  if (littleEndian(signature.subarray(32)) >= order) return false;
  const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']).catch(refusedKey);
  return key !== undefined && crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
}

/** A platform may refuse a key that is no point at all; a platform without Ed25519 is not the bundle's fault and is not hidden. */
function refusedKey(error) {
  if (error.name === 'NotSupportedError') throw error;
  return undefined;
}
