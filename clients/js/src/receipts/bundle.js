// The bundle: a receipt with the evidence for it and the disclosures its holder chose to add. receipt-1 section 4.

import { fromBase64 } from '../primitives/bytes.js';
import { countMarks, mostMarks, readJson } from '../primitives/json.js';
import { envelopeForm } from './dsse.js';
import * as form from './form.js';

const maximumBundleBytes = 64 * 1024 * 1024;

const maximumEvidence = 1024;

const bundleForm = form.record({
  mediaType: form.oneOf('application/vnd.opengradient.inference-bundle.v1+json'),
  dsse: envelopeForm,
  evidence: form.listOf(0, maximumEvidence, evidence),
  disclosures: form.list(disclosure),
});

/** Only the type is a matter of the bundle; the rest of an evidence is judged in its row. */
function evidence(value, where) {
  const { type } = form.record({ type: form.label })(value, where);
  return { type, members: value };
}

/** Likewise: only the tree is a matter of the bundle. */
function disclosure(value, where) {
  const { tree } = form.record({ tree: form.oneOf('input', 'output') })(value, where);
  return { tree, members: value };
}

/**
 * Reads a bundle.
 * @param {Uint8Array} bytes
 * @returns {{ bundle: object } | { code: string, reason: string }} `bundle.payload` holds the payload bytes
 */
export function parseBundle(bytes) {
  if (bytes.length > maximumBundleBytes) {
    return { code: 'bundle-too-large', reason: `The bundle has ${bytes.length} bytes; at most ${maximumBundleBytes} are read.` };
  }
  if (countMarks(bytes) > mostMarks) {
    return { code: 'bundle-too-large', reason: `The bundle has more than ${mostMarks} of the bytes , [ and {.` };
  }
  const json = readJson(bytes);
  if ('errorOffset' in json) return malformed(`byte ${json.errorOffset} of the bundle`);
  const parsed = form.tryForm(bundleForm, json.value);
  if (parsed.reason !== undefined) return malformed(parsed.reason);
  return { bundle: { ...parsed.value, payload: fromBase64(parsed.value.dsse.payload) } };
}

const malformed = (why) => ({ code: 'bundle-malformed', reason: `Not a bundle of version 1: ${why}.` });
