// One receipt: the bundle is fetched once, and everything on the page is what the verifier in this browser read from it.

import { defaultPolicy, examineBundle } from '/js/index.js';
import { fetchBundle, recall } from '../parts/api.js';
import { commandView } from '../parts/command-view.js';
import { byId, element, mono, section, show } from '../parts/dom.js';
import { receiptView } from '../parts/receipt-view.js';

const id = location.pathname.split('/').at(-1);

async function start() {
  const bytes = await fetchBundle(id);
  const { nonce } = recall(id);
  const examined = await examineBundle(bytes, { policy: { ...defaultPolicy, nonce }, now: Math.floor(Date.now() / 1000) });
  const policy = nonce ? 'signed, logged, and made for the request of this tab' : 'signed and logged';
  const note = `Checked in this browser, from the bundle alone. The policy: ${policy}.`;
  show(byId('receipt'), lead(examined), otherReceipt(examined), receiptView(examined, note), yourself(bytes));
  document.title = `Receipt ${id.slice(0, 8)} · OpenGradient`;
}

function lead({ predicate }) {
  const title = predicate ? `One answer of ${predicate.model.name}` : 'A receipt';
  return element('section', { class: 'lead' }, element('h1', null, title), element('p', { class: 'wrap-anywhere small' }, 'Receipt ', mono(id)));
}

/** The verdict is about the bundle that came; whether it is the one that was asked for, the address decides. */
const otherReceipt = ({ report }) => report.receiptId !== null && report.receiptId !== id
  && element('p', { class: 'notice' }, 'The node answered with another receipt than this address names: ', mono(report.receiptId));

const advice = 'This page came from the node that is being checked. For a verdict that does not depend on it, check the bundle with your '
  + 'own copy of og: offline, and years from now. With the model at hand, --reexecute runs it again and compares every bit.';

function yourself(bytes) {
  const file = URL.createObjectURL(new Blob([bytes], { type: 'application/json' }));
  const name = `receipt-${id.slice(0, 8)}.json`;
  return section('Check it yourself',
    element('p', { class: 'quiet' }, advice),
    commandView(`og receipt get ${id} -o ${name} --node ${location.origin} \\\n  && og verify ${name}`),
    element('p', null, element('a', { class: 'button', href: file, download: name }, 'Download the bundle')));
}

start().catch((error) => show(byId('receipt'), element('section', { class: 'lead' },
  element('h1', null, error.status === 404 ? 'No such receipt here' : 'This receipt cannot be shown'),
  element('p', { class: 'wrap-anywhere' }, error.message),
  element('p', { class: 'small wrap-anywhere' }, mono(id)))));
