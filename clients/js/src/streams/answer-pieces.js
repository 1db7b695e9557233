// What the events of the four streaming APIs show of answers. An event, or a member of one, that may show something and is not known
// is refused: what nobody compares, nobody should show. A piece is [kind, choice, ...]; see ShownAnswer.take.

import { parseCount } from '../primitives/integer.js';
import { JsonNumber } from '../primitives/json.js';

/**
 * Reads an event.
 * @param {string | undefined} name the event's name
 * @param {unknown} json its data, as `readJson` makes it
 * @param {string | undefined} api the API of the stream; undefined before the first event that tells it
 * @returns {{ pieces: unknown[][], api: string | undefined } | undefined} undefined if it is not known, or is one of another API: clients of
 * the one pass over what the other shows
 */
export function readPieces(name, json, api) {
  try {
    if (!(json instanceof Map)) throw unknown;
    if (!json.has('type')) return name === undefined ? readChunk(json, api) : undefined;
    const type = textOf(json, 'type');
    const own = type.startsWith('response.') ? 'responses' : 'messages';
    if ((name ?? type) !== type || (api ?? own) !== own) return undefined;
    return { pieces: own === 'responses' ? readResponseEvent(type, json) : readMessageEvent(type, json), api: own };
  } catch (error) {
    if (error !== unknown) throw error;
    return undefined;
  }
}

const unknown = Symbol('unknown event');

function readChunk(chunk, streamApi) {
  if (streamApi === 'responses' || streamApi === 'messages') throw unknown;
  requireOnly(chunk, 'id', 'object', 'created', 'model', 'system_fingerprint', 'service_tier', 'choices', 'usage', 'receipt', 'receipts');
  let api = streamApi;
  const pieces = itemsOf(chunk, 'choices').flatMap((choice) => {
    const [own, shown] = choice instanceof Map && choice.has('delta') ? ['chat-completions', 'delta'] : ['completions', 'text'];
    api ??= own;
    if (api !== own) throw unknown;
    requireOnly(choice, 'index', shown, 'logprobs', 'finish_reason');
    const index = indexOf(choice, 'index');
    return shown === 'text' ? textPieces(choice, 'text', index) : readDelta(choice.get('delta'), index);
  });
  return { pieces, api };
}

function readDelta(delta, choice) {
  requireOnly(delta, 'role', 'content', 'tool_calls');
  const calls = delta.get('tool_calls') ?? [];
  if (!Array.isArray(calls)) throw unknown;
  return [...textPieces(delta, 'content', choice), ...calls.flatMap((call) => readCall(call, choice))];
}

/** The first piece of a call has its id and name, all may have arguments. */
function readCall(call, choice) {
  requireOnly(call, 'index', 'id', 'type', 'function');
  const [key, details] = [indexOf(call, 'index'), objectOf(call, 'function')];
  requireOnly(details, 'name', 'arguments');
  const [id, name, text] = [optionalText(call, 'id'), optionalText(details, 'name'), optionalText(details, 'arguments')];
  return [...(id !== '' || name !== '' ? [['call', choice, '', key, id, name]] : []), ['arguments', choice, text, key]];
}

const messageMembers = new Map([
  ['message_start', ['message']],
  ['content_block_start', ['index', 'content_block']],
  ['content_block_delta', ['index', 'delta']],
  ['message_delta', ['delta', 'usage', 'receipt', 'receipts']],
]);

function readMessageEvent(type, json) {
  requireOnly(json, 'type', ...(messageMembers.get(type) ?? ['index']));
  switch (type) {
    case 'message_start': return readMessageStart(objectOf(json, 'message'));
    case 'content_block_start': return readBlock(objectOf(json, 'content_block'), indexOf(json, 'index'));
    case 'content_block_delta': return readBlockDelta(objectOf(json, 'delta'), indexOf(json, 'index'));
    case 'message_delta': return requireOnly(objectOf(json, 'delta'), 'stop_reason', 'stop_sequence');
    case 'content_block_stop': case 'message_stop': case 'ping': return [];
    default: throw unknown;
  }
}

function readMessageStart(message) {
  requireOnly(message, 'id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage');
  return requireEmpty(itemsOf(message, 'content'));
}

function readBlock(block, key) {
  if (block.get('type') === 'text') {
    requireOnly(block, 'type', 'text');
    requireEmpty(optionalText(block, 'text'));
    return [['text-block', 0n, '', key]];
  }
  requireOnly(block, 'type', 'id', 'name', 'input');
  if (block.get('type') !== 'tool_use' || objectOf(block, 'input').size > 0) throw unknown;
  return [['call', 0n, '', key, textOf(block, 'id'), textOf(block, 'name')]];
}

function readBlockDelta(delta, key) {
  const type = textOf(delta, 'type');
  const [member, kind] = { text_delta: ['text', 'text'], input_json_delta: ['partial_json', 'arguments'] }[type] ?? [];
  if (type !== 'text_delta' && type !== 'input_json_delta') throw unknown;
  requireOnly(delta, 'type', member);
  return [[kind, 0n, textOf(delta, member), key]];
}

/** The members of each event; what is in no list is no event. */
const responseMembers = new Map([
  ...['created', 'in_progress', 'completed', 'incomplete'].map((name) => [name, ['response']]),
  ...['added', 'done'].map((name) => [`output_item.${name}`, ['output_index', 'item']]),
  ...['content_part.added', 'content_part.done', 'output_text.delta', 'output_text.done'].map((name) => [name, ['item_id', 'output_index', 'content_index', 'logprobs']]),
  ...['delta', 'done'].map((name) => [`function_call_arguments.${name}`, ['item_id', 'output_index', 'name']]),
].map(([name, members]) => [`response.${name}`, members]));

