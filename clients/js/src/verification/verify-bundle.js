// The one entry point for "is this true?": bundle bytes, policy and time in, report out.

import { fromHex } from '../primitives/bytes.js';
import { sha256Hex } from '../primitives/digest.js';
import { parseBundle } from '../receipts/bundle.js';
import { parseReceipt } from '../receipts/receipt.js';
import { parseWitnessPolicy } from '../transparency/witness-policy.js';
import { defaultPolicy, policyFor } from './policy.js';
import { makeReport } from './report.js';
import { auditRow, voteType } from './rows/audit.js';
import { commitmentRow } from './rows/commitment.js';
import { drawRow } from './rows/draw.js';
import { logRow } from './rows/log.js';
import { policyRow } from './rows/policy.js';
import { proofRow, proofType } from './rows/proof.js';
import { signatureRow } from './rows/signature.js';
import { row } from './rows/verdict.js';
import { witnessesRow } from './rows/witnesses.js';
import { doesNotEstablish, establishes } from './sentences.js';

const knownTypes = new Set(['issuer-key', 'tlog-proof/v1', proofType, voteType]);

/**
 * Verifies a bundle as receipt-1 section 5 says, without re-execution.
 * Whatever the bytes, the promise is kept: it rejects only where the platform lacks WebCrypto (a page served over plain HTTP
 * from another machine) or Ed25519, or the policy's `witnesses` are no policy about witnesses.
 * @param {Uint8Array} bytes
 * @param {{ policy?: object, now?: number, purpose?: string, amount?: string }} [options] `policy` as {@link parsePolicy} gives it;
 * `now` in seconds since 1970, needed where the policy has `maxAgeSeconds`; `purpose` and `amount` choose the rule of a policy that
 * has rules
 * @returns {Promise<import('./report.js').Report>}
 */
export async function verifyBundle(bytes, options) {
  return (await examineBundle(bytes, options)).report;
}

/**
 * As {@link verifyBundle}, and hands out what was read, for showing it.
 * @returns {Promise<{ report: object, predicate?: object, entry?: object, input?: object[], output?: object[] }>}
 * `predicate` only if the row `receipt` is valid; `input` and `output` are the disclosures that lead to the roots
 */
export async function examineBundle(bytes, { policy: whole = defaultPolicy, now = 0, purpose, amount } = {}) {
  const policy = policyFor(whole, { purpose, amount });
  const readBundle = parseBundle(bytes);
  if (readBundle.bundle === undefined) return { report: refused(readBundle, policy) };
  const { bundle } = readBundle;
  const readReceipt = parseReceipt(bundle.payload, bundle.dsse.payloadType);
  if (readReceipt.predicate === undefined) return { report: refused(readReceipt, policy) };
  return judge(bundle, readReceipt.predicate, policy, now);
}

/** If the row `receipt` is not valid no other row is judged. */
const refused = ({ code, reason }, policy) => makeReport({ rows: [row('receipt', code, reason)], policy });

async function judge(bundle, predicate, policy, now) {
  const receiptId = await sha256Hex(bundle.payload);
  const signature = await signatureRow(bundle, predicate);
  const log = await logRow(bundle, predicate);
  const witnesses = policy.witnesses === undefined ? undefined : await witnessesRow(log, await parseWitnessPolicy(policy.witnesses));
  const input = await commitmentRow('input', bundle, predicate.input);
  const output = await commitmentRow('output', bundle, predicate.output);
  const drawKeyId = predicate.draw && (await sha256Hex(fromHex(predicate.draw.key)));
  const draw = await drawRow(predicate, drawKeyId);
  const proof = proofRow(bundle);
  const audit = await auditRow(bundle, receiptId, policy);
  const rows = { signature, log: log.row, ...(witnesses && { witnesses: witnesses.row }), input: input.row, output: output.row, ...(draw && { draw }), ...(proof && { proof }), ...(audit && { audit: audit.row }) };
  const disclosedCounts = { input: input.disclosures.length, output: output.disclosures.length };
  const report = makeReport({
    rows: [
      row('receipt', 'ok', `A well-formed receipt, ${receiptId}.`),
      ...Object.values(rows),
      policyRow(predicate, policy, now, { drawKeyId, rows, input: input.disclosures }),
      ...unknownEvidence(bundle),
    ],
    policy,
    receiptId,
    establishes: establishes({ predicate, rows, drawKeyId, entry: log.entry, witnesses, disclosedCounts, auditCount: audit?.count }),
    doesNotEstablish: doesNotEstablish({ predicate, rows, drawKeyId, witnesses, policy }),
  });
  return { report, predicate, entry: log.entry, input: input.disclosures, output: output.disclosures };
}

function unknownEvidence({ evidence }) {
  const unknown = evidence.filter(({ type }) => !knownTypes.has(type));
  return unknown.map(({ type }) => row('evidence', 'unknown-type', `This version does not know evidence of the type ${type}.`));
}
