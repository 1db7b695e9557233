// The log's signed tree head.

import { checkSignature, parseCheckpointUnverified, parseVerifierKey } from '/js/index.js';
import { fetchCheckpoint, fetchKeys } from './api.js';
import { element, facts, mono } from './dom.js';
import { hexOf } from './format.js';

/**
 * Fetches the checkpoint and the key that the node names for it, and checks the one with the other.
 * @returns {Promise<{ text: string, checkpoint: object | undefined, vkey: string, signature: string }>}
 */
export async function readCheckpoint() {
  const [bytes, keys] = await Promise.all([fetchCheckpoint(), fetchKeys().catch(() => undefined)]);
  const checkpoint = parseCheckpointUnverified(bytes);
  const vkey = String(keys?.log?.vkey ?? '');
  const key = await parseVerifierKey(vkey);
  const signature = checkpoint && key ? await checkSignature(checkpoint.note, key) : 'missing';
  return { text: new TextDecoder().decode(bytes), checkpoint, vkey, signature };
}

const signatureTexts = {
  valid: 'verifies with this key, checked in this browser',
  invalid: 'does not verify with this key',
  missing: 'none by this key',
};

/** Origin, size, root, and the key that checks the signature. */
export function checkpointFacts({ checkpoint, vkey, signature }) {
  if (checkpoint === undefined) return element('p', { class: 'error' }, 'The node answered with something that is no checkpoint.');
  const { origin, treeSize, root } = checkpoint;
  return facts([
    ['Origin', origin],
    ['Entries', element('strong', { id: 'tree-size' }, treeSize.toString())],
    ['Root', mono(hexOf(root))],
    ['Verifier key', vkey && mono(vkey)],
    ['Signature', signatureTexts[signature]],
  ]);
}
