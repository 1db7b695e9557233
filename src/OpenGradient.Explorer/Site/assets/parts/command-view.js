import { element } from './dom.js';

/** A command line with a button that copies it. */
export function commandView(command) {
  const button = element('button', { class: 'plain', type: 'button', click: copy }, 'Copy');
  async function copy() {
    await navigator.clipboard.writeText(command);
    button.textContent = 'Copied';
  }
  return element('div', { class: 'command' }, element('pre', { tabindex: '0' }, command), button);
}
