// The comment lines that carry evidence between the events of a stream: receipt-1 section 8.

import { equalBytes, fromBase64, utf8 } from '../primitives/bytes.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { readJson } from '../primitives/json.js';
import { signatureFault, verifyP256 } from '../primitives/p256.js';
import { preAuthenticationEncoding } from '../receipts/dsse.js';
import * as form from '../receipts/form.js';

const payloadTypes = {
  'og-head': 'application/vnd.opengradient.stream-head.v1+json',
  'og-segment': 'application/vnd.opengradient.stream-segment.v1+json',
};

const headForm = form.record({
  choice: form.count,
  input: form.record({ leaves: form.count, root: form.digest }),
  issuer: form.digest,
  model: form.digest,
  nonce: form.record({ client: form.hex(0, 64), provider: form.hex(32, 32) }),
  program: form.digest,
  startedAt: form.count,
  type: form.oneOf('og-head-1'),
});

const segmentForm = form.record({
  choice: form.count,
  finish: form.optional(form.oneOf('complete', 'stop', 'length', 'tool_calls', 'aborted')),
  index: form.count,
  leaves: form.list(form.digest),
  prev: form.digest,
  shown: form.digest,
  tokens: form.count,
  type: form.oneOf('og-segment-1'),
});

/** Whether a line is meant to be one of these, well-formed or not. */
export const isEvidence = (line) => line.startsWith(': og-head ') || line.startsWith(': og-segment ');

/**
 * Reads a line without its end.
 * @param {string} line
 * @returns {{ name: string, statement: Uint8Array, signature: Uint8Array, opening: Map } | undefined}
 */
export function parseStreamLine(line) {
  const match = /^: (og-head|og-segment) ([^ ]*) ([^ ]*) (.*)$/su.exec(line);
  const signature = match && fromBase64(match[3]);
  const opening = match && readJson(utf8(match[4])).value;
  if (!signature || !(opening instanceof Map)) return undefined;
  return { name: match[1], statement: utf8(match[2]), signature, opening };
}

/** What a head states; undefined where it has another form. */
export const parseHead = ({ statement }) => parseStatement(headForm, statement);

/** What a segment states; undefined where it has another form. */
export const parseSegment = ({ statement }) => parseStatement(segmentForm, statement);

function parseStatement(statementForm, bytes) {
  const { value } = readJson(bytes);
  // In the canonical form and in no other: two readers of the same bytes see the same statement.
  if (value === undefined || !equalBytes(canonicalJson(value), bytes)) return undefined;
  return form.tryForm(statementForm, value).value;
}

/** Whether the key of `point` signed the statement, low-S. */
export async function isSignedBy(point, { name, statement, signature }) {
  return signatureFault(signature) === undefined && verifyP256(point, preAuthenticationEncoding(payloadTypes[name], statement), signature);
}
