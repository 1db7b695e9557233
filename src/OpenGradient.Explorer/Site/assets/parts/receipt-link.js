import { element, link, mono } from './dom.js';
import { shortId } from './format.js';

/** Where the receipt of an answer is shown. */
export const receiptLink = (receipt) => typeof receipt?.id === 'string' && element('p', { class: 'receipt-link' },
  'Receipt ',
  link(`/receipts/${encodeURIComponent(receipt.id)}`, mono(shortId(receipt.id))),
  element('span', { class: 'quiet' }, ' · signed, and on its way into the log'));
