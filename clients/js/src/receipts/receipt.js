// The payload of a receipt: receipt-1 section 2.

import { equalBytes } from '../primitives/bytes.js';
import { canonicalJson, hasNumber } from '../primitives/canonical-json.js';
import { readJson } from '../primitives/json.js';
import { parseCount } from '../primitives/integer.js';
import * as form from './form.js';

const maximumPayloadBytes = 65_536;
const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'urn:opengradient:inference-receipt:v1';
const inTotoType = 'application/vnd.in-toto+json';

const leafCount = form.textWhere(isLeafCount, 'is not an integer from 1 to 4294967295');
const commitment = { leaves: leafCount, root: form.digest, scheme: form.oneOf('commit-1') };

const choice = form.textWhere((value) => /^(0|[1-9][0-9]{0,2})$/.test(value) && Number(value) < 256, 'is not an integer from 0 to 255');

const predicateForm = form.record({
  crit: form.list(form.text),
  draw: form.optional(form.record({ choice, key: form.hex(256, 256), proof: form.hex(256, 256) })),
  execution: form.record({ profile: form.oneOf('float', 'integer'), semantics: form.label, spec: form.digest }),
  input: form.record(commitment),
  issuedAt: form.count,
  issuer: form.record({ key: form.digest, name: form.label }),
  log: form.record({ key: form.digest, origin: form.label }),
  model: form.record({ id: form.digest, name: form.label, program: form.digest }),
  nonce: form.record({ client: form.hex(0, 64), provider: form.hex(32, 32) }),
  output: form.record({ finish: form.oneOf('complete', 'stop', 'length', 'tool_calls', 'aborted'), ...commitment }),
  sampling: form.optional(form.record({
    frequencyPenalty: form.optional(form.number),
    logprobs: form.optional(form.number),
    maxTokens: form.number,
    minP: form.optional(form.number),
    presencePenalty: form.optional(form.number),
    repetitionPenalty: form.optional(form.number),
    seed: (value, where) => (value === '' ? value : form.number(value, where)),
    stop: form.digest,
    temperature: form.number,
    topK: form.number,
    topP: form.number,
  })),
  session: form.optional(form.record({ id: form.digest, index: form.count, prev: (value, where) => (value === '' ? value : form.digest(value, where)) })),
  startedAt: form.count,
  trace: form.record({ leaves: form.count, root: form.digest, scheme: form.oneOf('trace-1') }),
  usage: form.record({ inputTokens: form.count, outputTokens: form.count }),
});

const subjectForm = form.list(form.record({ name: form.oneOf('output'), digest: form.record({ ogCommit1: form.digest }) }));

/**
 * Reads a payload.
 * @param {Uint8Array} payload
 * @param {string} payloadType
 * @returns {{ predicate: object } | { code: string, reason: string }} the predicate, or the first code of section 5.1 that applies
 */
export function parseReceipt(payload, payloadType) {
  if (payloadType !== inTotoType) return fault('payload-type', 'The envelope holds no in-toto Statement.');
  if (payload.length > maximumPayloadBytes) {
    return fault('payload-too-large', `The payload has ${payload.length} bytes; at most ${maximumPayloadBytes} are read.`);
  }
  const json = readJson(payload);
  if ('errorOffset' in json) return fault('payload-malformed', `The payload is not I-JSON: byte ${json.errorOffset} of the payload.`);
  if (hasNumber(json.value)) return fault('payload-malformed', 'The payload holds a JSON number.');
  if (!equalBytes(canonicalJson(json.value), payload)) return fault('payload-not-canonical', 'The payload is not in RFC 8785 form.');
  return parseStatement(json.value);
}

function parseStatement(statement) {
  const member = (name) => (statement instanceof Map ? statement.get(name) : undefined);
  if (member('_type') !== statementType) return fault('statement-type', 'Not an inference receipt of version 1: _type is missing or another.');
  if (member('predicateType') !== predicateType) return fault('statement-type', 'Not an inference receipt of version 1: predicateType is missing or another.');
  const { value: predicate, reason } = form.tryForm(predicateForm, member('predicate'));
  if (reason !== undefined) return fault('statement-malformed', `The receipt's ${reason}.`);
  if (predicate.draw !== undefined && predicate.nonce.client === '') return fault('statement-malformed', 'The receipt names a draw, and no nonce that it is for.');
  if (predicate.draw !== undefined && (predicate.sampling === undefined || predicate.sampling.temperature === '0')) {
    return fault('statement-malformed', 'The receipt names a draw, and samples nothing.');
  }
  if (predicate.session !== undefined && (predicate.session.index === '0') !== (predicate.session.prev === '')) {
    return fault('statement-malformed', "The receipt's session has an index that its prev contradicts.");
  }
  if (!namesOutput(member('subject'), predicate)) return fault('subject-mismatch', 'The subject is not the output that the receipt commits to.');
  if (predicate.crit.length > 0) return fault('crit-unknown', 'The receipt names members that must be understood, and this verifier understands none.');
  return { predicate };
}

function namesOutput(subject, { output }) {
  const { value: elements } = form.tryForm(subjectForm, subject);
  return elements?.length === 1 && elements[0].digest.ogCommit1 === output.root;
}

const fault = (code, reason) => ({ code, reason });

function isLeafCount(text) {
  const leaves = parseCount(text);
  return leaves !== undefined && leaves >= 1n && leaves <= 0xffff_ffffn;
}