/** The one member more that tells what is shown. */
const shownMembers = new Map([
  ['response.content_part.added', 'part'],
  ['response.content_part.done', 'part'],
  ['response.output_text.delta', 'delta'],
  ['response.output_text.done', 'text'],
  ['response.function_call_arguments.delta', 'delta'],
  ['response.function_call_arguments.done', 'arguments'],
]);

function readResponseEvent(type, json) {
  requireOnly(json, 'type', 'sequence_number', ...(responseMembers.get(type) ?? []), shownMembers.get(type));
  switch (type) {
    case 'response.created': case 'response.in_progress': return requireEmpty(outputOf(json));
    case 'response.output_item.added': return readItem(objectOf(json, 'item'), true);
    case 'response.output_item.done': return readItem(objectOf(json, 'item'), false);
    case 'response.content_part.added': return requireEmpty(partText(objectOf(json, 'part')));
    case 'response.content_part.done': return [['whole-text', 0n, partText(objectOf(json, 'part'))]];
    case 'response.output_text.delta': return [['text', 0n, textOf(json, 'delta')]];
    case 'response.output_text.done': return [['whole-text', 0n, textOf(json, 'text')]];
    case 'response.function_call_arguments.delta': return [['arguments', 0n, textOf(json, 'delta'), textOf(json, 'item_id')]];
    case 'response.function_call_arguments.done':
      return [['whole-call', 0n, textOf(json, 'arguments'), textOf(json, 'item_id'), undefined, json.has('name') ? textOf(json, 'name') : undefined]];
    case 'response.completed': case 'response.incomplete': return readEnd(outputOf(json));
    default: throw unknown;
  }
}

function readItem(item, isBegun) {
  const type = textOf(item, 'type');
  if (type === 'function_call') return readItemCall(item, isBegun);
  if (type !== 'message') throw unknown;
  return isBegun ? requireEmpty(messageText(item)) : [['whole-text', 0n, messageText(item)]];
}

/** The output of the response that an event has, which has no members beside what it says of itself and what it repeats of the request. */
function outputOf(json) {
  const response = objectOf(json, 'response');
  requireOnly(
    response, 'id', 'object', 'created_at', 'status', 'background', 'incomplete_details', 'instructions', 'model', 'output', 'max_output_tokens', 'parallel_tool_calls',
    'previous_response_id', 'store', 'temperature', 'text', 'tool_choice', 'tools', 'top_p', 'top_logprobs', 'truncation', 'metadata', 'usage', 'receipt', 'receipts',
  );
  return itemsOf(response, 'output');
}

function readItemCall(item, isBegun) {
  requireOnly(item, 'id', 'type', 'status', 'call_id', 'name', 'arguments');
  const piece = [isBegun ? 'call' : 'whole-call', 0n, textOf(item, 'arguments'), textOf(item, 'id'), textOf(item, 'call_id'), textOf(item, 'name')];
  if (isBegun) requireEmpty(piece[2]);
  return [piece];
}

/** The whole response: all of the text and all of the calls. */
function readEnd(output) {
  let whole = '';
  const calls = [];
  for (const item of output) {
    const type = item instanceof Map ? item.get('type') : undefined;
    if (type === 'function_call') calls.push(...readItemCall(item, false));
    else if (type === 'message' && whole === '') whole = messageText(item);
    else throw unknown;
  }
  return [...calls, ['whole-text', 0n, whole], ['call-count', 0n, calls.length]];
}

/** The text of a message: it has one part at most. */
function messageText(item) {
  requireOnly(item, 'id', 'type', 'status', 'role', 'content');
  const parts = itemsOf(item, 'content');
  if (parts.length > 1) throw unknown;
  return parts.length === 0 ? '' : partText(parts[0]);
}

function partText(part) {
  requireOnly(part, 'type', 'text', 'annotations', 'logprobs');
  if (part.get('type') !== 'output_text') throw unknown;
  if (part.has('annotations')) requireEmpty(itemsOf(part, 'annotations'));
  return optionalText(part, 'text');
}

const textPieces = (json, name, choice) => {
  const text = optionalText(json, name);
  return text === '' ? [] : [['text', choice, text]];
};

/** An object has no member but these; others that are null do not count. */
function requireOnly(json, ...names) {
  if (!(json instanceof Map)) throw unknown;
  for (const [name, value] of json) if (value !== null && !names.includes(name)) throw unknown;
  return [];
}

function requireEmpty({ length }) {
  if (length > 0) throw unknown;
  return [];
}

function textOf(json, name) {
  const value = json.get(name);
  if (typeof value !== 'string') throw unknown;
  return value;
}

const optionalText = (json, name) => ((json.get(name) ?? null) === null ? '' : textOf(json, name));

function indexOf(json, name) {
  if (!json.has(name)) return 0n;
  const value = json.get(name);
  const index = value instanceof JsonNumber ? parseCount(value.text) : undefined;
  if (index === undefined) throw unknown;
  return index;
}

function itemsOf(json, name) {
  const value = json.get(name);
  if (!Array.isArray(value)) throw unknown;
  return value;
}

function objectOf(json, name) {
  const value = json.get(name);
  if (!(value instanceof Map)) throw unknown;
  return value;
}
