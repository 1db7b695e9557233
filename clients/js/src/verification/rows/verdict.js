// One row of a report: a kind of evidence, what was found, and why.

const unverifiableCodes = new Set([
  'crit-unknown', 'issuer-key-missing', 'log-proof-missing', 'not-disclosed', 'unknown-type', 'depends-on', 'proof-unsupported',
  'no-rule', 'dictation-hidden', 'alternatives-not-met', 'auditor-not-trusted', 'audit-quorum-not-met',
  'quorum-not-met',
]);

/** A row; the code decides the verdict, as the tables of receipt-1 section 5 do. */
export function row(kind, code, reason) {
  const verdict = code === 'ok' || code === 'ok-partial' ? 'valid' : unverifiableCodes.has(code) ? 'unverifiable' : 'invalid';
  return { kind, verdict, code, reason };
}
