// "Try it" for a language model. Every question stands alone, and every answer brings its own receipt.

import { chat } from './api.js';
import { bubble, messageText } from './disclosure-view.js';
import { element, show } from './dom.js';
import { receiptLink } from './receipt-link.js';
import { segmentsView } from './verified-stream.js';

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

/** What has been shown to be the answer, and by which segments. */
const answerView = (seen) => [bubble('assistant', messageText({ content: seen.text, tool_calls: seen.calls })), segmentsView(seen)];

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
      const place = element('div', { class: 'part' });
      add(place);
      const answer = await chat(model.name, [{ role: 'user', content: text }], tools, (seen) => show(place, answerView(seen)));
      add(receiptLink(answer.receipt));
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
