// "Try it" for a language model: a small chat. Every answer brings its own receipt.

import { chat } from './api.js';
import { bubble } from './disclosure-view.js';
import { element } from './dom.js';
import { receiptLink } from './receipt-link.js';

const examples = ['Convert 3 miles to kilometres', 'What is 6 times 17?', 'What is 100 celsius in fahrenheit?'];

/** @param {{ name: string }} model */
export function tryChat(model) {
  const messages = [];
  const log = element('div', { class: 'bubbles chat-log', 'aria-live': 'polite' });
  const field = element('input', { type: 'text', placeholder: 'Ask something small', 'aria-label': `Message to ${model.name}`, maxlength: '2000', autocomplete: 'off' });
  const hints = element('div', { class: 'examples' }, examples.map(
    (text) => element('button', { class: 'plain', type: 'button', click: () => ask(text) }, text)));
  const send = element('button', { type: 'submit', class: 'run' }, 'Send');

  async function ask(text) {
    if (text === '' || send.disabled) return;
    hints.remove();
    field.value = '';
    send.disabled = true;
    add(bubble('user', text));
    messages.push({ role: 'user', content: text });
    try {
      await answer();
    } catch (error) {
      messages.pop();
      add(element('p', { class: 'error' }, error.message));
    }
    send.disabled = false;
  }

  async function answer() {
    const { choices, receipt } = await chat(model.name, messages);
    const { message } = choices[0];
    messages.push(message);
    add(bubble('assistant', String(message.content ?? JSON.stringify(message.tool_calls, null, 2))), receiptLink(receipt));
  }

  function submit(event) {
    event.preventDefault();
    ask(field.value.trim());
  }

  function add(...nodes) {
    log.append(...nodes.filter(Boolean));
    log.scrollTop = log.scrollHeight;
  }

  return element('form', { class: 'part try', submit }, hints, log, element('div', { class: 'row' }, field, send));
}
