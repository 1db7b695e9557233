// The payload of a receipt: receipt-1 section 2.

import { equalBytes } from '../primitives/bytes.js';
import { canonicalJson, hasNumber } from '../primitives/canonical-json.js';
import { readJson } from '../primitives/json.js';
import * as form from './form.js';

const maximumPayloadBytes = 65_536;
const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'urn:opengradient:inference-receipt:v1';
const payloadTypeInToto = 'application/vnd.in-toto+json';

const jsonNumber = form.matching(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/, 'is not a decimal number');
const leafCount = form.textWhere(isLeafCount, 'is not an integer from 1 to 4294967295');
const commitment = { leaves: leafCount, root: form.digest, scheme: form.oneOf('commit-1') };

const statement = form.record({
  _type: form.text,
  subject: form.list(form.record({ name: form.text, digest: form.record({ ogCommit1: form.digest }) })),
  predicateType: form.text,
  predicate: form.record({
    crit: form.list(form.text),
    execution: form.record({ profile: form.oneOf('float', 'integer'), semantics: form.text, spec: form.digest }),
    input: form.record(commitment),
    issuedAt: form.integer,
    issuer: form.record({ key: form.digest, name: form.text }),
    log: form.record({ key: form.digest, origin: form.textWhere((origin) => origin !== '', 'is empty') }),
    model: form.record({ id: form.digest, name: form.text, program: form.digest }),
    nonce: form.record({ client: form.matching(/^([0-9a-f]{2}){0,64}$/, 'is not 0 to 64 bytes in hexadecimal'), provider: form.digest }),
    output: form.record({ finish: form.oneOf('complete', 'stop', 'length', 'tool_calls', 'aborted'), ...commitment }),
    sampling: form.optional(form.record({
      maxTokens: form.integer,
      seed: form.textWhere((seed) => seed === '' || isInteger(seed), 'is neither empty nor an integer'),
      stop: form.digest,
      temperature: jsonNumber,
      topK: form.integer,
      topP: jsonNumber,
    })),
    startedAt: form.integer,
    trace: form.record({ leaves: form.integer, root: form.digest, scheme: form.oneOf('trace-1') }),
    usage: form.record({ inputTokens: form.integer, outputTokens: form.integer }),
  }),
});

/**
 * Reads a payload.
 * @param {Uint8Array} payload
 * @param {string} payloadType
 * @returns {{ predicate: object } | { code: string, reason: string }} the predicate, or the first code of section 5.1 that applies
 */
export function parseReceipt(payload, payloadType) {
  if (payload.length > maximumPayloadBytes) return fault('payload-too-large', `${payload.length} bytes, more than ${maximumPayloadBytes}`);
  const json = readJson(payload);
  if ('errorOffset' in json) return fault('payload-malformed', `not I-JSON, at byte ${json.errorOffset}`);
  if (hasNumber(json.value)) return fault('payload-malformed', 'it holds a JSON number');
  const parsed = form.tryForm(statement, json.value);
  if (parsed.reason !== undefined) return fault('payload-malformed', parsed.reason);
  if (!equalBytes(canonicalJson(json.value), payload)) return fault('payload-not-canonical', 'the payload is not in RFC 8785 form');
  return checkMeaning(parsed.value, payloadType);
}

function checkMeaning({ _type, subject, predicateType: type, predicate }, payloadType) {
  if (payloadType !== payloadTypeInToto) return fault('payload-type', `payloadType is ${quoted(payloadType)}`);
  if (_type !== statementType) return fault('payload-type', `_type is ${quoted(_type)}`);
  if (type !== predicateType) return fault('payload-type', `predicateType is ${quoted(type)}`);
  if (subject.length !== 1 || subject[0].name !== 'output' || subject[0].digest.ogCommit1 !== predicate.output.root) {
    return fault('subject-mismatch', 'subject does not name output.root');
  }
  if (predicate.crit.length > 0) return fault('crit-unknown', `crit names ${quoted(predicate.crit[0])}, which this verifier does not know`);
  return { predicate };
}

const fault = (code, reason) => ({ code, reason });

/** Text from a bundle, fit for a reason: short, and with nothing that moves a cursor. */
export const quoted = (value) => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);

function isInteger(value) {
  return form.tryForm(form.integer, value).reason === undefined;
}

function isLeafCount(value) {
  return isInteger(value) && BigInt(value) >= 1n && BigInt(value) <= 0xffff_ffffn;
}
