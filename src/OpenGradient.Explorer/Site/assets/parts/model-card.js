import { element, facts, link, mono } from './dom.js';
import { formatBytes, shortId } from './format.js';
import { tryChat } from './try-chat.js';
import { tryTensor } from './try-tensor.js';

/** What kind of model it is, in two words. */
export const kindOf = (model) => (model.isChat ? 'language model' : 'tensor model');

/** The bytes of all its files. */
export const bytesOf = (model) => model.files.reduce((total, file) => total + file.bytes, 0);

/** The box that runs the model. */
export const tryBox = (model) => (model.isChat ? tryChat(model) : tryTensor(model));

/** A model in a few lines, with its "try it" box. */
export function modelCard(model) {
  const tags = [kindOf(model), model.format, model.profile, formatBytes(bytesOf(model))].filter(Boolean);
  return element('article', { class: 'card', 'data-model': model.name },
    element('header', null, element('h3', null, link(`/models/${encodeURIComponent(model.name)}`, model.name)), mono(shortId(model.id))),
    element('p', { class: 'small quiet' }, model.description),
    element('p', { class: 'tags' }, tags.map((tag) => element('span', { class: 'tag' }, tag))),
    tryBox(model));
}

/** Everything that the manifest says. */
export const modelFacts = (model) => element('div', { class: 'panel' }, facts([
  ['ModelId', mono(model.id)],
  ['Program', mono(model.program)],
  ['Kind', kindOf(model)],
  ['Format', model.format],
  ['Semantics', [model.semantics, model.profile && `profile ${model.profile}`].filter(Boolean).join(', ')],
  ['License', model.license],
  ['Size', formatBytes(bytesOf(model))],
  ['Parameters', model.parameterCount > 0 && model.parameterCount.toLocaleString('en')],
  ['Version', model.version],
]));
