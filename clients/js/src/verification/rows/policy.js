// Row `policy`: receipt-1 section 5.8.

import { mayBeDrawn } from './draw.js';
import { row } from './verdict.js';

/** How far ahead of the verifier's clock an issuer's may be. */
const clockSkewSeconds = 300n;

/** Whether the receipt meets what the verifier demands of its contents. */
export function policyRow(predicate, policy, now, drawKeyId) {
  const judged = (code, reason) => row('policy', code, reason);
  const { issuer, log, model, nonce } = predicate;
  if (policy.issuers && !policy.issuers.includes(issuer.key)) return judged('issuer-not-trusted', `The policy does not list the issuer ${issuer.key}.`);
  if (policy.logs && !policy.logs.includes(log.key)) return judged('log-not-trusted', `The policy does not list the log ${log.key}.`);
  if (policy.models && !policy.models.includes(model.id)) return judged('model-not-accepted', `The policy does not list the model ${model.id}.`);
  if (policy.draws && mayBeDrawn(predicate) && !policy.draws.includes(drawKeyId)) return judged('draw-not-trusted', 'The receipt names no draw, or one of a key that the policy does not list.');
  if (policy.nonce !== undefined && policy.nonce !== nonce.client) return judged('nonce-mismatch', 'The receipt was made for another nonce.');
  if (policy.maxAgeSeconds !== undefined) {
    const age = BigInt(now) - BigInt(predicate.issuedAt);
    if (age > BigInt(policy.maxAgeSeconds) || -age > clockSkewSeconds) return judged('too-old', `Issued at ${predicate.issuedAt}, and now it is ${now}.`);
  }
  return judged('ok', 'The receipt meets every constraint.');
}
