// Row `policy`: receipt-1 section 5.7.

import { row } from './verdict.js';

/** How far ahead of the verifier's clock an issuer's may be. */
const clockSkewSeconds = 300n;

/** Whether the receipt meets what the verifier demands of its contents. */
export function policyRow(predicate, policy, now) {
  const judged = (code, reason) => row('policy', code, reason);
  const { issuer, log, model, nonce } = predicate;
  if (policy.issuers && !policy.issuers.includes(issuer.key)) return judged('issuer-not-trusted', `issuer ${issuer.key} is not listed`);
  if (policy.logs && !policy.logs.includes(log.key)) return judged('log-not-trusted', `log ${log.key} is not listed`);
  if (policy.models && !policy.models.includes(model.id)) return judged('model-not-accepted', `model ${model.id} is not listed`);
  if (policy.nonce !== undefined && policy.nonce !== nonce.client) return judged('nonce-mismatch', 'the client nonce is another');
  if (policy.maxAgeSeconds !== undefined) {
    const age = BigInt(now) - BigInt(predicate.issuedAt);
    if (age > BigInt(policy.maxAgeSeconds)) return judged('too-old', `issued ${age} s ago, more than ${policy.maxAgeSeconds}`);
    if (age < -clockSkewSeconds) return judged('too-old', `issued ${-age} s in the future`);
  }
  return judged('ok', 'the receipt meets the policy');
}
