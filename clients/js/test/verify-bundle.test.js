import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy, verifyBundle } from '../src/index.js';
import { bundleOf, canonical, issue, leafHash, logPublicKey, lowS, origin, prove, sha256, spki, toBytes, verifierKey } from './issue-bundle.js';

const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const unbase64 = (text) => Buffer.from(text, 'base64');
const changed = (edit, bundle = issue()) => { edit(bundle); return toBytes(bundle); };
const withProof = (make) => changed((bundle) => {
  const proof = make(sha256(unbase64(bundle.dsse.payload)), unbase64(bundle.evidence[1].proof).toString());
  bundle.evidence[1].proof = base64(Buffer.from(proof));
});
const withSignature = (make) => changed(({ dsse }) => { dsse.signatures[0].sig = make(dsse.signatures[0].sig); });
const withIssuerKey = (key) => changed((bundle) => { bundle.evidence[0].spki = base64(key); },
  issue((statement) => { statement.predicate.issuer.key = sha256(key).toString('hex'); }));
const withPayload = (bytes) => toBytes(bundleOf(Buffer.from(bytes), []));
const policyOf = (members) => parsePolicy(new TextEncoder().encode(JSON.stringify(members))).policy;
const flip = (bytes, position) => { bytes[position] ^= 1; return bytes; };
const smallOrder = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);

