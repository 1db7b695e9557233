// A report for people: the outcome, the table of `og verify`, what is established and what is not.

import { outcomeSentence } from '/js/verification/format-report.js';
import { element, section } from './dom.js';

const glyphs = { valid: '✓', invalid: '✕', unverifiable: '?' };

/** The outcome in one banner; never a bare "verified". */
export function outcomeBanner(report, note) {
  const verdict = report.exitCode === 0 ? 'valid' : report.exitCode === 2 ? 'invalid' : 'unverifiable';
  return element('div', { class: `outcome ${verdict}`, role: 'status' },
    element('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[verdict]),
    element('strong', { class: 'outcome-text' }, outcomeSentence(report)),
    element('span', { class: 'small' }, note));
}

/** A verdict in one word, with its sign. */
export const verdictMark = (verdict) => element('span', { class: `verdict ${verdict}` }, element('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[verdict]), verdict);

/** The rows of the report. */
export function evidenceTable(report) {
  const head = ['evidence', 'verdict', 'code', 'reason'].map((name) => element('th', { scope: 'col' }, name));
  const rows = report.evidence.map(({ kind, verdict, code, reason }) => element('tr', { 'data-kind': kind, 'data-verdict': verdict, 'data-code': code },
    element('th', { scope: 'row', class: 'kind' }, kind),
    element('td', null, verdictMark(verdict)),
    element('td', null, element('code', null, code)),
    element('td', { class: 'wrap-anywhere' }, reason)));
  return element('div', { class: 'panel scroll' },
    element('table', { class: 'evidence' }, element('thead', null, element('tr', null, head)), element('tbody', null, rows)));
}

/** The two lists of sentences, side by side. */
export function claims(report) {
  if (report.establishes.length + report.doesNotEstablish.length === 0) return undefined;
  const list = (kind, sentences) => element('ul', { class: kind }, sentences.map((sentence) => element('li', null, element('span', null, sentence))));
  return element('div', { class: 'pair' },
    section('Establishes', report.establishes.length > 0 ? list('claims', report.establishes) : element('p', { class: 'quiet' }, 'Nothing.')),
    section('Does not establish', list('claims open', report.doesNotEstablish)));
}
