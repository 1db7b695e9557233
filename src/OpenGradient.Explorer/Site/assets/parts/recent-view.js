import { element, link, mono } from './dom.js';
import { formatAge, shortId } from './format.js';

/** A table of inferences, latest first. */
export function recentTable(receipts) {
  if (receipts.length === 0) return element('p', { class: 'quiet' }, 'None yet: run a model, and its receipt appears here.');
  const head = ['receipt', 'model', 'when', 'entry'].map((name) => element('th', { scope: 'col', class: name === 'entry' && 'number' }, name));
  const rows = receipts.map(({ id, model, issuedAt, index }) => element('tr', null,
    element('td', null, link(`/receipts/${encodeURIComponent(id)}`, mono(shortId(String(id))))),
    element('td', { class: 'wrap-anywhere' }, String(model)),
    element('td', null, formatAge(issuedAt)),
    element('td', { class: 'number' }, index === null || index === undefined ? element('span', { class: 'quiet' }, 'pending') : String(index))));
  return element('div', { class: 'scroll' }, element('table', null, element('thead', null, element('tr', null, head)), element('tbody', null, rows)));
}
