// What the pages ask of the node. Every answer is untrusted: it is shown as text or handed to the verifier.

import { hexOf } from './format.js';
import { readVerified } from './verified-stream.js';

/** A node's refusal, in its own words. */
export class NodeError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function fetchFrom(path, options) {
  const response = await fetch(path, options);
  if (response.ok) return response;
  const body = await response.json().catch(() => undefined);
  const message = typeof body?.error === 'string' ? body.error : body?.error?.message;
  throw new NodeError(response.status, typeof message === 'string' ? message : `the node answered ${response.status} to ${path}`);
}

const getJson = async (path) => (await fetchFrom(path)).json();

async function post(path, body) {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const headers = { 'content-type': 'application/json', 'inference-receipt': '?1' };
  const request = { ...body, receipt: { include: true, nonce: base64url(nonce) } };
  return { response: await fetchFrom(path, { method: 'POST', headers, body: JSON.stringify(request) }), nonce: hexOf(nonce) };
}

async function postJson(path, body) {
  const { response, nonce } = await post(path, body);
  const answer = await response.json();
  remember(answer.receipt?.id, nonce, response);
  return answer;
}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What this tab asked with: the nonce that its receipt must hold, and the token that opens the receipt's disclosures. */
function remember(id, nonce, { headers }) {
  const token = /disclosure-token="([0-9a-f]+)"/.exec(headers.get('inference-receipt') ?? '')?.[1];
  if (typeof id === 'string') sessionStorage.setItem(`asked:${id}`, JSON.stringify({ nonce, token }));
}

/** What this tab remembers of its own request; empty if another asked. */
export const recall = (id) => JSON.parse(sessionStorage.getItem(`asked:${id}`) ?? '{}');

/** The models of the node, in one plain shape. */
export async function fetchModels() {
  return (await getJson('/hub/models')).filter(({ isCurrent }) => isCurrent !== false).map(readModel);
}

/** One model's inputs and outputs, as the Open Inference Protocol describes them. */
export const fetchMetadata = (name) => getJson(`/v2/models/${encodeURIComponent(name)}`);

function readModel(entry) {
  const { manifest, program = {} } = entry;
  const files = Array.isArray(manifest.files) ? manifest.files : [];
  return {
    id: String(entry.id ?? ''),
    name: String(entry.name ?? manifest.name ?? ''),
    version: String(entry.version ?? ''),
    format: String(manifest.format ?? ''),
    description: String(manifest.description ?? ''),
    license: String(manifest.license ?? ''),
    semantics: String(manifest.semantics ?? ''),
    program: String(program.id ?? manifest.program ?? ''),
    profile: String(program.profile ?? ''),
    parameterCount: Number(program.parameters),
    isChat: ['chat', 'completion'].includes(program.kind ?? (manifest.format === 'gguf' ? 'chat' : 'tensor')),
    files: files.map(({ path, bytes, sha256 }) => ({ path: String(path), bytes: Number(bytes), sha256: String(sha256) })),
  };
}

/** The latest inferences. */
export async function fetchRecent(limit = 12) {
  return (await getJson(`/v1/receipts?limit=${limit}`)).slice(0, limit);
}

/** The bytes of a bundle; waits for the log's proof for a moment, as the node offers. */
export async function fetchBundle(id) {
  const { token } = recall(id);
  const headers = { prefer: 'wait=15', ...(token && { 'disclosure-token': token }) };
  const response = await fetchFrom(`/v1/receipts/${id}`, { headers });
  return new Uint8Array(await response.arrayBuffer());
}

/** The ids of a session's receipts, in their order, as the node lists them. */
export async function fetchSession(id) {
  const { receipts } = await getJson(`/v1/sessions/${encodeURIComponent(id)}`);
  return Array.isArray(receipts) ? receipts.map(String).filter((receipt) => /^[0-9a-f]{64}$/.test(receipt)) : [];
}

/** The log's signed tree head, as bytes. */
export async function fetchCheckpoint() {
  return new Uint8Array(await (await fetchFrom('/log/checkpoint')).arrayBuffer());
}

/** The keys that the node publishes. */
export const fetchKeys = () => getJson('/.well-known/inference-receipt-keys');

/** Runs a tensor model once. */
export const infer = (name, inputs) => postJson(`/v2/models/${encodeURIComponent(name)}/infer`, { inputs });

/** Asks a language model once; `tell` hears of the answer as far as it is verified. */
export async function chat(model, messages, tools, tell) {
  const { response, nonce } = await post('/v1/chat/completions', { model, messages, tools, max_tokens: 96, stream: true });
  const answer = await readVerified(response, nonce, tell);
  remember(answer.receipt?.id, nonce, response);
  return answer;
}
