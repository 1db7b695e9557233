// The report and its outcome: receipt-1 sections 5.9 and 5.10.

/**
 * @typedef {object} Report
 * @property {boolean} accepted whether the policy is met; true exactly when `exitCode` is 0
 * @property {0 | 2 | 3} exitCode 2: some evidence is invalid; 3: something required could not be checked
 * @property {string | null} receiptId null unless the `receipt` row is valid
 * @property {{ kind: string, verdict: 'valid' | 'invalid' | 'unverifiable', code: string, reason: string }[]} evidence
 * @property {string[]} establishes
 * @property {string[]} doesNotEstablish
 */

/** Puts rows and sentences together; the outcome follows from the rows alone. */
export function makeReport({ rows, policy, receiptId = null, establishes = [], doesNotEstablish = [] }) {
  const exitCode = outcome(rows, policy);
  return { accepted: exitCode === 0, exitCode, receiptId, evidence: rows, establishes, doesNotEstablish };
}

function outcome(rows, policy) {
  if (rows.some(({ verdict }) => verdict === 'invalid')) return 2;
  const required = ['receipt', 'policy', ...policy.require];
  const isMet = (kind) => rows.some((row) => row.kind === kind && row.verdict === 'valid');
  return required.every(isMet) ? 0 : 3;
}
