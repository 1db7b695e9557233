// Verifier keys: `name+hash+base64(type ‖ key)` (c2sp.org/signed-note).

import { concat, equalBytes, fromBase64, fromHex, utf8 } from '../primitives/bytes.js';
import { sha256, sha256Hex } from '../primitives/digest.js';
import { isAcceptablePoint } from './ed25519.js';

const maximumNameLength = 1024;

/**
 * The verifier key of a log, of type 0x01 (Ed25519).
 * @param {unknown} text
 * @returns {Promise<{ name: string, keyHash: Uint8Array, publicKey: Uint8Array, digest: string } | undefined>}
 * the key; `digest` is SHA-256 of its 32 bytes. Undefined if the text is not a verifier key of type Ed25519, or the key is no
 * acceptable one.
 */
export async function parseVerifierKey(text) {
  const key = await parseTypedKey(text);
  if (key?.type !== 0x01 || key.publicKey.length !== 32 || !isAcceptablePoint(key.publicKey)) return undefined;
  return { ...key, digest: await sha256Hex(key.publicKey) };
}

/**
 * A verifier key of any type.
 * @param {unknown} text
 * @returns {Promise<{ name: string, keyHash: Uint8Array, type: number, publicKey: Uint8Array } | undefined>} undefined if the
 * text has not the form, or the hash is not that of the key
 */
export async function parseTypedKey(text) {
  const [name, hashText, keyText] = typeof text === 'string' ? splitKey(text) : [];
  if (keyText === undefined || !isKeyName(name) || name.length > maximumNameLength || hashText.length !== 8) return undefined;
  const keyHash = fromHex(hashText);
  const typedKey = fromBase64(keyText);
  if (keyHash === undefined || typedKey === undefined || typedKey.length === 0) return undefined;
  const computed = await sha256(concat(utf8(`${name}\n`), typedKey));
  if (!equalBytes(computed.subarray(0, 4), keyHash)) return undefined;
  return { name, keyHash, type: typedKey[0], publicKey: typedKey.subarray(1) };
}

/** Base64 holds plus signs too: only the first two separate. */
function splitKey(text) {
  const first = text.indexOf('+');
  const second = first < 0 ? -1 : text.indexOf('+', first + 1);
  return second < 0 ? [text] : [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

/** Key names are not empty and hold neither Unicode spaces nor a plus. */
export const isKeyName = (name) => name !== '' && !/[\p{White_Space}\u0000-\u001f+]/u.test(name);
