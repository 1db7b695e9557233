// The log: its checkpoint as it was signed, and the latest entries.

import { fetchRecent } from '../parts/api.js';
import { commandView } from '../parts/command-view.js';
import { byId, element, section, show } from '../parts/dom.js';
import { checkpointFacts, readCheckpoint } from '../parts/log-view.js';
import { recentTable } from '../parts/recent-view.js';

async function start() {
  const [head, recent] = await Promise.all([readCheckpoint(), fetchRecent(50)]);
  show(byId('log'),
    element('div', { class: 'pair' },
      section('Tree head', element('div', { class: 'panel' }, checkpointFacts(head))),
      section('Checkpoint, as signed', element('pre', { class: 'text', tabindex: '0' }, head.text))),
    section('Latest entries', element('div', { class: 'panel' }, recentTable(recent))),
    section('Fetch it', commandView(`curl ${location.origin}/log/checkpoint`),
      element('p', { class: 'quiet small' }, 'Tiles lie beside it, in the layout of c2sp.org/tlog-tiles.')));
}

start().catch((error) => show(byId('log'), element('p', { class: 'error' }, error.message)));
