// What a bundle discloses of an input or output, shown part by part.

import { parseTensorContent, readJson } from '/js/index.js';
import { element } from './dom.js';
import { tensorView } from './tensor-view.js';

// A bundle may hold 64 MiB in a million parts; a page that shows them all shows nothing.
const mostParts = 200;
const mostCharacters = 20_000;
const mostTokens = 2000;

const clip = (text) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}… and ${text.length - mostCharacters} characters more` : text);

const decode = (content) => clip(new TextDecoder().decode(content));

/**
 * @param {{ index: bigint, kind: string, label: string, content: Uint8Array }[]} disclosures
 * @param {number} partCount how many parts there are, hidden ones included
 */
export function disclosureView(disclosures, partCount) {
  const ordered = [...disclosures].sort((left, right) => (left.index < right.index ? -1 : 1));
  const of = (kind) => ordered.filter((disclosure) => disclosure.kind === kind);
  // The text of the tokens is what the message says.
  const others = ordered.filter(({ kind }) => !['message', 'prompt', 'completion', 'tensor', 'tools', 'tokens', 'text'].includes(kind));
  const said = ordered.filter(({ kind }) => ['message', 'prompt', 'completion'].includes(kind));
  const messages = said.slice(0, mostParts).map(({ kind, content }) => (kind === 'message' ? messageBubble(content) : bubble(kind, decode(content))));
  return [
    messages.length > 0 && element('div', { class: 'bubbles' }, messages),
    ...of('tensor').slice(0, mostParts).map(tensorPart),
    ...of('tools').slice(0, mostParts).map(({ content }) => aside('The tools that were offered', decode(content))),
    tokens(of('tokens')),
    ...others.slice(0, mostParts).map(unknownPart),
    ...hiddenRanges(ordered, partCount).slice(0, mostParts).map(hiddenPart),
    element('p', { class: 'quiet small' }, `${disclosures.length} of ${partCount} ${partCount === 1 ? 'part is' : 'parts are'} disclosed.`),
  ];
}

/** The first and the last of each row of parts that are hidden. */
function hiddenRanges(ordered, partCount) {
  const shown = [-1, ...ordered.map(({ index }) => Number(index)), partCount];
  return shown.slice(1).map((index, place) => [shown[place] + 1, index - 1]).filter(([first, last]) => first <= last);
}

const hiddenPart = ([first, last]) => element('p', { class: 'hidden-part' }, first === last ? `Part ${first} is hidden.` : `Parts ${first} to ${last} are hidden.`);

function tensorPart({ content, label }) {
  const tensor = parseTensorContent(content);
  return tensor ? tensorView(tensor, label) : unknownPart({ kind: 'tensor', label, content });
}

/** A chat message; the role decides the side it stands on. */
export function bubble(role, text) {
  const side = role === 'prompt' ? 'user' : role === 'user' || role === 'system' ? role : 'assistant';
  return element('div', { class: `bubble ${side}` }, element('span', { class: 'who' }, role), text);
}

function messageBubble(content) {
  const { value } = readJson(content);
  if (!(value instanceof Map)) return bubble('message', decode(content));
  const message = plain(value);
  return bubble(typeof message.role === 'string' ? clip(message.role) : 'message', clip(messageText(message)));
}

/** What a chat message says, and the tools that it calls. */
export function messageText({ content, tool_calls: calls }) {
  const called = Array.isArray(calls) ? calls.map((call) => `${call?.function?.name}(${call?.function?.arguments})`) : [];
  return [typeof content === 'string' ? content : '', ...called].filter(Boolean).join('\n');
}

/** What `readJson` makes, as JSON.stringify takes it. */
function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value?.text ?? value;
}

function tokens(leaves) {
  if (leaves.length === 0) return undefined;
  const ids = leaves.flatMap(({ content }) => {
    const view = new DataView(content.buffer, content.byteOffset);
    return Array.from({ length: content.length >> 2 }, (_, index) => view.getUint32(4 * index, true));
  });
  const rest = ids.length > mostTokens ? ` … and ${ids.length - mostTokens} more` : '';
  return aside(`${ids.length} tokens`, ids.slice(0, mostTokens).join(' ') + rest);
}

const unknownPart = ({ kind, label, content }) => aside(`${kind} ${label} (${content.length} bytes)`, decode(content.subarray(0, mostCharacters)));

const aside = (title, text) => element('details', { class: 'part' }, element('summary', null, title), element('pre', { class: 'text' }, text));
