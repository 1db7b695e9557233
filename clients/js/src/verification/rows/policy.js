// Row `policy`: receipt-1 section 5.8.

import { mayBeDrawn } from './draw.js';
import { row } from './verdict.js';

/** How far ahead of the verifier's clock an issuer's may be. */
const clockSkewSeconds = 300n;

const dictates = ({ kind, label }) => kind === 'logit-bias' || (kind === 'constraint' && label !== 'parallel_tool_calls');

/** Far below 1 it leaves next to nothing but words that the request has, far above 1 all others. */
const weighsRequest = ({ sampling }) => ![undefined, '1', '1.0'].includes(sampling?.repetitionPenalty);

/**
 * Whether the receipt meets what the verifier demands of its contents.
 * @param {object} predicate
 * @param {object} policy without rules
 * @param {number} now
 * @param {{ drawKeyId?: string, rows: object, input: object[] }} found the id of the receipt's draw key, the rows before this one, and what is disclosed of the input
 */
export function policyRow(predicate, policy, now, { drawKeyId, rows, input }) {
  const judged = (code, reason) => row('policy', code, reason);
  const { execution, issuer, log, model, nonce } = predicate;
  const isListed = { signature: !policy.issuers || policy.issuers.includes(issuer.key), log: !policy.logs || policy.logs.includes(log.key) };
  const isRequired = (kind) => policy.require.includes(kind);
  if (isRequired('signature') && !isListed.signature) return judged('issuer-not-trusted', `The policy does not list the issuer ${issuer.key}.`);
  if (isRequired('log') && !isListed.log) return judged('log-not-trusted', `The policy does not list the log ${log.key}.`);
  if (policy.models && !policy.models.includes(model.id)) return judged('model-not-accepted', `The policy does not list the model ${model.id}.`);
  if (policy.semantics && !policy.semantics.includes(execution.semantics)) return judged('semantics-not-accepted', `The policy does not list the semantics ${execution.semantics}.`);
  if (policy.draws && mayBeDrawn(predicate) && !policy.draws.includes(drawKeyId)) return judged('draw-not-trusted', 'The receipt names no draw, or one of a key that the policy does not list.');
  if (policy.dictated && (weighsRequest(predicate) || input.some(dictates))) return judged('answer-dictated', 'The request had a setting that forces an answer upon the model.');
  if (policy.nonce !== undefined && policy.nonce !== nonce.client) return judged('nonce-mismatch', 'The receipt was made for another nonce.');
  if (policy.maxAgeSeconds !== undefined) {
    const age = BigInt(now) - BigInt(predicate.issuedAt);
    if (age > BigInt(policy.maxAgeSeconds) || -age > clockSkewSeconds) return judged('too-old', `Issued at ${predicate.issuedAt}, and now it is ${now}.`);
  }
  if (policy.deniesAll) return judged('no-rule', 'The policy has no rule for this purpose and amount, so nothing is accepted.');
  if (policy.dictated && rows.input.code !== 'ok') return judged('dictation-hidden', 'Not every part of the input is disclosed, and what is hidden may dictate the answer.');
  const isShown = (kind) => (isListed[kind] ?? true) && Object.values(rows).some((one) => one.kind === kind && one.verdict === 'valid');
  if (policy.anyOf && !policy.anyOf.some((alternative) => alternative.every(isShown))) {
    return judged('alternatives-not-met', `None of these is shown: ${policy.anyOf.map((kinds) => kinds.join(' and ')).join(', or ')}.`);
  }
  return judged('ok', 'The receipt meets every constraint.');
}