/** kind, code, verdict, bytes: every code of receipt-1 sections 5.1 to 5.5. */
const cases = [
  ['receipt', 'ok', 'valid', () => toBytes(issue())],
  ['receipt', 'bundle-too-large', 'invalid', () => new Uint8Array(64 * 1024 * 1024 + 1)],
  ['receipt', 'bundle-too-large', 'invalid', () => new Uint8Array(2_097_153).fill(0x5b)],
  ['receipt', 'bundle-malformed', 'invalid', () => new Uint8Array(2_097_152).fill(0x5b)],
  ['receipt', 'bundle-malformed', 'invalid', () => new Uint8Array(0)],
  ['receipt', 'bundle-malformed', 'invalid', () => changed((bundle) => { bundle.mediaType = 'text/plain'; })],
  ['receipt', 'bundle-malformed', 'invalid', () => changed((bundle) => { delete bundle.disclosures; })],
  ['receipt', 'bundle-malformed', 'invalid', () => changed((bundle) => { bundle.dsse.payload += ' '; })],
  ['receipt', 'bundle-malformed', 'invalid', () => changed((bundle) => { bundle.disclosures[0].tree = 'trace'; })],
  ['receipt', 'payload-too-large', 'invalid', () => withPayload(' '.repeat(65_537))],
  ['receipt', 'payload-malformed', 'invalid', () => withPayload('{"a":"1","a":"2"}')],
  ['receipt', 'payload-malformed', 'invalid', () => toBytes(issue((statement) => { statement.predicate.extra = 1; }))],
  ['receipt', 'statement-malformed', 'invalid', () => toBytes(issue((statement) => { statement.predicate.usage.inputTokens = '01'; }))],
  ['receipt', 'statement-malformed', 'invalid', () => toBytes(issue((statement) => { statement.predicate.model.name = 'two words'; }))],
  ['receipt', 'statement-malformed', 'invalid', () => toBytes(issue((statement) => { delete statement.predicate; }))],
  ['receipt', 'payload-not-canonical', 'invalid', () => toBytes(issue(undefined, { serialize: JSON.stringify }))],
  ['receipt', 'payload-not-canonical', 'invalid', () => toBytes(issue(undefined, { serialize: (value) => `${canonical(value)}\n` }))],
  ['receipt', 'payload-type', 'invalid', () => toBytes(issue(undefined, { payloadType: 'application/json' }))],
  ['receipt', 'statement-type', 'invalid', () => toBytes(issue((statement) => { statement.predicateType += '1'; }))],
  ['receipt', 'statement-type', 'invalid', () => toBytes(issue((statement) => { statement._type += '1'; }))],
  ['receipt', 'subject-mismatch', 'invalid', () => toBytes(issue((statement) => { statement.subject[0].digest.ogCommit1 = '0'.repeat(64); }))],
  ['receipt', 'subject-mismatch', 'invalid', () => toBytes(issue((statement) => { statement.subject = []; }))],
  ['receipt', 'crit-unknown', 'unverifiable', () => toBytes(issue((statement) => { statement.predicate.crit = ['payment']; }))],
  ['signature', 'ok', 'valid', () => toBytes(issue())],
  ['signature', 'issuer-key-missing', 'unverifiable', () => changed((bundle) => { bundle.evidence.shift(); })],
  ['signature', 'issuer-key-mismatch', 'invalid', () => changed((bundle) => { bundle.evidence[0].spki = '!'; })],
  ['signature', 'issuer-key-malformed', 'invalid', () => withIssuerKey(Buffer.from(spki).fill(0, 88))],
  ['signature', 'issuer-key-malformed', 'invalid', () => withIssuerKey(Buffer.alloc(91))],
  ['signature', 'issuer-key-mismatch', 'invalid', () => toBytes(issue((statement) => { statement.predicate.issuer.key = '0'.repeat(64); }))],
  ['signature', 'signature-missing', 'invalid', () => changed((bundle) => { bundle.dsse.signatures = []; })],
  ['signature', 'signature-malformed', 'invalid', () => withSignature(() => base64(Buffer.alloc(64)))],
  ['signature', 'signature-malformed', 'invalid', () => withSignature((sig) => `${sig}AAAA`)],
  ['signature', 'signature-high-s', 'invalid', () => withSignature((sig) => base64(lowS(unbase64(sig), false)))],
  ['signature', 'signature-invalid', 'invalid', () => withSignature((sig) => base64(flip(unbase64(sig), 5)))],
  ['signature', 'signature-invalid', 'invalid', () => withSignature(() => issue().dsse.signatures[0].sig)],
  ['log', 'ok', 'valid', () => toBytes(issue())],
  ['log', 'log-proof-missing', 'unverifiable', () => changed((bundle) => { bundle.evidence.pop(); })],
  ['log', 'log-key-malformed', 'invalid', () => changed((bundle) => { bundle.evidence[1].vkey = verifierKey(origin, smallOrder); })],
  ['log', 'log-key-malformed', 'invalid', () => changed((bundle) => { bundle.evidence[1].vkey = verifierKey().replace('example', 'examplf'); })],
  ['log', 'log-key-mismatch', 'invalid', () => changed((bundle) => { bundle.evidence[1].vkey = verifierKey('other.example/log'); })],
  ['log', 'log-key-mismatch', 'invalid', () => toBytes(issue((statement) => { statement.predicate.log.key = '0'.repeat(64); }))],
  ['log', 'log-proof-malformed', 'invalid', () => withProof((id, proof) => proof.replace('v1', 'v2'))],
  ['log', 'log-proof-malformed', 'invalid', () => withProof((id, proof) => proof.replace('index 2', 'index 02'))],
  ['log', 'checkpoint-malformed', 'invalid', () => withProof((id, proof) => proof.replace('\n5\n', '\n05\n'))],
  ['log', 'checkpoint-malformed', 'invalid', () => withProof((id) => prove(id, { name: 'other.example/log' }))],
  ['log', 'checkpoint-signature-missing', 'invalid', () => withProof((id, proof) => proof.replace('\u2014 node', '\u2014 nodf'))],
  ['log', 'checkpoint-signature-invalid', 'invalid', () => withProof((id, proof) => proof.replace('\n5\n', '\n6\n'))],
  ['log', 'log-inclusion-invalid', 'invalid', () => withProof((id) => prove(leafHash(id)))],
  ['log', 'log-inclusion-invalid', 'invalid', () => withProof((id, proof) => proof.replace('index 2', 'index 3'))],
  ['input', 'ok', 'valid', () => toBytes(issue())],
  ['input', 'ok-partial', 'valid', () => changed((bundle) => { bundle.disclosures.shift(); })],
  ['input', 'not-disclosed', 'unverifiable', () => changed((bundle) => { bundle.disclosures.splice(0, 2); })],
  ['input', 'disclosure-malformed', 'invalid', () => changed((bundle) => { bundle.disclosures[0].index = '2'; })],
  ['input', 'disclosure-malformed', 'invalid', () => changed((bundle) => { bundle.disclosures[0].index = '1'; })],
  ['input', 'disclosure-malformed', 'invalid', () => changed((bundle) => { bundle.disclosures[0].salt = ''; })],
  ['input', 'disclosure-malformed', 'invalid', () => changed((bundle) => { delete bundle.disclosures[1].label; })],
  ['input', 'disclosure-mismatch', 'invalid', () => changed((bundle) => { bundle.disclosures[1].label = 'mark'; })],
  ['output', 'ok', 'valid', () => toBytes(issue())],
  ['output', 'not-disclosed', 'unverifiable', () => changed((bundle) => { bundle.disclosures.pop(); })],
  ['output', 'disclosure-malformed', 'invalid', () => changed((bundle) => { bundle.disclosures[2].content = '!'; })],
  ['output', 'disclosure-mismatch', 'invalid', () => changed((bundle) => { bundle.disclosures[2].content = base64('f32[1]\n0000'); })],
  ['proof', 'proof-unsupported', 'unverifiable', () => changed((bundle) => { bundle.evidence.push({ type: 'program-proof/v1', program: '', constants: [], proof: '' }); })],
  ['evidence', 'unknown-type', 'unverifiable', () => changed((bundle) => { bundle.evidence.push({ type: 'zk/unheard-of' }); })],
];

