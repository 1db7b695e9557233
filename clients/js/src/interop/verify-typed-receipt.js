// The EIP-712 twin of a receipt: interop-1 section 3.

import { concat, equalBytes, fromBase64, fromHex, toHex, utf8 } from '../primitives/bytes.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { sha256, sha256Hex } from '../primitives/digest.js';
import { parseCount } from '../primitives/integer.js';
import { readJson } from '../primitives/json.js';
import { parseSpki, signatureFault } from '../primitives/p256.js';
import { keccak256 } from '../primitives/shake.js';
import { recoverSecp256k1, verifyP256Digest } from '../primitives/weierstrass.js';
import * as form from '../receipts/form.js';
import { readSignedReceipt, verdictOf } from './twin.js';

const maximumBytes = 65_536;
const primaryType = 'InferenceReceipt';
const members = {
  receiptId: 'bytes32', issuer: 'bytes32', model: 'bytes32', program: 'bytes32', spec: 'bytes32', sampling: 'bytes32',
  input: 'bytes32', output: 'bytes32', trace: 'bytes32', issuedAt: 'uint64', clientNonce: 'bytes',
};
const domainMembers = { name: 'string', version: 'string' };
const domain = { name: 'OpenGradient InferenceReceipt', version: '1' };

const hexForm = (least, most) => form.textWhere((text) => hexBytes(text)?.length >= least && hexBytes(text).length <= most, 'is not 0x and so many bytes in lower-case hexadecimal');
const formOf = { bytes32: hexForm(32, 32), bytes: hexForm(0, 64), uint64: form.count };

const fileForm = form.record({
  mediaType: form.oneOf('application/vnd.opengradient.eip712-receipt.v1+json'),
  typedData: form.record({
    types: same({ EIP712Domain: declare(domainMembers), [primaryType]: declare(members) }),
    primaryType: form.oneOf(primaryType),
    domain: same(domain),
    message: exactly(Object.keys(members).length, form.record(Object.fromEntries(Object.entries(members).map(([name, type]) => [name, formOf[type]])))),
  }),
  structHash: hexForm(32, 32),
  digest: hexForm(32, 32),
  signatures: form.listOf(0, 16, signature),
});

/**
 * Judges typed data, and whether it says what a bundle says.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} [bundle]
 * @returns {Promise<{ verdict: string, code: string, receiptId: string | null, digest?: string, accounts?: string[] }>} the first code of sections 3.1 and 3.2 that applies
 */
export async function verifyTypedReceipt(bytes, bundle) {
  if (bytes.length > maximumBytes) return report('twin-too-large', null);
  const json = readJson(bytes);
  const { value: file } = 'errorOffset' in json ? {} : form.tryForm(fileForm, json.value);
  // Unknown members are ignored, but not inside the typed data.
  if (file === undefined || json.value.get('typedData').size !== 4) return report('twin-malformed', null);
  const { message } = file.typedData;
  const { structHash, digest } = hashOf(message);
  const receiptId = message.receiptId.slice(2);
  if (toHex(structHash) !== file.structHash.slice(2) || toHex(digest) !== file.digest.slice(2)) return report('digest-mismatch', receiptId);
  const code = await judgeSignatures(file.signatures, message.issuer.slice(2), digest);
  const compared = code === 'ok' && bundle !== undefined ? await compare(message, bundle) : code;
  const accounts = file.signatures.filter(({ type }) => type === 'secp256k1').map(({ address }) => address);
  return report(compared, receiptId, { digest: file.digest, accounts });
}

const report = (code, receiptId, more) => ({ verdict: verdictOf(code), code, receiptId, ...(code === 'ok' && more) });

/** hashStruct of the message and the digest that is signed (EIP-712). */
function hashOf(message) {
  const words = Object.entries(members).map(([name, type]) => {
    if (type === 'bytes') return keccak256(hexBytes(message[name]));
    return type === 'bytes32' ? hexBytes(message[name]) : fromHex(parseCount(message[name]).toString(16).padStart(64, '0'));
  });
  const structHash = keccak256(concat(typeHash(primaryType, members), ...words));
  const separator = keccak256(concat(typeHash('EIP712Domain', domainMembers), keccak256(utf8(domain.name)), keccak256(utf8(domain.version))));
  return { structHash, digest: keccak256(concat(Uint8Array.of(0x19, 0x01), separator, structHash)) };
}

