// The front page: models, a place to check a receipt, recent inferences, the log.

import { fetchModels, fetchRecent } from '../parts/api.js';
import { byId, element, show } from '../parts/dom.js';
import { startDropZone } from '../parts/drop-zone.js';
import { checkpointFacts, readCheckpoint } from '../parts/log-view.js';
import { modelCard } from '../parts/model-card.js';
import { recentTable } from '../parts/recent-view.js';

const refreshMilliseconds = 5000;

/** Fills a place, or says there why it cannot. */
async function fill(id, make) {
  try {
    const made = await make();
    // Nothing is taken away from under a reader's hands.
    if (!byId(id).contains(document.activeElement)) show(byId(id), made);
  } catch (error) {
    show(byId(id), element('p', { class: 'error' }, error.message));
  }
}

async function modelCards() {
  const models = await fetchModels();
  if (models.length === 0) return element('p', { class: 'quiet' }, 'No model is published here yet: og model import FILE.');
  return models.map(modelCard);
}

function refresh() {
  if (document.hidden) return;
  fill('recent', async () => recentTable(await fetchRecent()));
  fill('log', async () => [
    checkpointFacts(await readCheckpoint()),
    element('p', { class: 'small' }, element('a', { href: '/log' }, 'More about the log')),
  ]);
}

startDropZone();
fill('model-cards', modelCards);
refresh();
setInterval(refresh, refreshMilliseconds);
document.addEventListener('visibilitychange', refresh);
