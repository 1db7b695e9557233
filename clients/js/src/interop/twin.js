// What the twins of a receipt share: interop-1 sections 2.1 and 3.2.

import { readJson } from '../primitives/json.js';
import { sha256Hex } from '../primitives/digest.js';
import { parseBundle } from '../receipts/bundle.js';
import { parseReceipt } from '../receipts/receipt.js';
import { signatureRow } from '../verification/rows/signature.js';

const unverifiable = ['crit-unknown', 'issuer-key-missing', 'bundle-invalid'];

/** Whether a code says that all holds, that something is wrong, or that something could not be checked. */
export const verdictOf = (code) => (code === 'ok' ? 'valid' : unverifiable.includes(code) ? 'unverifiable' : 'invalid');

/** The receipt of a bundle whose rows `receipt` and `signature` are valid, its `sampling` as JSON; undefined for any other. */
export async function readSignedReceipt(bytes) {
  const { bundle } = parseBundle(bytes);
  if (bundle === undefined) return undefined;
  const { predicate } = parseReceipt(bundle.payload, bundle.dsse.payloadType);
  if (predicate === undefined || (await signatureRow(bundle, predicate)).verdict !== 'valid') return undefined;
  const sampling = readJson(bundle.payload).value.get('predicate').get('sampling');
  return { receiptId: await sha256Hex(bundle.payload), predicate, sampling };
}