const typeHash = (name, types) => keccak256(utf8(`${name}(${Object.entries(types).map(([member, type]) => `${type} ${member}`).join()})`));

async function judgeSignatures(signatures, issuer, digest) {
  const signed = signatures.find(({ type }) => type === 'p256');
  if (signed === undefined) return 'issuer-key-missing';
  const spki = fromBase64(signed.spki);
  if ((await sha256Hex(spki)) !== issuer) return 'issuer-key-mismatch';
  const point = parseSpki(spki);
  if (point === undefined) return 'issuer-key-malformed';
  const bytes = hexBytes(signed.signature);
  const fault = signatureFault(bytes);
  if (fault !== undefined) return fault;
  if (!verifyP256Digest(point, digest, bytes)) return 'signature-invalid';
  return signatures.every((entry) => entry.type !== 'secp256k1' || addressOf(hexBytes(entry.signature), digest) === entry.address) ? 'ok' : 'account-signature-invalid';
}

/** The account that a signature r ‖ s ‖ v leads to. */
function addressOf(bytes, digest) {
  if (bytes.length !== 65 || (bytes[64] !== 27 && bytes[64] !== 28)) return undefined;
  const key = recoverSecp256k1(digest, bytes, bytes[64] - 27);
  if (key === undefined) return undefined;
  const encoded = fromHex(key.x.toString(16).padStart(64, '0') + key.y.toString(16).padStart(64, '0'));
  return `0x${toHex(keccak256(encoded).subarray(12))}`;
}

/** Section 3.2. */
async function compare(message, bundle) {
  const signed = await readSignedReceipt(bundle);
  if (signed === undefined) return 'bundle-invalid';
  if (message.receiptId !== `0x${signed.receiptId}`) return 'receipt-differs';
  const expected = await messageOf(signed);
  if (message.issuer !== expected.issuer) return 'issuer-mismatch'; // anybody can sign under a receipt's id with a key of his own
  return Object.keys(members).every((name) => message[name] === expected[name]) ? 'ok' : 'issuer-contradicts-itself';
}

async function messageOf({ receiptId, predicate, sampling }) {
  const hex = (digits) => `0x${digits}`;
  return {
    receiptId: hex(receiptId),
    issuer: hex(predicate.issuer.key),
    model: hex(predicate.model.id),
    program: hex(predicate.model.program),
    spec: hex(predicate.execution.spec),
    sampling: hex(toHex(sampling === undefined ? new Uint8Array(32) : await sha256(canonicalJson(sampling)))),
    input: hex(predicate.input.root),
    output: hex(predicate.output.root),
    trace: hex(predicate.trace.root),
    issuedAt: predicate.issuedAt,
    clientNonce: hex(predicate.nonce.client),
  };
}

/** The bytes of 0x and lower-case digits; undefined for any other text. */
function hexBytes(text) {
  return text.startsWith('0x') ? fromHex(text.slice(2)) : undefined;
}

/** An entry of `signatures`; of an unknown type only that. */
function signature(value, where) {
  const { type } = form.record({ type: form.text })(value, where);
  const bytes = hexForm(0, maximumBytes);
  if (type === 'p256') return { type, ...form.record({ signature: bytes, spki: form.textWhere((text) => fromBase64(text) !== undefined, 'is not base64') })(value, where) };
  return type === 'secp256k1' ? { type, ...form.record({ signature: bytes, address: hexForm(20, 20) })(value, where) } : { type };
}

/** A value that is exactly this one, the order of members apart. */
function same(expected) {
  const bytes = canonicalJson(toJson(expected));
  return (value, where) => {
    if (value === undefined || !equalBytes(canonicalJson(value), bytes)) throw new form.FormError(where, 'is another');
    return value;
  };
}

/** A record without other members. */
function exactly(size, record) {
  return (value, where) => {
    const read = record(value, where);
    if (value.size !== size) throw new form.FormError(where, 'has other members');
    return read;
  };
}

function declare(types) {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

/** Objects as Maps, as `readJson` gives them. */
function toJson(value) {
  if (Array.isArray(value)) return value.map(toJson);
  return typeof value === 'string' ? value : new Map(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
}
