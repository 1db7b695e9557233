// What a verifier demands before it accepts: receipt-1 section 5.8.

import { readJson } from '../primitives/json.js';
import * as form from '../receipts/form.js';

const requirable = ['signature', 'log', 'input', 'output', 're-execution'];

const members = {
  require: form.optional(form.list(form.oneOf(...requirable))),
  issuers: form.optional(form.list(form.digest)),
  logs: form.optional(form.list(form.digest)),
  models: form.optional(form.list(form.digest)),
  nonce: form.optional(form.matching(/^([0-9a-f]{2}){0,64}$/, 'is not 0 to 64 bytes in hexadecimal')),
  maxAgeSeconds: form.optional(form.integer),
};

const policyForm = form.record(members);

/** Signed and logged, by whomever. */
export const defaultPolicy = Object.freeze({ require: Object.freeze(['signature', 'log']) });

/**
 * Reads a policy.
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
  return { policy: { ...value, require: value.require ?? defaultPolicy.require } };
}
