// The fixed sentences of a report: receipt-1 section 5.10. Their order is part of the format.

import { mayBeDrawn } from './rows/draw.js';

const short = (hex) => hex.slice(0, 8);

/** What a report may say is established. */
export function establishes({ predicate, rows, drawKeyId, entry, witnesses, disclosedCounts, auditCount }) {
  const { issuer, model, log } = predicate;
  const sentences = [];
  if (isValid(rows.signature)) {
    sentences.push(
      `The holder of key ${short(issuer.key)} signed this: model "${model.name}" (${short(model.id)}) gave the committed output on the committed input.`,
    );
  }
  if (isValid(rows.log)) {
    sentences.push(`The receipt is entry ${entry.index} in a tree of ${entry.size} entries that the log "${log.origin}" signed.`);
  }
  if (isWitnessed(witnesses)) {
    const { cosigned, knownCount } = witnesses;
    sentences.push(`${cosigned.length} of the ${knownCount} witnesses that the policy knows, a quorum, cosigned that tree: ${cosigned.join(', ')}.`);
  }
  for (const tree of ['input', 'output']) {
    if (rows[tree].code === 'ok') sentences.push(`The disclosed ${tree} is exactly the ${tree} that the receipt commits to.`);
    if (rows[tree].code === 'ok-partial') {
      const counts = `${disclosedCounts[tree]} disclosed of ${predicate[tree].leaves}`;
      sentences.push(`The ${counts} ${tree} parts are parts of the ${tree} that the receipt commits to.`);
    }
  }
  if (rows.draw && isValid(rows.draw)) {
    sentences.push(`For answer ${predicate.draw.choice} to the client's nonce and seed, draw key ${short(drawKeyId)} leads to one random stream, which the receipt names.`);
  }
  if (rows.audit && isValid(rows.audit)) {
    sentences.push(`Auditors that the policy lists (${auditCount}) signed that running Program ${short(model.program)} again gave the same output and the same trace, bit for bit.`);
  }
  return sentences;
}

/** What a report must say is not. Running the model again is not this verifier's business, so its sentence is always there. */
export function doesNotEstablish({ predicate, rows, drawKeyId, witnesses, policy }) {
  const { issuer, nonce, draw } = predicate;
  const sentences = [];
  if (!isValid(rows.signature)) sentences.push('Who made this statement.');
  else if (policy.issuers === undefined) sentences.push(`Who holds key ${short(issuer.key)}: no list of trusted issuers was given.`);
  else if (!policy.issuers.includes(issuer.key)) sentences.push(`Who holds key ${short(issuer.key)}: the policy does not list it.`);
  sentences.push(
    openAboutLog(rows.log, witnesses),
    rows.audit && isValid(rows.audit)
      ? 'That the model computed this output: that is the word of the auditors; the run was not repeated here.'
      : 'That the model computed this output: the run was not repeated here.',
  );
  for (const tree of ['input', 'output']) {
    if (rows[tree].verdict === 'invalid') {
      sentences.push(`What the ${tree} was: what is disclosed is not what the receipt commits to.`);
    } else if (!isValid(rows[tree])) sentences.push(`What the ${tree} was: it is committed, not disclosed.`);
    else if (rows[tree].code === 'ok-partial') sentences.push(`What the rest of the ${tree} was.`);
  }
  if (nonce.client === '') sentences.push('That the answer was made for this request: the client gave no nonce.');
  const isDrawn = rows.draw !== undefined && isValid(rows.draw);
  if (mayBeDrawn(predicate) && !isDrawn) {
    sentences.push('That the issuer drew the random stream only once.');
  }
  if (isDrawn && draw.choice !== '0') sentences.push(`That the client asked for ${Number(draw.choice) + 1} answers to its nonce.`);
  if (isDrawn && policy.draws === undefined) {
    sentences.push(`That draw key ${short(drawKeyId)} was there before the client's nonce: no list of draw keys was given.`);
  }
  return [
    ...sentences,
    "When it happened: the times are the issuer's own.",
    'That the output is true or useful: only which computation made it.',
  ];
}

/** What stays open about the log, whatever was found. */
function openAboutLog(log, witnesses) {
  if (!isValid(log)) return 'That the receipt was logged.';
  if (isWitnessed(witnesses)) return 'That log and witnesses do not show different trees together.';
  return witnesses === undefined || isValid(witnesses.row)
    ? "That the log shows everyone the same tree: no witness's cosignature was checked."
    : 'That the log shows everyone the same tree: no quorum of witnesses cosigned it.';
}

const isWitnessed = (witnesses) => witnesses !== undefined && isValid(witnesses.row) && witnesses.cosigned.length > 0;

const isValid = (row) => row.verdict === 'valid';
