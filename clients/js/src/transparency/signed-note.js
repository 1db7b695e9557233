// Signed notes (c2sp.org/signed-note): text, an empty line, signature lines.

import { decodeUtf8, equalBytes, fromBase64, utf8 } from '../primitives/bytes.js';
import { verifyEd25519 } from './ed25519.js';
import { isKeyName } from './verifier-key.js';

const maximumNoteBytes = 262_144;
const maximumSignatureCount = 64;

/**
 * @param {Uint8Array} bytes
 * @returns {{ text: string, signatures: { name: string, keyHash: Uint8Array, signature: Uint8Array }[] } | undefined}
 */
export function parseSignedNote(bytes) {
  const note = bytes.length > maximumNoteBytes ? undefined : decodeUtf8(bytes);
  // Valid UTF-8 without control characters other than newline.
  if (note === undefined || /[\0-\x09\x0b-\x1f]/.test(note) || !note.endsWith('\n')) return undefined;
  // The text is separated from the signatures by the last empty line; it ends in the newline before that.
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0) return undefined;
  const lines = note.slice(separator + 2, -1).split('\n');
  if (lines.length > maximumSignatureCount) return undefined;
  const signatures = lines.map(parseSignatureLine);
  return signatures.includes(undefined) ? undefined : { text: note.slice(0, separator + 1), signatures };
}

/** `— name base64(keyHash[4] ‖ signature)`. */
function parseSignatureLine(line) {
  const [dash, name, encoded, ...rest] = line.split(' ');
  if (dash !== '\u2014' || encoded === undefined || rest.length > 0 || !isKeyName(name)) return undefined;
  const bytes = fromBase64(encoded);
  return bytes?.length > 4 ? { name, keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) } : undefined;
}

/**
 * Whether the key signed the note.
 * @returns {Promise<'valid' | 'missing' | 'invalid'>} every line with the key's name and hash must verify
 */
export async function checkSignature(note, key) {
  const mine = note.signatures.filter(({ name, keyHash }) => name === key.name && equalBytes(keyHash, key.keyHash));
  for (const { signature } of mine) {
    if (!(await verifyEd25519(key.publicKey, utf8(note.text), signature))) return 'invalid';
  }
  return mine.length > 0 ? 'valid' : 'missing';
}
