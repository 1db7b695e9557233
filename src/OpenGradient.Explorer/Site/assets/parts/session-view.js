// A session as a person understands it: which receipts follow each other, and which calls of tools and results they bind.

import { readJson } from '/js/index.js';
import { toBase64, utf8 } from '/js/primitives/bytes.js';
import { readCalls } from '/js/streams/answer-leaf.js';
import { element, link, mono, section } from './dom.js';
import { formatTime, shortId } from './format.js';
import { claims, evidenceTable, outcomeBanner, verdictMark } from './verdict-view.js';

const mostCharacters = 300;

/** The file of a session (receipt-1 section 9.2). */
export const sessionFile = (bundles) => utf8(JSON.stringify({
  mediaType: 'application/vnd.opengradient.inference-session.v1+json', bundles: bundles.map(toBase64),
}));

/**
 * @param {object} report what `verifySession` gave
 * @param {object[]} steps what `examineBundle` gave for each of its bundles
 */
export function sessionView(report, steps) {
  const evidence = [...report.session, ...steps.flatMap(brokenRows)];
  const { exitCode, establishes, doesNotEstablish } = report;
  return [
    outcomeBanner({ exitCode, evidence }, 'Checked in this browser, from the bundles alone. The policy: each signed and logged.'),
    section('The chain', chain(steps, report.session)),
    claims({ establishes, doesNotEstablish }),
    section('Evidence', evidenceTable({ evidence })),
  ].filter(Boolean);
}

const brokenRows = ({ report }, step) => report.evidence.filter(({ verdict }) => verdict === 'invalid').map((row) => ({ ...row, kind: `receipt ${step}: ${row.kind}` }));

function chain(steps, rows) {
  const faults = rows.filter(({ verdict }) => verdict === 'invalid');
  const head = ['place', 'receipt', 'model', 'issued', 'verdict', 'tools'].map((name) => element('th', { scope: 'col' }, name));
  const body = steps.map((examined, step) => row(examined, faults.filter((fault) => fault.step === step)));
  return element('div', { class: 'panel scroll' }, element('table', { class: 'chain' }, element('thead', null, element('tr', null, head)), element('tbody', null, body)));
}

function row({ report, predicate, input, output }, faults) {
  const verdict = report.exitCode === 2 || faults.length > 0 ? 'invalid' : report.exitCode === 0 ? 'valid' : 'unverifiable';
  return element('tr', { 'data-verdict': verdict },
    element('th', { scope: 'row' }, predicate?.session?.index ?? '–'),
    element('td', null, report.receiptId === null ? '–' : link(`/receipts/${report.receiptId}`, mono(shortId(report.receiptId)))),
    element('td', { class: 'wrap-anywhere' }, predicate?.model.name ?? '–'),
    element('td', null, predicate ? formatTime(predicate.issuedAt) : '–'),
    element('td', null, verdictMark(verdict), faults.map(({ code }) => element('code', null, code))),
    element('td', { class: 'wrap-anywhere' }, bound(input, output)));
}

/** The calls that the answer made, and the results that the request told. */
function bound(input, output) {
  const results = messages(input).filter((message) => message.get('role') === 'tool').map((message) => ['result of', message.get('tool_call_id'), message.get('content')]);
  const calls = messages(output).flatMap((message) => readCalls(message) ?? []).map(({ id, name, arguments: told }) => ['call', id, `${name}(${told})`]);
  return [...results, ...calls].map(([what, id, text]) => element('div', { class: 'small' }, `${what} `, mono(clip(id)), ` ${clip(text)}`));
}

const messages = (disclosures) => disclosures.filter(({ kind }) => kind === 'message').map(({ content }) => readJson(content).value).filter((message) => message instanceof Map);

const clip = (text) => (typeof text !== 'string' ? '' : text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);
