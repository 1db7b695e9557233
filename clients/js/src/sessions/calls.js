// Row `calls`: receipt-1 section 9.3.

import { equalBytes, utf8 } from '../primitives/bytes.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { readJson } from '../primitives/json.js';
import { readCalls } from '../streams/answer-leaf.js';

/** Whether requests tell calls of tools as the answers before made them, and each result always as the same. */
export function callsRow(steps) {
  const check = { calls: new Map(), results: new Map(), hasHidden: false };
  for (const [step, examined] of steps.entries()) {
    const code = takeStep(check, examined, step === 0);
    if (code !== undefined) return { kind: 'calls', verdict: 'invalid', code, step, reason: `The request of receipt ${step} tells a call or a result otherwise than before (${code}).` };
  }
  return check.hasHidden
    ? { kind: 'calls', verdict: 'unverifiable', code: 'not-disclosed', step: 0, reason: 'Not all messages are disclosed: what is shown does not contradict itself.' }
    : { kind: 'calls', verdict: 'valid', code: 'ok', step: 0, reason: `${check.calls.size} calls of tools and ${check.results.size} results are told as they were made.` };
}

function takeStep(check, { report, input, output }, isFirst) {
  const codeOf = (tree) => report.evidence.find(({ kind }) => kind === tree).code;
  check.hasHidden ||= codeOf('input') !== 'ok';
  for (const { content } of messages(input)) {
    const { value: message } = readJson(content);
    const code = message instanceof Map ? takeMessage(check, message, isFirst) : undefined;
    if (code !== undefined) return code;
  }
  const [answer] = messages(output);
  check.hasHidden ||= answer === undefined && codeOf('output') !== 'ok';
  for (const call of (answer && readCalls(readJson(answer.content).value)) ?? []) {
    if (!check.calls.has(call.id)) check.calls.set(call.id, call);
  }
  return undefined;
}

/** The disclosures are those that lead to the root, or none. */
const messages = (disclosures) => disclosures.filter(({ kind }) => kind === 'message').sort((left, right) => (left.index < right.index ? -1 : 1));

function takeMessage({ calls, results, hasHidden }, message, isFirst) {
  for (const call of readCalls(message) ?? []) {
    const made = calls.get(call.id);
    if (made !== undefined && (made.name !== call.name || !isSameJson(made.arguments, call.arguments))) return 'call-changed';
    if (made === undefined && !isFirst && !hasHidden) return 'call-unknown';
    if (made === undefined) calls.set(call.id, call);
  }
  if (message.get('role') !== 'tool') return undefined;
  const [id, content] = ['tool_call_id', 'content'].map((name) => (typeof message.get(name) === 'string' ? message.get(name) : ''));
  if (!calls.has(id) && !hasHidden) return 'call-unknown';
  if (results.has(id)) return results.get(id) === content ? undefined : 'result-changed';
  results.set(id, content);
  return undefined;
}

/** Clients read arguments and write them again, with other white space or another order of members. */
function isSameJson(left, right) {
  if (left === right) return true;
  const [one, other] = [left, right].map((text) => readJson(utf8(text)));
  return one.value !== undefined && other.value !== undefined && equalBytes(canonicalJson(one.value), canonicalJson(other.value));
}
