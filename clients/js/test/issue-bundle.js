// An issuer for tests: makes bundles with node:crypto, so that the verifier is tested against other code than its own.

import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const base64 = (bytes) => Buffer.from(bytes).toString('base64');
export const leafHash = (data) => sha256(Uint8Array.of(0), data);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

export function rootOf(hashes) {
  if (hashes.length === 1) return hashes[0];
  const split = splitPoint(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

export function pathOf(index, hashes) {
  if (hashes.length === 1) return [];
  const split = splitPoint(hashes.length);
  return index < split
    ? [...pathOf(index, hashes.slice(0, split)), rootOf(hashes.slice(split))]
    : [...pathOf(index - split, hashes.slice(split)), rootOf(hashes.slice(0, split))];
}

const splitPoint = (count) => 2 ** Math.floor(Math.log2(count - 1));

/** RFC 8785 for strings, arrays and objects. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function commit(tree, receiptSalt, leaves) {
  const treeSalt = createHmac('sha256', receiptSalt).update(tree).digest();
  const salts = leaves.map((_, index) => createHmac('sha256', treeSalt).update('leaf').update(u32(index)).digest().subarray(0, 16));
  const hashes = leaves.map(({ kind, label, content }, index) => leafHash(Buffer.concat([
    salts[index], Uint8Array.of(kind.length), Buffer.from(kind), Uint8Array.of(0, Buffer.byteLength(label)), Buffer.from(label), content,
  ])));
  const disclosures = leaves.map(({ kind, label, content }, index) => ({
    tree, index: String(index), salt: hex(salts[index]), kind, label, content: base64(content), path: pathOf(index, hashes).map(hex),
  }));
  return { root: hex(rootOf(hashes)), disclosures };
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function lowS(signature, wantLow = true) {
  const s = BigInt(`0x${hex(signature.subarray(32))}`);
  const isLow = 2n * s <= n;
  if (isLow === wantLow) return signature;
  return Buffer.concat([signature.subarray(0, 32), Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex')]);
}

const tensor = (name, type, shape, content) => ({ kind: 'tensor', label: name, content: Buffer.concat([Buffer.from(`${type}[${shape}]\n`), content]) });

/** Keys, made once: every bundle of one test run comes from one node and one log. */
const node = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const log = generateKeyPairSync('ed25519');
export const spki = node.publicKey.export({ type: 'spki', format: 'der' });
export const logPublicKey = log.publicKey.export({ type: 'spki', format: 'der' }).subarray(12);
export const origin = 'node.example/log';

export const signPayload = (payload, payloadType = 'application/vnd.in-toto+json') => {
  const message = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `), payload]);
  return lowS(sign('sha256', message, { key: node.privateKey, dsaEncoding: 'ieee-p1363' }));
};

export function verifierKey(name = origin, key = logPublicKey) {
  const typed = Buffer.concat([Uint8Array.of(1), key]);
  return `${name}+${hex(sha256(`${name}\n`, typed).subarray(0, 4))}+${base64(typed)}`;
}

export function signNote(text, name = origin) {
  const typed = Buffer.concat([Uint8Array.of(1), logPublicKey]);
  const keyHash = sha256(`${name}\n`, typed).subarray(0, 4);
  return `${text}\n\u2014 ${name} ${base64(Buffer.concat([keyHash, sign(null, Buffer.from(text), log.privateKey)]))}\n`;
}

/** A log proof for an entry among others. */
export function prove(receiptId, { index = 2, size = 5, root, path, name = origin } = {}) {
  const hashes = Array.from({ length: size }, (_, position) => leafHash(position === index ? receiptId : randomBytes(32)));
  const proofPath = (path ?? pathOf(index, hashes)).map((hash) => `${base64(hash)}\n`).join('');
  const checkpoint = signNote(`${name}\n${size}\n${base64(root ?? rootOf(hashes))}\n`, name);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${proofPath}\n${checkpoint}`;
}

/**
 * A bundle as an object; change members, then {@link toBytes}.
 * @param {(statement: object) => void} [edit] changes the statement before it is signed
 */
export function issue(edit = () => {}, { serialize = canonical, payloadType } = {}) {
  const receiptSalt = randomBytes(32);
  const input = commit('input', receiptSalt, [tensor('candles', 'f32', '2,2', Buffer.alloc(16, 1)), tensor('mask', 'bool', '1', Buffer.alloc(1, 1))]);
  const output = commit('output', receiptSalt, [tensor('volatility', 'f32', '1', Buffer.from([0, 0, 128, 63]))]);
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'output', digest: { ogCommit1: output.root } }],
    predicateType: 'urn:opengradient:inference-receipt:v1',
    predicate: {
      crit: [],
      execution: { profile: 'float', semantics: 'exec-1', spec: hex(sha256('exec-1')) },
      input: { leaves: '2', root: input.root, scheme: 'commit-1' },
      issuedAt: '1790000000',
      issuer: { key: hex(sha256(spki)), name: 'node.example' },
      log: { key: hex(sha256(logPublicKey)), origin },
      model: { id: hex(sha256('model')), name: 'price-risk', program: hex(sha256('program')) },
      nonce: { client: '00ff', provider: hex(randomBytes(32)) },
      output: { finish: 'complete', leaves: '1', root: output.root, scheme: 'commit-1' },
      startedAt: '1790000000',
      trace: { leaves: '12', root: hex(sha256('trace')), scheme: 'trace-1' },
      usage: { inputTokens: '0', outputTokens: '0' },
    },
  };
  edit(statement);
  const payload = Buffer.from(serialize(statement));
  return bundleOf(payload, [...input.disclosures, ...output.disclosures], payloadType);
}

export function bundleOf(payload, disclosures, payloadType = 'application/vnd.in-toto+json') {
  return {
    mediaType: 'application/vnd.opengradient.inference-bundle.v1+json',
    dsse: { payload: base64(payload), payloadType, signatures: [{ keyid: hex(sha256(spki)), sig: base64(signPayload(payload, payloadType)) }] },
    evidence: [
      { type: 'issuer-key', spki: base64(spki) },
      { type: 'tlog-proof/v1', vkey: verifierKey(), proof: base64(Buffer.from(prove(sha256(payload)))) },
    ],
    disclosures,
  };
}

export const toBytes = (bundle) => new TextEncoder().encode(JSON.stringify(bundle));
