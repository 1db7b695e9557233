// Cosignatures of checkpoints (c2sp.org/tlog-cosignature): timestamp (u64, big-endian) ‖ signature, by Ed25519 or ML-DSA-44.

import { bigEndian, concat, equalBytes, utf8 } from '../primitives/bytes.js';
import { isAcceptablePoint, verifyEd25519 } from './ed25519.js';
import { verifyMlDsa44 } from './ml-dsa-44.js';
import { parseTypedKey } from './verifier-key.js';

const ed25519Type = 0x04;
const mlDsa44Type = 0x06;
const mlDsa44KeyBytes = 1312;
const maximumNameBytes = 255;

/** The verifier key of a cosigner; undefined if the text is none, or the key is not accepted. */
export async function parseCosignerKey(text) {
  const key = await parseTypedKey(text);
  if (key?.type === ed25519Type && key.publicKey.length === 32 && isAcceptablePoint(key.publicKey)) return key;
  const isLongKey = key?.type === mlDsa44Type && key.publicKey.length === mlDsa44KeyBytes;
  return isLongKey && utf8(key.name).length <= maximumNameBytes ? key : undefined;
}

/**
 * What the lines of a checkpoint say about one cosigner.
 * @returns {Promise<'valid' | 'missing' | 'invalid'>} every line with the key's name and hash must verify
 */
export async function checkCosignature(checkpoint, key) {
  const mine = checkpoint.note.signatures.filter(({ name, keyHash }) => name === key.name && equalBytes(keyHash, key.keyHash));
  for (const { signature } of mine) {
    if (!(await verifyCosignature(checkpoint, key, signature))) return 'invalid';
  }
  return mine.length > 0 ? 'valid' : 'missing';
}

async function verifyCosignature(checkpoint, key, cosignature) {
  if (cosignature.length < 8 || cosignature[0] >= 0x80) return false;
  const time = cosignature.subarray(0, 8);
  const signature = cosignature.subarray(8);
  if (key.type === ed25519Type) {
    const message = utf8(`cosignature/v1\ntime ${bigEndian(time)}\n${checkpoint.note.text}`);
    return verifyEd25519(key.publicKey, message, signature);
  }
  const name = utf8(key.name);
  const origin = utf8(checkpoint.origin);
  if (origin.length > maximumNameBytes) return false;
  const message = concat(
    utf8('subtree/v1\n\0'), Uint8Array.of(name.length), name, time, Uint8Array.of(origin.length), origin,
    new Uint8Array(8), bytesOf(checkpoint.treeSize), checkpoint.root,
  );
  return verifyMlDsa44(key.publicKey, message, signature);
}

function bytesOf(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
