// Fraud proofs: dispute-1 section 12.5, without its referee.

import { countMarks, mostMarks, readJson } from '../primitives/json.js';

const mediaType = 'application/vnd.opengradient.fraud-proof.v1+json';
const maximumBytes = 64 * 1024 * 1024;

/**
 * Says of a fraud proof file that nobody can be convicted here: whether the moves of a dispute contradict each other is computed with
 * exec-1, and this verifier runs no model. `og verify FILE` judges it.
 * @param {Uint8Array} bytes
 * @returns {{ verdict: 'invalid' | 'unverifiable', code: 'fraud-malformed' | 'semantics-unknown', reason: string }}
 */
export function verifyFraudProof(bytes) {
  return isFraudProof(bytes)
    ? { verdict: 'unverifiable', code: 'semantics-unknown', reason: 'A fraud proof, which this verifier does not referee: it has no exec-1. `og verify` does.' }
    : { verdict: 'invalid', code: 'fraud-malformed', reason: 'The bytes are no fraud proof file.' };
}

/** Whether a file says that it is a fraud proof, well-formed or not. */
function isFraudProof(bytes) {
  if (bytes.length > maximumBytes || countMarks(bytes) > mostMarks) return false;
  const { value } = readJson(bytes);
  return value instanceof Map && value.get('mediaType') === mediaType;
}