for (const [kind, code, verdict, makeBytes] of cases) {
  test(`${kind}: ${code}`, async () => {
    const report = await verifyBundle(makeBytes());

    const row = report.evidence.find((candidate) => candidate.kind === kind);
    assert.deepEqual([row?.code, row?.verdict], [code, verdict], JSON.stringify(report, null, 1));
    if (kind === 'receipt' && code !== 'ok') {
      assert.equal(report.evidence.length, 1);
      assert.deepEqual([report.receiptId, report.establishes, report.doesNotEstablish], [null, [], []]);
    }
  });
}

for (const [code, policy, now] of [
  ['ok', { issuers: [sha256(spki).toString('hex')] }],
  ['issuer-not-trusted', { issuers: [] }],
  ['log-not-trusted', { logs: ['0'.repeat(64)] }],
  ['model-not-accepted', { models: ['0'.repeat(64)] }],
  ['nonce-mismatch', { nonce: '' }],
  ['ok', { nonce: '00ff' }],
  ['ok', { maxAgeSeconds: '60' }, 1_790_000_060],
  ['too-old', { maxAgeSeconds: '60' }, 1_790_000_061],
  ['ok', { maxAgeSeconds: '60' }, 1_789_999_700],
  ['too-old', { maxAgeSeconds: '60' }, 1_789_999_699],
]) {
  test(`policy ${JSON.stringify(policy)} at ${now}: ${code}`, async () => {
    const report = await verifyBundle(toBytes(issue()), { policy: policyOf(policy), now });

    assert.equal(report.evidence.find(({ kind }) => kind === 'policy').code, code);
    assert.equal(report.exitCode, code === 'ok' ? 0 : 2);
  });
}

test('outcome: a required row that is not valid is exit code 3', async () => {
  const bytes = changed((bundle) => { bundle.disclosures = []; });
  const outcomes = await Promise.all([undefined, { require: ['input'] }, { require: ['re-execution'] }, { require: [] }].map(
    async (policy) => (await verifyBundle(bytes, { policy: policy && policyOf(policy) })).exitCode));

  assert.deepEqual(outcomes, [0, 3, 3, 0]);
});

test('outcome: a constraint requires the row that carries it', async () => {
  const bytes = changed((bundle) => { bundle.evidence = []; });
  const policies = [{ require: [] }, { require: [], nonce: '00ff' }, { require: [], logs: [sha256(logPublicKey).toString('hex')] }];
  const reports = await Promise.all(policies.map((policy) => verifyBundle(bytes, { policy: policyOf(policy) })));

  assert.deepEqual(reports.map(({ exitCode }) => exitCode), [0, 3, 3]);
});

test('outcome: crit-unknown is exit code 3', async () => {
  const report = await verifyBundle(toBytes(issue((statement) => { statement.predicate.crit = ['payment']; })));

  assert.deepEqual([report.exitCode, report.accepted], [3, false]);
});

test('policy: unknown members and wrong forms are errors', () => {
  for (const members of [{ requires: [] }, { require: ['receipt'] }, { issuers: 'x' }, { nonce: 'A0' }, { maxAgeSeconds: 5 }, []]) {
    assert.ok(parsePolicy(new TextEncoder().encode(JSON.stringify(members))).reason, JSON.stringify(members));
  }
});

test('sentences: a sampled answer to a client without a nonce, partly disclosed', async () => {
  const sampling = { maxTokens: '64', seed: '', stop: '0'.repeat(64), temperature: '0.7', topK: '0', topP: '1' };
  const bundle = issue(({ predicate }) => { predicate.nonce.client = ''; predicate.sampling = sampling; });
  bundle.disclosures.splice(1);

  const report = await verifyBundle(toBytes(bundle));

  assert.deepEqual(report.establishes.slice(1), [
    `The receipt is entry 2 in a tree of 5 entries that the log "${origin}" signed.`,
    'The 1 disclosed of 2 input parts are parts of the input that the receipt commits to.',
  ]);
  assert.deepEqual(report.doesNotEstablish.slice(1), [
    "That the log shows everyone the same tree: no witness's cosignature was checked.",
    'That the model computed this output: the run was not repeated here.',
    'What the rest of the input was.',
    'What the output was: it is committed, not disclosed.',
    'That the answer was made for this request: the client gave no nonce.',
    'That the issuer drew the random stream only once.',
    "When it happened: the times are the issuer's own.",
    'That the output is true or useful: only which computation made it.',
  ]);
});
