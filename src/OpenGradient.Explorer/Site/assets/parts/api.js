// What the pages ask of the node. Every answer is untrusted: it is shown as text or handed to the verifier.

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

async function postJson(path, body) {
  const headers = { 'content-type': 'application/json', 'inference-receipt': '?1' };
  const response = await fetchFrom(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  keepDisclosureToken(answer.receipt?.id, response.headers.get('inference-receipt') ?? '');
  return answer;
}

/** Who asked may see what was said: the token that came with an answer opens its receipt's disclosures, in this tab. */
function keepDisclosureToken(id, header) {
  const token = /disclosure-token="([0-9a-f]+)"/.exec(header)?.[1];
  if (typeof id === 'string' && token !== undefined) sessionStorage.setItem(`disclosure:${id}`, token);
}

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
    isChat: (program.kind ?? (manifest.format === 'gguf' ? 'chat' : 'tensor')) === 'chat',
    files: files.map(({ path, bytes, sha256 }) => ({ path: String(path), bytes: Number(bytes), sha256: String(sha256) })),
  };
}

/** The latest inferences. */
export async function fetchRecent(limit = 12) {
  return (await getJson(`/v1/receipts?limit=${limit}`)).slice(0, limit);
}

/** The bytes of a bundle; waits for the log's proof for a moment, as the node offers. */
export async function fetchBundle(id) {
  const token = sessionStorage.getItem(`disclosure:${id}`);
  const headers = { prefer: 'wait=15', ...(token && { 'disclosure-token': token }) };
  const response = await fetchFrom(`/v1/receipts/${id}`, { headers });
  return new Uint8Array(await response.arrayBuffer());
}

/** The log's signed tree head, as bytes. */
export async function fetchCheckpoint() {
  return new Uint8Array(await (await fetchFrom('/log/checkpoint')).arrayBuffer());
}

/** The keys that the node publishes. */
export const fetchKeys = () => getJson('/.well-known/inference-receipt-keys');

/** Runs a tensor model once. */
export const infer = (name, inputs) => postJson(`/v2/models/${encodeURIComponent(name)}/infer`, { inputs });

/** Asks a language model once. */
export const chat = (model, messages) => postJson('/v1/chat/completions', { model, messages, max_tokens: 96 });
