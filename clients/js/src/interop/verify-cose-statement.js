// The COSE twin of a receipt: interop-1 section 2.

import { concat, toHex, utf8 } from '../primitives/bytes.js';
import { CborMap, Tagged, compareBytes, entry, readCbor, writeByteString } from '../primitives/cbor.js';
import { sha256Hex } from '../primitives/digest.js';
import { parseSpki, signatureFault, verifyP256 } from '../primitives/p256.js';
import { parseReceipt } from '../receipts/receipt.js';
import { readSignedReceipt, verdictOf } from './twin.js';

const maximumBytes = 131_072;
const inTotoType = 'application/vnd.in-toto+json';
const spkiLabel = -65537n;

/**
 * Judges a statement, and whether it is of the same receipt as a bundle.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} [bundle]
 * @returns {Promise<{ verdict: string, code: string, receiptId: string | null, predicate?: object }>} the first code of sections 2.1 and 3.2 that applies
 */
export async function verifyCoseStatement(bytes, bundle) {
  const { code, receiptId = null, predicate } = await judge(bytes);
  const compared = code === 'ok' && bundle !== undefined ? await compare(receiptId, bundle) : code;
  return { verdict: verdictOf(compared), code: compared, receiptId, ...(compared === 'ok' && { predicate }) };
}

async function compare(receiptId, bundle) {
  const signed = await readSignedReceipt(bundle);
  if (signed === undefined) return 'bundle-invalid';
  return signed.receiptId === receiptId ? 'ok' : 'receipt-differs';
}

async function judge(bytes) {
  if (bytes.length > maximumBytes) return { code: 'twin-too-large' };
  const message = readMessage(bytes);
  if (message === undefined) return { code: 'twin-malformed' };
  const [algorithm, contentType, keyId, claims] = [1n, 3n, 4n, 15n].map((label) => entry(message.header, label));
  const isWhole = algorithm !== undefined && typeof contentType === 'string' && keyId instanceof Uint8Array && keyId.length === 32 && hasClaims(claims);
  if (!isWhole) return { code: 'twin-malformed' };
  if (entry(message.header, 2n) !== undefined || entry(message.open, 2n) !== undefined) return { code: 'crit-unknown' };
  if (algorithm !== -7n) return { code: 'algorithm-unknown' };
  if (contentType !== inTotoType) return { code: 'content-type-unknown' };
  const { predicate, code } = parseReceipt(message.payload, inTotoType);
  if (predicate === undefined) return { code: code === 'crit-unknown' ? code : 'payload-invalid' };
  const receiptId = await sha256Hex(message.payload);
  return { code: await judgeIssuer(message, predicate, toHex(keyId), claims, receiptId), receiptId, predicate };
}

/** A tagged COSE_Sign1 with its payload inside, whose headers share no label (RFC 9052 section 3). */
function readMessage(bytes) {
  const item = readCbor(bytes)?.value;
  if (!(item instanceof Tagged) || item.tag !== 18n || !Array.isArray(item.item) || item.item instanceof CborMap || item.item.length !== 4) return undefined;
  const [head, open, payload, signature] = item.item;
  const isMessage = head instanceof Uint8Array && open instanceof CborMap && payload instanceof Uint8Array && signature instanceof Uint8Array;
  const header = isMessage ? readHeader(head) : undefined;
  return header === undefined || sharesLabel(header, open) ? undefined : { head, header, open, payload, signature };
}

/** An empty header is written as no bytes. */
function readHeader(bytes) {
  if (bytes.length === 0) return new CborMap();
  const header = readCbor(bytes)?.value;
  return header instanceof CborMap && header.length > 0 ? header : undefined;
}

/** Both are in the order of their encoded labels: one walk finds what they share. */
function sharesLabel(header, open) {
  let at = 0;
  return open.some(([, , label]) => {
    while (at < header.length && compareBytes(header[at][2], label) < 0) at++;
    return at < header.length && compareBytes(header[at][2], label) === 0;
  });
}

function hasClaims(claims) {
  if (!(claims instanceof CborMap)) return false;
  const time = entry(claims, 6n);
  return typeof entry(claims, 1n) === 'string' && typeof entry(claims, 2n) === 'string' && typeof time === 'bigint' && time >= 0n;
}

async function judgeIssuer({ head, open, payload, signature }, predicate, keyId, claims, receiptId) {
  if (keyId !== predicate.issuer.key) return 'issuer-mismatch';
  const spki = entry(open, spkiLabel);
  if (!(spki instanceof Uint8Array)) return 'issuer-key-missing';
  if ((await sha256Hex(spki)) !== keyId) return 'issuer-key-mismatch';
  const point = parseSpki(spki);
  if (point === undefined) return 'issuer-key-malformed';
  const fault = signatureFault(signature);
  if (fault !== undefined) return fault;
  // ["Signature1", protected, h'', payload], RFC 9052 section 4.4
  const signed = concat(Uint8Array.of(0x84, 0x6a), utf8('Signature1'), writeByteString(head), Uint8Array.of(0x40), writeByteString(payload));
  if (!(await verifyP256(point, signed, signature))) return 'signature-invalid';
  const saysTheSame = entry(claims, 1n) === `urn:opengradient:key:${keyId}`
    && entry(claims, 2n) === `urn:opengradient:receipt:${receiptId}`
    && entry(claims, 6n) === BigInt(predicate.issuedAt);
  return saysTheSame ? 'ok' : 'issuer-contradicts-itself';
}
