// DSSE v1.0: what a signature of a payload signs.

import { concat, utf8 } from '../primitives/bytes.js';

/** The pre-authentication encoding: `"DSSEv1" SP len(type) SP type SP len(payload) SP payload`. */
export function preAuthenticationEncoding(payloadType, payload) {
  const type = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}
