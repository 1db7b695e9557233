// Row `audit`: receipt-1 section 5.13.

import { fromBase64 } from '../../primitives/bytes.js';
import { sha256Hex } from '../../primitives/digest.js';
import { parseSpki, signatureFault, verifyP256 } from '../../primitives/p256.js';
import { parseVoteUnverified } from '../../receipts/audit-vote.js';
import { envelopeForm, preAuthenticationEncoding } from '../../receipts/dsse.js';
import * as form from '../../receipts/form.js';
import { row } from './verdict.js';

/** The type of evidence that holds a vote. */
export const voteType = 'audit-vote/v1';

const evidenceForm = form.record({ spki: form.text, dsse: envelopeForm });

const judged = (code, reason) => row('audit', code, reason);

/** What auditors say; undefined if nobody voted. `count` is how many listed ones vote for the receipt. */
export async function auditRow({ evidence }, receiptId, { auditors = [], auditQuorum = '1' }) {
  const found = evidence.filter(({ type }) => type === voteType);
  if (found.length === 0) return undefined;
  const votes = [];
  for (const { members } of found) {
    const { vote, fault } = await readVote(members, receiptId);
    if (fault !== undefined) return { row: fault, count: 0 };
    votes.push(vote);
  }
  return countVotes(votes, auditors, auditQuorum);
}

function countVotes(votes, auditors, auditQuorum) {
  const trusted = votes.filter(({ auditor }) => auditors.includes(auditor));
  if (trusted.length === 0) return { row: judged('auditor-not-trusted', `None of ${votes.length} votes is by an auditor that the policy lists.`), count: 0 };
  const against = trusted.find(({ isAgainst }) => isAgainst);
  if (against) return { row: judged('audit-contradicted', `The auditor ${against.auditor} ran it again, and found: ${against.code}.`), count: 0 };
  const count = new Set(trusted.filter(({ isFor }) => isFor).map(({ auditor }) => auditor)).size;
  const reason = `${count} of the auditors that the policy lists confirm it; it asks for ${auditQuorum}.`;
  return { row: judged(BigInt(count) < BigInt(auditQuorum) ? 'audit-quorum-not-met' : 'ok', reason), count };
}

async function readVote(members, receiptId) {
  const malformed = { fault: judged('audit-vote-malformed', 'A vote is not as audit-1 section 3 has it.') };
  const { value } = form.tryForm(evidenceForm, members);
  const spki = value && fromBase64(value.spki);
  const point = spki && parseSpki(spki);
  if (!point) return malformed;
  const payload = fromBase64(value.dsse.payload);
  const vote = parseVoteUnverified(value.dsse.payloadType, payload);
  const keyId = await sha256Hex(spki);
  if (vote === undefined || vote.auditor !== keyId) return malformed;
  const entry = value.dsse.signatures.find(({ keyid }) => keyid === keyId);
  const signature = entry && fromBase64(entry.sig);
  if (!signature || signatureFault(signature) !== undefined || !(await verifyP256(point, preAuthenticationEncoding(value.dsse.payloadType, payload), signature))) {
    return { fault: judged('audit-vote-signature', `A vote has no signature by the key ${keyId} over it.`) };
  }
  return vote.receipt === receiptId ? { vote } : { fault: judged('audit-vote-subject', `The vote of ${keyId} is about the receipt ${vote.receipt}.`) };
}
