// "Try it" for a language model. Every question stands alone, and every answer brings its own receipt.

import { chat } from './api.js';
import { bubble, messageText } from './disclosure-view.js';
import { element } from './dom.js';
import { receiptLink } from './receipt-link.js';

/** A tool that a model may ask for; nothing here carries it out. */
const payTool = {
  type: 'function',
  function: {
    name: 'pay',
    description: 'Prepare a payment for the user to approve.',
    parameters: { type: 'object', properties: { to: { type: 'string' }, amount: { type: 'string' } }, required: ['to', 'amount'] },
  },
};

const examples = [
  { text: 'Convert 3 miles to kilometres' },
  { text: 'What is 6 times 17?' },
  { text: 'Pay Maria 5 USDC', tools: [payTool] },
];

/** @param {{ name: string }} model */
export function tryChat(model) {
  const log = element('div', { class: 'bubbles chat-log', role: 'log', tabindex: '0', 'aria-label': `Answers of ${model.name}` });
  const field = element('input', {
    type: 'text', placeholder: 'Ask something small', 'aria-label': `Message to ${model.name}`, maxlength: '2000', autocomplete: 'off',
  });
  const send = element('button', { type: 'submit', class: 'run' }, 'Send');
  const hints = element('div', { class: 'examples' }, examples.map(
    (example) => element('button', { class: 'plain', type: 'button', click: () => ask(example) }, example.text)));

  async function ask({ text, tools }) {
    if (text === '' || send.disabled) return;
    field.value = '';
    send.disabled = true;
    add(bubble('user', text));
    try {
      const { choices, receipt } = await chat(model.name, [{ role: 'user', content: text }], tools);
      add(bubble('assistant', messageText(choices[0].message)), receiptLink(receipt));
    } catch (error) {
      add(element('p', { class: 'error' }, error.message));
    }
    send.disabled = false;
  }

  function submit(event) {
    event.preventDefault();
    ask({ text: field.value.trim() });
  }

  function add(...nodes) {
    log.append(...nodes.filter(Boolean));
    log.scrollTop = log.scrollHeight;
  }

  return element('form', { class: 'part try', submit }, hints, log, element('div', { class: 'row' }, field, send));
}
