// Row `proof`: receipt-1 section 5.11.

import { row } from './verdict.js';

/** The type of evidence that holds a proof. */
export const proofType = 'program-proof/v1';

/** That there is a proof, and that nobody has looked at it: this verifier does not check proofs. Undefined if the bundle has none. */
export function proofRow({ evidence }) {
  if (!evidence.some(({ type }) => type === proofType)) return undefined;
  return row('proof', 'proof-unsupported', 'There is a proof, which was not checked here: `og verify` checks it.');
}
