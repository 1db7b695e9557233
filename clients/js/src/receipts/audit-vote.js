// What an auditor signs about one receipt: audit-1 section 3.

import { equalBytes } from '../primitives/bytes.js';
import { canonicalJson, hasNumber } from '../primitives/canonical-json.js';
import { readJson } from '../primitives/json.js';
import * as form from './form.js';

const maximumBytes = 65_536;
const verifierPrefix = 'urn:opengradient:auditor:';

/** Which codes of receipt-1 section 5.7 say that the receipt states what did not happen, and which that the auditor could not tell. */
const against = ['program-mismatch', 'input-invalid', 'output-mismatch', 'trace-mismatch', 'usage-mismatch'];
const abstentions = [
  'depends-on', 'input-not-disclosed', 'output-not-disclosed', 'model-missing', 'model-mismatch', 'semantics-unknown', 'work-exceeded',
];

const voteForm = form.record({
  _type: form.oneOf('https://in-toto.io/Statement/v1'),
  subject: form.listOf(1, 1, form.record({ name: form.oneOf('receipt'), digest: form.record({ sha256: form.digest }) })),
  predicateType: form.oneOf('https://in-toto.io/attestation/svr/v0.1'),
  predicate: form.record({
    verifier: form.record({ id: form.matching(new RegExp(`^${verifierPrefix}[0-9a-f]{64}$`), 'is no auditor') }),
    timeCreated: form.textWhere(isTime, 'is not a time such as 2026-11-30T12:00:00Z'),
    properties: form.list(form.text),
    finding: form.record({ code: form.oneOf('ok', ...against, ...abstentions) }),
  }),
});

/** A time of the calendar, to the second, of the years 1 to 9999. */
function isTime(text) {
  const date = new Date(text);
  return /^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z$/.test(text) && !text.startsWith('0000')
    && !Number.isNaN(date.getTime()) && date.toISOString() === text.replace('Z', '.000Z');
}

/**
 * Reads what was signed, whoever signed it.
 * @returns {{ receipt: string, auditor: string, code: string, isFor: boolean, isAgainst: boolean } | undefined}
 */
export function parseVoteUnverified(payloadType, payload) {
  if (payloadType !== 'application/vnd.in-toto+json' || payload.length > maximumBytes) return undefined;
  const json = readJson(payload);
  if ('errorOffset' in json || hasNumber(json.value) || !equalBytes(canonicalJson(json.value), payload)) return undefined;
  const { value } = form.tryForm(voteForm, json.value);
  if (value === undefined) return undefined;
  const { verifier, properties, finding: { code } } = value.predicate;
  if (properties.join() !== (code === 'ok' ? 'OG_REEXECUTED_BIT_EXACT' : '') || properties.length !== (code === 'ok' ? 1 : 0)) return undefined;
  return {
    receipt: value.subject[0].digest.sha256,
    auditor: verifier.id.slice(verifierPrefix.length),
    code,
    isFor: code === 'ok',
    isAgainst: against.includes(code),
  };
}
