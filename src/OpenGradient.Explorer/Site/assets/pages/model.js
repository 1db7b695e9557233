// One model: its manifest, its inputs and outputs, a box to try it, how to run it from elsewhere.

import { fetchMetadata, fetchModels } from '../parts/api.js';
import { commandView } from '../parts/command-view.js';
import { byId, element, mono, section, show } from '../parts/dom.js';
import { formatBytes } from '../parts/format.js';
import { modelFacts, tryBox } from '../parts/model-card.js';

const name = decodeURIComponent(location.pathname.split('/').at(-1));

async function start() {
  const model = (await fetchModels()).find((candidate) => candidate.name === name || candidate.id === name);
  if (model === undefined) throw new Error(`No model of this node is named ${name}.`);
  document.title = `${model.name} · OpenGradient`;
  const metadata = model.isChat ? undefined : await fetchMetadata(model.name);
  show(byId('model'),
    element('section', { class: 'lead' }, element('h1', null, model.name), element('p', null, model.description)),
    element('div', { class: 'pair' },
      section('Manifest', modelFacts(model)),
      section('Try it', element('div', { class: 'panel' }, tryBox(model)))),
    metadata && section('Inputs and outputs', element('div', { class: 'panel scroll' }, tensorTable(metadata))),
    section('Files', element('div', { class: 'panel scroll' }, fileTable(model.files))),
    section('From the command line', commandView(commandFor(model))));
}

const commandFor = (model) => (model.isChat
  ? `og run ${model.name} "How many km are 5 miles?" --node ${location.origin}`
  : `curl ${location.origin}/v2/models/${model.name}/infer -H 'Content-Type: application/json' -H 'Inference-Receipt: ?1' -d @input.json`);

const shapeText = (shape) => `[${[shape].flat().map((dimension) => (dimension < 0 ? 'any' : dimension)).join(', ')}]`;

const table = (names, rows) => element('table', null,
  element('thead', null, element('tr', null, names.map((heading) => element('th', { scope: 'col' }, heading)))),
  element('tbody', null, rows.map((cells) => element('tr', null, cells.map((cell) => element('td', null, cell))))));

function tensorTable({ inputs, outputs }) {
  const describe = (direction) => (tensor) => [direction, String(tensor.name), String(tensor.datatype), mono(shapeText(tensor.shape))];
  return table(['', 'name', 'type', 'shape'], [...inputs.map(describe('input')), ...outputs.map(describe('output'))]);
}

const fileTable = (files) => table(['file', 'size', 'SHA-256'], files.map((file) => [file.path, formatBytes(file.bytes), mono(file.sha256)]));

start().catch((error) => show(byId('model'), element('section', { class: 'lead' }, element('h1', null, 'Nothing to show'), element('p', null, error.message))));
