// A streamed answer, verified while its bytes arrive: nothing is shown that no valid segment covers (receipt-1 section 8).

import { AnswerStreamVerifier } from '/js/index.js';
import { concat, decodeUtf8 } from '/js/primitives/bytes.js';
import { parseSegment, parseStreamLine } from '/js/streams/stream-line.js';
import { element } from './dom.js';
import { verdictMark } from './verdict-view.js';

/**
 * Reads a stream of chat completions to its end, or to its first fault.
 * @param {Response} response
 * @param {string} nonce the client's, in hexadecimal
 * @param {(seen: object) => void} tell called when more may be shown: `text`, `calls`, `segments`, `receipt`, `verdict`
 */
export async function readVerified(response, nonce, tell) {
  const verifier = new AnswerStreamVerifier({ nonce, api: 'chat-completions' });
  const reader = response.body.getReader();
  let bytes = new Uint8Array(0);
  for (let part = await reader.read(); !part.done && !verifier.verdict.isFault; part = await reader.read()) {
    bytes = concat(bytes, part.value);
    await verifier.append(part.value);
    tell({ ...read(bytes.subarray(0, verifier.verifiedBytes)), verdict: verifier.verdict });
  }
  await reader.cancel();
  verifier.end();
  const seen = { ...read(bytes.subarray(0, verifier.verifiedBytes)), verdict: verifier.verdict };
  tell(seen);
  return seen;
}

/** What events and segments in verified bytes say. */
function read(bytes) {
  const seen = { text: '', calls: [], segments: [] };
  let covered = 0;
  for (const line of (decodeUtf8(bytes) ?? '').split('\n')) {
    if (line.startsWith(': og-segment ')) {
      const { index, tokens, finish } = parseSegment(parseStreamLine(line));
      seen.segments.push({ index, tokens, finish, text: seen.text.slice(covered) });
      covered = seen.text.length;
    } else if (line.startsWith('data: {')) {
      takeEvent(seen, JSON.parse(line.slice('data: '.length)));
    }
  }
  return seen;
}

function takeEvent(seen, { choices, receipt }) {
  const delta = choices?.[0]?.delta;
  seen.receipt ??= receipt;
  seen.text += delta?.content ?? '';
  for (const { index, function: part } of delta?.tool_calls ?? []) {
    seen.calls[index] ??= { function: { name: '', arguments: '' } };
    seen.calls[index].function.name += part.name ?? '';
    seen.calls[index].function.arguments += part.arguments ?? '';
  }
}

/** The segments with their verdicts, and the fault that ended them if there was one. */
export function segmentsView({ segments, verdict }) {
  const items = segments.map(({ index, tokens, finish, text }) => element('li', { 'data-segment': index }, verdictMark('valid'),
    ` segment ${index}: ${tokens} tokens${finish ? `, the last: ${finish}` : ''} `, element('span', { class: 'quiet' }, text)));
  const fault = verdict.isFault && element('li', { 'data-segment': 'fault' }, verdictMark('invalid'), ' ', element('code', null, verdict.code), ': what came behind it is not shown');
  const title = `${segments.length} signed ${segments.length === 1 ? 'segment' : 'segments'}, checked here as ${segments.length === 1 ? 'it' : 'they'} came: ${verdict.code}`;
  return element('details', { class: 'part', open: verdict.isFault }, element('summary', null, title), element('ol', { class: 'segments' }, items, fault));
}
