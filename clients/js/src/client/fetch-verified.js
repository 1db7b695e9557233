// Asks a node for a chat completion, and gives out only an answer that is verified.

import { decodeUtf8, toHex } from '../primitives/bytes.js';
import { readJson } from '../primitives/json.js';
import { defaultPolicy } from '../verification/policy.js';
import { examineBundle } from '../verification/verify-bundle.js';

/** An answer that must not be used: its evidence is missing, wrong or not enough. `report` is what was checked, if there was something to check. */
export class UnverifiedAnswerError extends Error {
  constructor(message, report) {
    super(`not verified: ${message}`);
    this.name = 'UnverifiedAnswerError';
    this.report = report;
  }
}

/** What a request may have, because it can be found again in a receipt; and where. */
const settings = { temperature: ['temperature', '0'], top_p: ['topP', '1'], seed: ['seed', ''], max_tokens: ['maxTokens'] };
const known = ['model', 'messages', ...Object.keys(settings)];

/**
 * Asks for one answer in one piece. A nonce of its own goes with the request, so no other answer can be passed off as this one.
 * @param {string | URL} node the node's address, which is trusted in nothing
 * @param {object} request `model`, `messages` of role and text, and perhaps `temperature`, `top_p`, `seed`, `max_tokens`
 * @param {{ policy?: object, purpose?: string, amount?: string, now?: () => number, fetch?: typeof fetch, signal?: AbortSignal }} [options] as for `verifyBundle`
 * @returns {Promise<{ text: string, report: object, bundle: Uint8Array }>}
 * @throws {UnverifiedAnswerError} also where nothing was asked, because the request has what cannot be compared here
 */
export async function fetchVerified(node, request, { policy = defaultPolicy, purpose, amount, now = unixTime, fetch = globalThis.fetch, signal } = {}) {
  const unknown = Object.keys(request).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnverifiedAnswerError(`${unknown} cannot be compared with a receipt here, so nothing was asked`);
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const { body, token } = await ask(new URL('/v1/chat/completions', node), request, nonce, fetch, signal);
  if (typeof body.receipt?.id !== 'string') throw new UnverifiedAnswerError('the answer brings no receipt');
  const bundle = broughtBundle(body) ?? (await fetchBundle(new URL(`/v1/receipts/${encodeURIComponent(body.receipt.id)}`, node), token, fetch, signal));
  const examined = await examineBundle(bundle, { policy, purpose, amount, now: now() });
  const { report, predicate } = examined;
  if (!report.accepted) throw new UnverifiedAnswerError('the policy is not met', report);
  const isSigned = report.evidence.some(({ kind, verdict }) => kind === 'signature' && verdict === 'valid');
  if (!isSigned || predicate.nonce.client !== toHex(nonce)) throw new UnverifiedAnswerError('the receipt is not about the request that was sent', report);
  requireSent(request, examined);
  return { text: requireShown(body, examined), report, bundle };
}

const unixTime = () => Math.floor(Date.now() / 1000);

async function ask(url, request, nonce, fetch, signal) {
  const base64url = btoa(String.fromCharCode(...nonce)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'receipt-bundle, wait=30' },
    body: JSON.stringify({ ...request, receipt: { include: true, nonce: base64url } }),
    signal,
  });
  if (!response.ok) throw new Error(`the node answers ${response.status}: ${await response.text()}`);
  const token = /disclosure-token="([0-9a-f]+)"/.exec(response.headers.get('Inference-Receipt') ?? '')?.[1];
  return { body: await response.json(), token };
}

/** The bundle that came with the answer, which saves a request; a node that does not know the preference sends none. */
const broughtBundle = ({ receipt }) => (receipt.bundle === undefined ? undefined : new TextEncoder().encode(JSON.stringify(receipt.bundle)));

async function fetchBundle(url, token, fetch, signal) {
  const response = await fetch(url, { headers: { Prefer: 'wait=30', ...(token && { 'Disclosure-Token': token }) }, signal });
  if (!response.ok) throw new UnverifiedAnswerError(`the node gives no bundle of the receipt: it answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** That the receipt is about this request: its model, its settings, its messages and nothing else. */
function requireSent(request, { report, predicate, input }) {
  const differs = (what) => new UnverifiedAnswerError(`the receipt is not about the request that was sent: ${what}`, report);
  if (predicate.model.name !== request.model && predicate.model.id !== request.model) throw differs('model');
  for (const [name, [member, otherwise]] of Object.entries(settings)) {
    const sent = request[name] === undefined ? otherwise : JSON.stringify(request[name]);
    if (sent !== undefined && predicate.sampling?.[member] !== sent) throw differs(name);
  }
  const parts = input.filter(({ kind }) => kind !== 'tokens');
  if (BigInt(input.length) !== BigInt(predicate.input.leaves) || parts.length !== request.messages.length) throw differs('parts of the input');
  const byLabel = new Map(parts.map((part) => [`${part.kind} ${part.label}`, part]));
  request.messages.forEach(({ role, content, ...others }, index) => {
    const message = readMessage(byLabel.get(`message ${index}`));
    if (message?.size !== 2 || message.get('role') !== role || message.get('content') !== content || Object.keys(others).length > 0) throw differs(`message ${index}`);
  });
}

/** The text of the answer: that which the receipt commits to, and which is shown. */
function requireShown({ choices }, { report, predicate, output }) {
  const last = output.find(({ index }) => index === BigInt(predicate.output.leaves) - 1n);
  const text = readMessage(last)?.get('content');
  const shown = choices?.length === 1 ? choices[0].message : undefined;
  if (text === undefined || shown?.content !== text) throw new UnverifiedAnswerError('the answer is not the one that the receipt commits to: somebody changed it on the way', report);
  return text;
}

function readMessage(leaf) {
  const value = leaf?.kind === 'message' && decodeUtf8(leaf.content) !== undefined ? readJson(leaf.content).value : undefined;
  return value instanceof Map ? value : undefined;
}
