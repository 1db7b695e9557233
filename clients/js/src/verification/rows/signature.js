// Row `signature`: receipt-1 section 5.2.

import { fromBase64 } from '../../primitives/bytes.js';
import { sha256Hex } from '../../primitives/digest.js';
import { parseSpki, signatureFault, verifyP256 } from '../../primitives/p256.js';
import { preAuthenticationEncoding } from '../../receipts/dsse.js';
import { row } from './verdict.js';

const reasons = {
  'signature-malformed': 'the signature is not 64 bytes r ‖ s with 0 < r, s < n',
  'signature-high-s': 's is greater than n/2',
};

/** Whether the issuer that the receipt names signed it. */
export async function signatureRow(bundle, predicate) {
  const judged = (code, reason) => row('signature', code, reason);
  const issuer = predicate.issuer.key;
  const { point, fault } = await findIssuerKey(bundle.evidence, issuer);
  if (fault !== undefined) return judged(...fault);
  const entry = bundle.dsse.signatures.find(({ keyid }) => keyid === issuer);
  if (entry === undefined) return judged('signature-missing', `no signature has the key id ${issuer}`);
  const signature = fromBase64(entry.sig);
  const code = signatureFault(signature);
  if (code !== undefined) return judged(code, reasons[code]);
  const message = preAuthenticationEncoding(bundle.dsse.payloadType, bundle.payload);
  return (await verifyP256(point, message, signature))
    ? judged('ok', `ES256 signature by key ${issuer}`)
    : judged('signature-invalid', `the signature is not that of key ${issuer} over this payload`);
}

/** The point of the issuer key with the id the receipt names. */
async function findIssuerKey(evidence, issuer) {
  const keys = evidence.filter(({ type }) => type === 'issuer-key').map(({ members }) => fromBase64(members.get('spki')));
  if (keys.length === 0) return { fault: ['issuer-key-missing', 'the bundle holds no issuer-key evidence'] };
  for (const spki of keys) {
    if (spki === undefined || (await sha256Hex(spki)) !== issuer) continue;
    const point = parseSpki(spki);
    return point ? { point } : { fault: ['issuer-key-malformed', 'the issuer key is not the 91-byte SubjectPublicKeyInfo of a point on P-256'] };
  }
  return { fault: ['issuer-key-mismatch', `no issuer key in the bundle has the id ${issuer}`] };
}
