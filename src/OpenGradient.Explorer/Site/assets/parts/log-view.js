// The log's signed tree head.

import { parseCheckpointUnverified } from '/js/index.js';
import { fetchCheckpoint } from './api.js';
import { element, facts, mono } from './dom.js';
import { hexOf } from './format.js';

/**
 * Fetches the checkpoint and reads it, without trusting it.
 * @returns {Promise<{ text: string, checkpoint: object | undefined }>}
 */
export async function readCheckpoint() {
  const bytes = await fetchCheckpoint();
  return { text: new TextDecoder().decode(bytes), checkpoint: parseCheckpointUnverified(bytes) };
}

/** Origin, size, root, and who signed. */
export function checkpointFacts(checkpoint) {
  if (checkpoint === undefined) return element('p', { class: 'error' }, 'The node answered with something that is no checkpoint.');
  const { origin, treeSize, root, note } = checkpoint;
  const signers = note.signatures.map(({ name, keyHash }) => element('div', null, name, ' ', mono(hexOf(keyHash))));
  return facts([
    ['Origin', origin],
    ['Entries', element('strong', { id: 'tree-size' }, treeSize.toString())],
    ['Root', mono(hexOf(root))],
    ['Signed by', signers],
  ]);
}
