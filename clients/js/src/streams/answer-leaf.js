// The last leaf of a language model's output: what was returned. receipt-1 section 3.

import { decodeUtf8 } from '../primitives/bytes.js';
import { readJson } from '../primitives/json.js';

/** The text and the calls of a `message` or `completion`; undefined for any other leaf. */
export function readAnswer({ kind, content }) {
  if (kind === 'completion') {
    const text = decodeUtf8(content);
    return text === undefined ? undefined : { text, calls: [] };
  }
  const { value: message } = readJson(content);
  const calls = kind === 'message' ? readCalls(message) : undefined;
  if (calls === undefined) return undefined;
  return { text: typeof message.get('content') === 'string' ? message.get('content') : '', calls };
}

/** The calls of a message, none if it has none; undefined if it is no message, or one is malformed. */
export function readCalls(message) {
  if (!(message instanceof Map)) return undefined;
  const calls = (Array.isArray(message.get('tool_calls')) ? message.get('tool_calls') : []).map(readCall);
  return calls.includes(undefined) ? undefined : calls;
}

function readCall(call) {
  const details = call instanceof Map ? call.get('function') : undefined;
  if (!(details instanceof Map)) return undefined;
  const read = { id: call.get('id'), name: details.get('name'), arguments: details.get('arguments') };
  return Object.values(read).every((text) => typeof text === 'string') ? read : undefined;
}
