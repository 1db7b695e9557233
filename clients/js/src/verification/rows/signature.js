// Row `signature`: receipt-1 section 5.2.

import { fromBase64 } from '../../primitives/bytes.js';
import { sha256Hex } from '../../primitives/digest.js';
import { parseSpki, signatureFault, verifyP256 } from '../../primitives/p256.js';
import { preAuthenticationEncoding } from '../../receipts/dsse.js';
import { row } from './verdict.js';

const reasons = {
  'signature-malformed': 'The signature is not 64 bytes of base64 with r and s from 1 to n-1.',
  'signature-high-s': 'The signature is the high-S twin, which anyone can make of a signature.',
};

/** Whether the issuer that the receipt names signed it. */
export async function signatureRow(bundle, predicate) {
  const judged = (code, reason) => row('signature', code, reason);
  const issuer = predicate.issuer.key;
  const { point, fault } = await findIssuerKey(bundle.evidence, issuer);
  if (fault !== undefined) return judged(...fault);
  const entry = bundle.dsse.signatures.find(({ keyid }) => keyid === issuer);
  if (entry === undefined) return judged('signature-missing', `No signature is by the key ${issuer}.`);
  const signature = fromBase64(entry.sig);
  const code = signatureFault(signature);
  if (code !== undefined) return judged(code, reasons[code]);
  const message = preAuthenticationEncoding(bundle.dsse.payloadType, bundle.payload);
  return (await verifyP256(point, message, signature))
    ? judged('ok', `Signed by the key ${issuer}.`)
    : judged('signature-invalid', `The signature is not that of the key ${issuer} over this payload.`);
}

/** The point of the issuer key with the id the receipt names. */
async function findIssuerKey(evidence, issuer) {
  const keys = evidence.filter(({ type }) => type === 'issuer-key').map(({ members }) => fromBase64(members.get('spki')));
  if (keys.length === 0) return { fault: ['issuer-key-missing', 'The bundle has no issuer key.'] };
  for (const spki of keys) {
    if (spki === undefined || (await sha256Hex(spki)) !== issuer) continue;
    const point = parseSpki(spki);
    return point ? { point } : { fault: ['issuer-key-malformed', 'The issuer key is not a P-256 key in its 91-byte form.'] };
  }
  return { fault: ['issuer-key-mismatch', `No issuer key of the bundle has the id ${issuer}.`] };
}
