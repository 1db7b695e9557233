// DSSE v1.0: envelopes, and what a signature of a payload signs.

import { concat, fromBase64, utf8 } from '../primitives/bytes.js';
import * as form from './form.js';

/** An envelope in JSON, held to one form: receipt-1 section 1. */
export const envelopeForm = form.record({
  payload: form.textWhere((text) => fromBase64(text) !== undefined, 'is not base64'),
  payloadType: form.text,
  signatures: form.list(form.record({ keyid: form.text, sig: form.text })),
});

/** The pre-authentication encoding: `"DSSEv1" SP len(type) SP type SP len(payload) SP payload`. */
export function preAuthenticationEncoding(payloadType, payload) {
  const type = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}
