// Log proofs (c2sp.org/tlog-proof@v1): an entry's index, its path, and the checkpoint it leads to, in one text file.

import { decodeUtf8, fromBase64 } from '../primitives/bytes.js';
import { parseUint64 } from '../primitives/integer.js';

const maximumProofBytes = 524_288;
const maximumPathLength = 64;

/**
 * Reads a log proof up to the empty line after the path; what follows is the checkpoint, handed on as it is.
 * @param {Uint8Array} bytes
 * @returns {{ index: bigint, path: Uint8Array[], checkpoint: Uint8Array } | undefined}
 */
export function parseLogProof(bytes) {
  const emptyLine = bytes.length > maximumProofBytes ? -1 : findEmptyLine(bytes);
  const head = emptyLine < 0 ? undefined : decodeUtf8(bytes.subarray(0, emptyLine));
  if (head === undefined) return undefined;
  const lines = head.split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') return undefined;
  if (lines[0]?.startsWith('extra ') && fromBase64(lines.shift().slice('extra '.length)) === undefined) return undefined;
  const indexLine = lines.shift();
  const index = indexLine?.startsWith('index ') ? parseUint64(indexLine.slice('index '.length)) : undefined;
  const path = lines.map(fromBase64);
  if (index === undefined || path.length > maximumPathLength || path.some((hash) => hash?.length !== 32)) return undefined;
  return { index, path, checkpoint: bytes.subarray(emptyLine + 2) };
}

/** Where the first empty line's leading newline stands; −1 if there is none. */
function findEmptyLine(bytes) {
  let position = bytes.indexOf(0x0a);
  while (position >= 0 && bytes[position + 1] !== 0x0a) position = bytes.indexOf(0x0a, position + 1);
  return position;
}
