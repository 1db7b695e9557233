// Row `log`: receipt-1 section 5.3.

import { fromBase64 } from '../../primitives/bytes.js';
import { sha256 } from '../../primitives/digest.js';
import { hashLeaf, verifyInclusion } from '../../primitives/merkle.js';
import { parseCheckpointUnverified } from '../../transparency/checkpoint.js';
import { parseLogProof } from '../../transparency/log-proof.js';
import { checkSignature } from '../../transparency/signed-note.js';
import { parseVerifierKey } from '../../transparency/verifier-key.js';
import { row } from './verdict.js';

const signatureReasons = {
  missing: (origin) => `No signature of the checkpoint is by ${origin}.`,
  invalid: (origin) => `The signature of the checkpoint is not that of ${origin} over it.`,
};

/**
 * Whether the log that the receipt names signed a tree with the receipt in it.
 * @returns {Promise<{ row: object, entry?: { index: bigint, size: bigint }, checkpoint?: object, key?: object }>} all but the row only if it
 * is valid
 */
export async function logRow(bundle, { log }) {
  const judged = (code, reason, found) => ({ row: row('log', code, reason), ...found });
  const evidence = bundle.evidence.find(({ type }) => type === 'tlog-proof/v1');
  if (evidence === undefined) return judged('log-proof-missing', 'The bundle has no log proof.');
  const key = await parseVerifierKey(evidence.members.get('vkey'));
  if (key === undefined) return judged('log-key-malformed', "The log's key is not an Ed25519 verifier key.");
  if (key.digest !== log.key) return judged('log-key-mismatch', `The log's key has the digest ${key.digest}; the receipt names ${log.key}.`);
  if (key.name !== log.origin) return judged('log-key-mismatch', `The log's key is not named ${log.origin}.`);
  const proofBytes = fromBase64(evidence.members.get('proof'));
  const proof = proofBytes && parseLogProof(proofBytes);
  if (proof === undefined) return judged('log-proof-malformed', 'The proof is not a tlog-proof@v1 file.');
  const checkpoint = parseCheckpointUnverified(proof.checkpoint);
  if (checkpoint === undefined) return judged('checkpoint-malformed', 'The signed note is not a checkpoint.');
  if (checkpoint.origin !== log.origin) return judged('checkpoint-malformed', `The checkpoint is not one of ${log.origin}.`);
  const signature = await checkSignature(checkpoint.note, key);
  if (signature !== 'valid') return judged(`checkpoint-signature-${signature}`, signatureReasons[signature](log.origin));
  const entryHash = await hashLeaf(await sha256(bundle.payload));
  const { index, path } = proof;
  const size = checkpoint.treeSize;
  return (await verifyInclusion(index, size, entryHash, path, checkpoint.root))
    ? judged('ok', `Entry ${index} of ${size} in ${log.origin}.`, { entry: { index, size }, checkpoint, key })
    : judged('log-inclusion-invalid', `The path does not lead from this receipt at index ${index} to the root of the ${size} entries.`);
}
