// "Try it" for a tensor model: a sample input, a run, the output and its receipt.

import { fetchMetadata, infer } from './api.js';
import { element, show } from './dom.js';
import { receiptLink } from './receipt-link.js';
import { asTensor, sampleInputs } from './samples.js';
import { tensorView } from './tensor-view.js';

/** @param {{ name: string }} model */
export function tryTensor(model) {
  const shown = element('div');
  const answer = element('div', { 'aria-live': 'polite' });
  const another = element('button', { class: 'plain', type: 'button', click: sample }, 'New sample');
  const run = element('button', { type: 'button', class: 'run', disabled: true, click: start }, 'Run');
  let inputs;

  async function sample() {
    try {
      inputs = sampleInputs((await fetchMetadata(model.name)).inputs);
      show(shown, inputs.map((input) => tensorView(asTensor(input), input.name)));
      show(answer);
      run.disabled = false;
    } catch (error) {
      showError(answer, error);
    }
  }

  async function start() {
    run.disabled = true;
    try {
      const { outputs, receipt } = await infer(model.name, inputs);
      show(answer, outputs.map((output) => tensorView(asTensor(output), output.name)), receiptLink(receipt));
    } catch (error) {
      showError(answer, error);
    }
    run.disabled = false;
  }

  sample();
  return element('div', { class: 'part try' }, shown, element('div', { class: 'row' }, run, another), answer);
}

const showError = (place, error) => show(place, element('p', { class: 'error' }, error.message));
