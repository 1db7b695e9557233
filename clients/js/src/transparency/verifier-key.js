// The verifier key of a log: `name+hash+base64(0x01 ‖ key)` (c2sp.org/signed-note).

import { concat, equalBytes, fromBase64, fromHex, utf8 } from '../primitives/bytes.js';
import { sha256, sha256Hex } from '../primitives/digest.js';
import { isAcceptablePoint } from './ed25519.js';

const maximumNameLength = 1024;

/**
 * @param {unknown} text
 * @returns {Promise<{ name: string, keyHash: Uint8Array, publicKey: Uint8Array, digest: string } | undefined>}
 * the key; `digest` is SHA-256 of its 32 bytes. Undefined if the text is not a verifier key of type Ed25519, or the key is no
 * acceptable one.
 */
export async function parseVerifierKey(text) {
  const [name, hashText, keyText] = typeof text === 'string' ? splitKey(text) : [];
  if (keyText === undefined || !isKeyName(name) || name.length > maximumNameLength || hashText.length !== 8) return undefined;
  const keyHash = fromHex(hashText);
  const typedKey = fromBase64(keyText);
  if (keyHash === undefined || typedKey?.length !== 33 || typedKey[0] !== 0x01) return undefined;
  const computed = await sha256(concat(utf8(`${name}\n`), typedKey));
  const publicKey = typedKey.subarray(1);
  if (!equalBytes(computed.subarray(0, 4), keyHash) || !isAcceptablePoint(publicKey)) return undefined;
  return { name, keyHash, publicKey, digest: await sha256Hex(publicKey) };
}

/** Base64 holds plus signs too: only the first two separate. */
function splitKey(text) {
  const first = text.indexOf('+');
  const second = first < 0 ? -1 : text.indexOf('+', first + 1);
  return second < 0 ? [text] : [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

/** Key names are not empty and hold neither Unicode spaces nor a plus. */
export const isKeyName = (name) => name !== '' && !/[\p{White_Space}\u0000-\u001f+]/u.test(name);
