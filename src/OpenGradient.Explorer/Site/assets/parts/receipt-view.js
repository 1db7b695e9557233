// One receipt as a person understands it: what ran, who signed, where it is logged, what went in and came out.

import { disclosureView } from './disclosure-view.js';
import { element, facts, link, mono, section } from './dom.js';
import { formatTime } from './format.js';
import { claims, evidenceTable, outcomeBanner } from './verdict-view.js';

/**
 * Everything that can be said about an examined bundle, as a list of sections.
 * @param {object} examined what `examineBundle` gave
 * @param {string} note one line under the outcome: where and how it was checked
 */
export function receiptView({ report, predicate, entry, input, output }, note) {
  return [
    outcomeBanner(report, note),
    predicate && element('div', { class: 'pair' },
      section('What went in', panelOf(predicate.input, input, report, 'input')),
      section('What came out', panelOf(predicate.output, output, report, 'output'))),
    claims(report),
    section('Evidence', evidenceTable(report)),
    predicate && element('div', { class: 'pair' },
      section('What ran', ran(predicate)),
      section('Who signed, and where it is logged', signed(predicate, entry))),
  ].filter(Boolean);
}

function panelOf(commitment, disclosures, report, tree) {
  const row = report.evidence.find(({ kind }) => kind === tree);
  const shown = row?.verdict === 'valid' ? disclosureView(disclosures, Number(commitment.leaves)) : [element('p', { class: 'quiet' }, withheld(row, commitment))];
  return element('div', { class: 'panel' }, shown);
}

const withheld = (row, { leaves }) => (row?.verdict === 'invalid'
  ? 'The disclosed parts are not what the receipt commits to, so they are not shown.'
  : `Committed, not disclosed: ${leaves} ${leaves === '1' ? 'part' : 'parts'}.`);

function ran({ model, execution, sampling, usage, output, trace, startedAt, issuedAt, nonce, session }) {
  return element('div', { class: 'panel' }, facts([
    ['Model', element('strong', null, model.name)],
    ['ModelId', mono(model.id)],
    ['Program', mono(model.program)],
    ['Semantics', `${execution.semantics}, profile ${execution.profile}`],
    ['Sampling', sampling && samplingText(sampling)],
    ['Usage', usage.inputTokens !== '0' && `${usage.inputTokens} tokens read, ${usage.outputTokens} made`],
    ['Finished', output.finish],
    ['Trace', [mono(trace.root), element('span', { class: 'quiet' }, ` (${trace.leaves} leaves)`)]],
    ['Started', formatTime(startedAt)],
    ['Issued', [formatTime(issuedAt), element('span', { class: 'quiet' }, " by the issuer's clock")]],
    ['Session', session && ['place ', session.index, ' of ', link(`/sessions/${session.id}`, mono(session.id))]],
    ['Client nonce', nonce.client && mono(nonce.client)],
  ]));
}

const furtherSettings = { minP: 'min-p', presencePenalty: 'presence penalty', frequencyPenalty: 'frequency penalty', repetitionPenalty: 'repetition penalty' };

function samplingText({ temperature, topP, topK, seed, maxTokens, ...rest }) {
  const further = Object.entries(furtherSettings).filter(([name]) => rest[name] !== undefined).map(([name, words]) => `, ${words} ${rest[name]}`);
  return `temperature ${temperature}, top-p ${topP}, top-k ${topK}${further.join('')}, seed ${seed || 'none'}, at most ${maxTokens} tokens`;
}

function signed({ issuer, log }, entry) {
  return element('div', { class: 'panel' }, facts([
    ['Issuer', [issuer.name, element('span', { class: 'quiet' }, ' (a label that nobody checked)')]],
    ['Issuer key', mono(issuer.key)],
    ['Log', log.origin],
    ['Log key', mono(log.key)],
    ['Entry', entry ? `${entry.index} of ${entry.size}` : element('span', { class: 'quiet' }, 'not shown by a valid proof')],
  ]));
}
