// What a verifier demands before it accepts: receipt-1 section 5.9.

import { readJson } from '../primitives/json.js';
import * as form from '../receipts/form.js';

const requirable = ['signature', 'log', 'witnesses', 'input', 'output', 'draw', 're-execution', 'proof'];

const members = {
  require: form.optional(form.list(form.oneOf(...requirable))),
  issuers: form.optional(form.list(form.digest)),
  logs: form.optional(form.list(form.digest)),
  witnesses: form.optional(form.text),
  models: form.optional(form.list(form.digest)),
  draws: form.optional(form.list(form.digest)),
  proofKeys: form.optional(form.list(form.digest)),
  nonce: form.optional(form.hex(0, 64)),
  maxAgeSeconds: form.optional(form.count),
};

const policyForm = form.record(members);

/** Signed and logged, by whomever. */
export const defaultPolicy = Object.freeze({ require: Object.freeze(['signature', 'log']) });

/**
 * Reads a policy. The text of `witnesses` is read when the policy is first used: {@link verifyBundle} rejects if it is no witness policy.
 * @param {Uint8Array} bytes
 * @returns {{ policy: object } | { reason: string }}
 */
export function parsePolicy(bytes) {
  const json = readJson(bytes);
  if ('errorOffset' in json) return { reason: `the policy is not I-JSON, at byte ${json.errorOffset}` };
  const { value, reason } = form.tryForm(policyForm, json.value);
  if (reason !== undefined) return { reason: `the policy's ${reason}` };
  const unknown = [...json.value.keys()].find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) return { reason: `the policy has an unknown member ${JSON.stringify(unknown)}` };
  return { policy: { ...value, require: [...new Set([...(value.require ?? defaultPolicy.require), ...carriers(value)])] } };
}

/** A constraint is worth no more than the row that carries it. */
function carriers({ issuers, logs, witnesses, models, draws, proofKeys, nonce, maxAgeSeconds }) {
  const needsSignature = [issuers, models, draws, nonce, maxAgeSeconds].some((constraint) => constraint !== undefined);
  return [...(needsSignature ? ['signature'] : []), ...(logs === undefined ? [] : ['log']), ...(witnesses === undefined ? [] : ['log', 'witnesses']), ...(proofKeys === undefined ? [] : ['proof'])];
}
