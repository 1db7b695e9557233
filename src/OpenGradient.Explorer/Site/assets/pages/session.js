// One session: its bundles are fetched once each, and everything on the page is what the verifier in this browser read from them.

import { examineBundle, verifySession } from '/js/index.js';
import { fetchBundle, fetchSession } from '../parts/api.js';
import { commandView } from '../parts/command-view.js';
import { byId, element, mono, section, show } from '../parts/dom.js';
import { sessionFile, sessionView } from '../parts/session-view.js';

const id = location.pathname.split('/').at(-1);

// A session may have 65,536 receipts; a page that fetches them all shows nothing for a long time.
const mostReceipts = 100;

async function start() {
  const receipts = await fetchSession(id);
  const bundles = [];
  for (const receipt of receipts.slice(0, mostReceipts)) bundles.push(await fetchBundle(receipt));
  const now = Math.floor(Date.now() / 1000);
  const report = await verifySession(sessionFile(bundles), { now });
  const steps = await Promise.all(bundles.map((bundle) => examineBundle(bundle, { now })));
  show(byId('session'), lead(), notices(report, receipts), sessionView(report, steps), yourself());
  document.title = `Session ${id.slice(0, 8)} · OpenGradient`;
}

const lead = () => element('section', { class: 'lead' }, element('h1', null, 'One session'), element('p', { class: 'wrap-anywhere small' }, 'Session ', mono(id)));

/** The verdict is about the receipts that came; what else the session has, and whether it is the one that was asked for, is said here. */
const notices = ({ sessionId }, receipts) => [
  receipts.length > mostReceipts && element('p', { class: 'notice' }, `The node lists ${receipts.length} receipts: the first ${mostReceipts} are checked here.`),
  sessionId !== id && element('p', { class: 'notice' }, 'The node answered with receipts of another session than this address names.'),
];

const advice = 'A node can keep the last receipts of a session back, and nobody can see that from those before. The client that holds the session\'s '
  + 'key can: its next request names the last receipt.';

const yourself = () => section('Check it yourself',
  element('p', { class: 'quiet' }, advice),
  commandView(`og session export ${id} -o session.json --node ${location.origin} \\\n  && og session verify session.json`));

start().catch((error) => show(byId('session'), element('section', { class: 'lead' },
  element('h1', null, error.status === 404 ? 'No such session here' : 'This session cannot be shown'),
  element('p', { class: 'wrap-anywhere' }, error.message),
  element('p', { class: 'small wrap-anywhere' }, mono(id)))));
