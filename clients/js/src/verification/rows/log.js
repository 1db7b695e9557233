// Row `log`: receipt-1 section 5.3.

import { fromBase64 } from '../../primitives/bytes.js';
import { sha256 } from '../../primitives/digest.js';
import { hashLeaf, verifyInclusion } from '../../primitives/merkle.js';
import { quoted } from '../../receipts/form.js';
import { parseCheckpointUnverified } from '../../transparency/checkpoint.js';
import { parseLogProof } from '../../transparency/log-proof.js';
import { checkSignature } from '../../transparency/signed-note.js';
import { parseVerifierKey } from '../../transparency/verifier-key.js';
import { row } from './verdict.js';

const signatureReasons = {
  missing: 'the checkpoint has no signature line by the log',
  invalid: "the log's signature of the checkpoint does not verify",
};

/**
 * Whether the log that the receipt names signed a tree with the receipt in it.
 * @returns {Promise<{ row: object, entry?: { index: bigint, size: bigint } }>}
 */
export async function logRow(bundle, { log }) {
  const judged = (code, reason, entry) => ({ row: row('log', code, reason), entry });
  const evidence = bundle.evidence.find(({ type }) => type === 'tlog-proof/v1');
  if (evidence === undefined) return judged('log-proof-missing', 'the bundle holds no tlog-proof/v1 evidence');
  const key = await parseVerifierKey(evidence.members.get('vkey'));
  if (key === undefined) return judged('log-key-malformed', 'vkey is not an acceptable Ed25519 verifier key');
  if (key.digest !== log.key) return judged('log-key-mismatch', `the key is not ${log.key}, which the receipt names`);
  if (key.name !== log.origin) return judged('log-key-mismatch', `the key is named ${quoted(key.name)}, the log ${quoted(log.origin)}`);
  const proofBytes = fromBase64(evidence.members.get('proof'));
  const proof = proofBytes && parseLogProof(proofBytes);
  if (proof === undefined) return judged('log-proof-malformed', 'proof is not a tlog-proof@v1 file');
  const checkpoint = parseCheckpointUnverified(proof.checkpoint);
  if (checkpoint === undefined) return judged('checkpoint-malformed', 'the checkpoint does not parse');
  if (checkpoint.origin !== log.origin) return judged('checkpoint-malformed', `its origin is ${quoted(checkpoint.origin)}`);
  const signature = await checkSignature(checkpoint.note, key);
  if (signature !== 'valid') return judged(`checkpoint-signature-${signature}`, signatureReasons[signature]);
  const entryHash = await hashLeaf(await sha256(bundle.payload));
  const { index, path } = proof;
  const size = checkpoint.treeSize;
  return (await verifyInclusion(index, size, entryHash, path, checkpoint.root))
    ? judged('ok', `entry ${index} of ${size} in ${quoted(log.origin)}`, { index, size })
    : judged('log-inclusion-invalid', `the path does not lead from the receipt at index ${index} to the root of ${size} entries`);
}
