// What a verifier demands before it accepts: receipt-1 section 5.9.

import { readJson } from '../primitives/json.js';
import * as form from '../receipts/form.js';

const requirable = ['signature', 'log', 'witnesses', 'input', 'output', 'draw', 're-execution', 'proof', 'audit'];

/** Who is believed, and for which row. */
const rowOfList = { issuers: 'signature', logs: 'log', witnesses: 'witnesses', proofKeys: 'proof', auditors: 'audit' };

const constraints = ['models', 'semantics', 'draws', 'dictated', 'nonce', 'maxAgeSeconds'];

const rows = form.list(form.oneOf(...requirable));
const alternatives = form.listOf(1, 16, form.listOf(1, 16, form.oneOf(...requirable)));
const amount = form.textWhere((value) => amountUnits(value) !== undefined, 'is not an amount');

const demands = {
  require: form.optional(rows),
  anyOf: form.optional(alternatives),
  issuers: form.optional(form.list(form.digest)),
  logs: form.optional(form.list(form.digest)),
  witnesses: form.optional(form.text),
  models: form.optional(form.list(form.digest)),
  semantics: form.optional(form.list(form.label)),
  draws: form.optional(form.list(form.digest)),
  dictated: form.optional(form.oneOf('never')),
  proofKeys: form.optional(form.list(form.digest)),
  auditors: form.optional(form.list(form.digest)),
  auditQuorum: form.optional((value, where) => form.textWhere((text) => text !== '0', 'is 0')(form.count(value, where), where)),
  nonce: form.optional(form.hex(0, 64)),
  maxAgeSeconds: form.optional(form.count),
};

const rule = form.closedRecord({
  for: (value, where) => (value === '*' ? value : form.label(value, where)),
  above: form.optional(amount),
  upTo: form.optional(amount),
  ...demands,
});

const policyForm = form.closedRecord({ ...demands, rules: form.optional(form.listOf(1, 256, rule)) });

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
  const { rules, ...shared } = value;
  if (rules === undefined) return { policy: complete(shared, shared) };
  if (rules.some(isEmptyRange)) return { reason: 'the policy\'s rules have one whose above is not below its upTo' };
  const policy = { ...complete(shared, {}), rules: rules.map((own) => readRule(own, shared)) };
  return { policy };
}

const isEmptyRange = ({ above, upTo }) => above !== undefined && upTo !== undefined && amountUnits(above) >= amountUnits(upTo);

/** A rule's own members replace those outside of the rules. */
function readRule({ for: purpose, above, upTo, ...own }, shared) {
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { for: purpose, above: amountUnits(above), upTo: amountUnits(upTo), demands: complete({ ...shared, ...given }, given) };
}

/**
 * What a policy demands for a purpose: itself if it has no rules, else the first rule that is for it, else what nothing meets.
 * @param {object} policy as {@link parsePolicy} gives it
 * @param {{ purpose?: string, amount?: string }} [asked] what the answer is for: from whoever acts on it, never from the bundle
 */
export function policyFor(policy, { purpose, amount: asked } = {}) {
  if (policy.rules === undefined) return policy;
  const { rules, ...shared } = policy;
  if (asked !== undefined && amountUnits(asked) === undefined) throw new TypeError(`${JSON.stringify(asked)} is not an amount`);
  const units = amountUnits(asked);
  const holds = ({ above, upTo }) => (above === undefined || units > above) && (upTo === undefined || units <= upTo);
  // A rule that asks for an amount where none is given ends the search: a later rule may be meant for less.
  const found = rules.find((one) => (one.for === '*' || one.for === purpose) && (units === undefined || holds(one)));
  return found !== undefined && holds(found) ? found.demands : { ...shared, deniesAll: true };
}

/** An amount in units of 10^-18; undefined for what is none. */
function amountUnits(text) {
  const match = typeof text === 'string' && /^(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,18}))?$/.exec(text);
  return match ? BigInt(match[1] + (match[2] ?? '').padEnd(18, '0')) : undefined;
}

/**
 * The policy with what it requires in full: its own lists ask for the rows that they are about, unless an alternative has them; one that
 * stands outside of the rules asks for nothing. A constraint is worth no more than the signature under it.
 */
function complete(policy, own) {
  const isAlternative = (kind) => (policy.anyOf ?? []).some((alternative) => alternative.includes(kind));
  const asked = Object.keys(rowOfList).filter((list) => own[list] !== undefined).map((list) => rowOfList[list]).filter((kind) => !isAlternative(kind));
  const rows = new Set([...(policy.require ?? defaultPolicy.require), ...asked]);
  if (constraints.some((constraint) => policy[constraint] !== undefined)) rows.add('signature');
  if (policy.dictated !== undefined) rows.add('input');
  if (policy.witnesses !== undefined && rows.has('witnesses')) rows.add('log');
  return { ...policy, require: [...rows] };
}
