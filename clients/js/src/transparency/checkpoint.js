// Checkpoints (c2sp.org/tlog-checkpoint): a signed note whose lines are origin, tree size, root hash and any extensions.

import { fromBase64 } from '../primitives/bytes.js';
import { parseUint64 } from '../primitives/integer.js';
import { parseSignedNote } from './signed-note.js';

/**
 * Reads a checkpoint; its signatures are not checked here.
 * @param {Uint8Array} bytes
 * @returns {{ origin: string, treeSize: bigint, root: Uint8Array, note: object } | undefined}
 */
export function parseCheckpointUnverified(bytes) {
  const note = parseSignedNote(bytes);
  if (note === undefined) return undefined;
  const [origin, sizeText, rootText, ...extensions] = note.text.slice(0, -1).split('\n');
  const treeSize = parseUint64(sizeText ?? '');
  const root = fromBase64(rootText ?? '');
  if (origin === '' || treeSize === undefined || root?.length !== 32 || extensions.includes('')) return undefined;
  return { origin, treeSize, root, note };
}
