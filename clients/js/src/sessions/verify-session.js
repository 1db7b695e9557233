// A session: the receipts of one conversation, each verified by itself, and all of them together. receipt-1 section 9.

import { fromBase64 } from '../primitives/bytes.js';
import { countMarks, mostMarks, readJson } from '../primitives/json.js';
import * as form from '../receipts/form.js';
import { examineBundle } from '../verification/verify-bundle.js';
import { defaultPolicy } from '../verification/policy.js';
import { callsRow } from './calls.js';
import { orderRow } from './order.js';

const maximumFileBytes = 256 * 1024 * 1024;
const maximumBundles = 65_536;

const fileForm = form.record({
  mediaType: form.oneOf('application/vnd.opengradient.inference-session.v1+json'),
  bundles: form.list(form.textWhere((text) => fromBase64(text) !== undefined, 'is not base64')),
});

/**
 * Verifies a session file, without re-execution.
 * @param {Uint8Array} bytes
 * @param {{ policy?: object, now?: number }} [options] as `verifyBundle` takes them
 */
export async function verifySession(bytes, { policy = defaultPolicy, now = 0 } = {}) {
  const files = parseSessionFile(bytes);
  if (files === undefined) return malformed('The file is no session of version 1.', []);
  const steps = [];
  for (const file of files) steps.push(await examineBundle(file, { policy, now }));
  if (steps.some(({ predicate }) => predicate === undefined)) return malformed('A bundle of the file has no receipt.', steps);
  const order = orderRow(steps);
  const calls = callsRow(steps);
  const exitCodes = steps.map(({ report }) => report.exitCode);
  const exitCode = [order, calls].some(({ verdict }) => verdict === 'invalid') || exitCodes.includes(2) ? 2 : Math.max(...exitCodes);
  const first = steps[0].predicate.session;
  return {
    accepted: exitCode === 0,
    exitCode,
    sessionId: first?.id ?? null,
    session: [order, calls],
    steps: steps.map(summary),
    establishes: establishes(order, calls, first, steps.length),
    doesNotEstablish: doesNotEstablish(order, calls, first, steps, policy),
  };
}

/** The bytes of the bundles; undefined for a file of another form. */
function parseSessionFile(bytes) {
  if (bytes.length > maximumFileBytes || countMarks(bytes) > mostMarks) return undefined;
  const json = readJson(bytes);
  const { value } = 'errorOffset' in json ? {} : form.tryForm(fileForm, json.value);
  const count = value?.bundles.length ?? 0;
  return count > 0 && count <= maximumBundles ? value.bundles.map(fromBase64) : undefined;
}

const summary = ({ report }) => ({ exitCode: report.exitCode, receiptId: report.receiptId });

const malformed = (reason, steps) => ({
  accepted: false,
  exitCode: 2,
  sessionId: null,
  session: [{ kind: 'order', verdict: 'invalid', code: 'session-malformed', step: 0, reason }],
  steps: steps.map(summary),
  establishes: [],
  doesNotEstablish: [],
});

function establishes(order, calls, first, count) {
  const sentences = [];
  if (order.verdict === 'valid') {
    const last = BigInt(first.index) + BigInt(count - 1);
    sentences.push(`Receipts ${first.index} to ${last} of session ${first.id.slice(0, 8)} are one chain: each names the one before it, and none between them is missing.`);
  }
  if (calls.verdict === 'valid') sentences.push('Every request tells the calls of tools before it as the answers made them, and each result always as the same.');
  return sentences;
}

function doesNotEstablish(order, calls, first, steps, policy) {
  const sentences = [];
  if (order.verdict !== 'valid') sentences.push('That these are the steps of one session, in their order.');
  else if (first.index !== '0') sentences.push(`What happened in the session before receipt ${first.index}.`);
  if (order.verdict === 'valid') {
    sentences.push('That the session went on nowhere else: an issuer that signs two receipts after one makes two sessions of it, and each is a chain.');
  }
  if (calls.verdict !== 'valid') sentences.push('That calls of tools and their results were told as they were.');
  sentences.push('That the result of a tool is what the tool gave: it is what the client said.');
  const keys = new Set(steps.map(({ predicate }) => predicate.issuer.key)).size;
  if (keys > 1 && policy.issuers === undefined) {
    sentences.push(`That one issuer signed all of it: the receipts have ${keys} keys, and no list of trusted issuers was given.`);
  }
  return sentences;
}
