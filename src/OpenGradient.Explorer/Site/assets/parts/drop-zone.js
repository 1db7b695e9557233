// Takes a bundle file and verifies it here. Nothing is fetched and nothing is sent from the moment a file is chosen.

import { examineBundle } from '/js/index.js';
import { byId, element, show } from './dom.js';
import { formatBytes } from './format.js';
import { receiptView } from './receipt-view.js';

/** Makes the drop zone of the page work. */
export function startDropZone() {
  const zone = byId('drop');
  const input = byId('drop-file');
  input.addEventListener('change', () => check(input.files[0]));
  for (const kind of ['dragenter', 'dragover']) zone.addEventListener(kind, (event) => hover(event, true));
  for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, (event) => hover(event, false));
  zone.addEventListener('drop', (event) => check(event.dataTransfer.files[0]));
  // A file that misses the zone must not replace the page.
  for (const kind of ['dragover', 'drop']) window.addEventListener(kind, (event) => event.preventDefault());

  function hover(event, isOver) {
    event.preventDefault();
    zone.classList.toggle('over', isOver);
  }
}

async function check(file) {
  if (file === undefined) return;
  const place = byId('verdict');
  show(place);
  const started = performance.now();
  try {
    const examined = await examineBundle(new Uint8Array(await file.arrayBuffer()), { now: Math.floor(Date.now() / 1000) });
    const took = Math.max(1, Math.round(performance.now() - started));
    show(place, receiptView(examined, `${file.name}, ${formatBytes(file.size)}: checked in this browser in ${took} ms. The policy: signed and logged.`));
  } catch (error) {
    show(place, element('p', { class: 'notice' }, `This browser cannot check receipts here: ${error.message}`));
  }
  byId('drop-file').value = '';
}
