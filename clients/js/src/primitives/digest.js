import { fromHex, toHex } from './bytes.js';

/** SHA-256 of bytes, as 32 bytes. */
export async function sha256(bytes) {
  // Every verification begins here, so this is where a page without WebCrypto is told why.
  if (globalThis.crypto?.subtle === undefined) throw new Error('WebCrypto is withheld: open this page over HTTPS, or on the machine that serves it');
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** SHA-256 of bytes, as 64 lower-case hexadecimal digits. */
export const sha256Hex = async (bytes) => toHex(await sha256(bytes));

/** The 32 bytes of a digest in its text form; undefined for any other text. */
export const parseDigest = (text) => (text.length === 64 ? fromHex(text) : undefined);
