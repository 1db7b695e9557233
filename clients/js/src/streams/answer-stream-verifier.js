// A whole event stream of one of the four APIs, verified as its bytes arrive: receipt-1 section 8.

import { decodeUtf8, fromBase64, join, utf8 } from '../primitives/bytes.js';
import { readJson } from '../primitives/json.js';
import * as form from '../receipts/form.js';
import { readPieces } from './answer-pieces.js';
import { isEvidence, parseSegment, parseStreamLine } from './stream-line.js';
import { StreamVerifier, verdictOf } from './stream-verifier.js';

const maximumLineBytes = 16 * 1024 * 1024;
const maximumAnswers = 256;
const lineFeed = 0x0a;

/** The events that say that a stream is over, as `[DONE]` does in the APIs whose events have no type. */
const endMarks = new Set(['message_stop', 'response.completed', 'response.incomplete']);

const receiptForm = form.record({
  dsse: form.record({
    payload: form.textWhere((text) => fromBase64(text) !== undefined, 'is not base64'),
    payloadType: form.text,
    signatures: form.list(form.record({ keyid: form.text, sig: form.text })),
  }),
});

/**
 * ```js
 * const verifier = new AnswerStreamVerifier({ nonce, issuers });
 * for await (const bytes of response.body) {
 *   if ((await verifier.append(bytes)).isFault) break;
 *   show(stream.subarray(0, verifier.verifiedBytes));
 * }
 * verifier.end();
 * ```
 * The first fault stays, and nothing after it is read. One call of `append` at a time.
 */
export class AnswerStreamVerifier {
  /** `code`, `choice`, `segments`, `isFault`. */
  verdict = verdictOf('open', 0, 0);
  /** How many bytes from the beginning of the stream may be shown: valid segments cover all texts and calls in them. */
  verifiedBytes = 0;
  #expected;
  #api;
  #answers = new Map();
  #uncoveredFrom = new Map();
  #firstUncovered = Infinity; // the least of these: it is asked for at every line
  #rest = [];
  #restBytes = 0;
  #lineStart = 0;
  #eventStart = 0;
  #name;
  #data = '';
  #isDone = false;

  /**
   * @param {{ nonce?: string, issuers?: string[], api?: 'chat-completions' | 'completions' | 'responses' | 'messages' }} [expected] what the
   * client knows: its nonce in hexadecimal, key ids, the API that it called (else it is that of the first event)
   */
  constructor(expected = {}) {
    this.#expected = expected;
    this.#api = expected.api;
  }

  /** The {@link StreamVerifier}s of the answers whose heads have come, in their order. */
  get answers() { return [...this.#answers.values()].sort((left, right) => (BigInt(left.head.choice) < BigInt(right.head.choice) ? -1 : 1)); }

  /** Whether the receipts have come, which are those of all answers. */
  get #hasReceipts() { return [...this.#answers.values()].some(({ receipt }) => receipt !== undefined); }

  /** Takes the next bytes of the stream, however they were cut. */
  async append(bytes) {
    let rest = bytes;
    while (!this.verdict.isFault && rest.length > 0) {
      const end = rest.indexOf(lineFeed);
      const part = end < 0 ? rest : rest.subarray(0, end);
      this.#restBytes += part.length;
      if (this.#restBytes > maximumLineBytes) return this.#fail('stream-malformed');
      this.#rest.push(part);
      if (end < 0) break;
      rest = rest.subarray(end + 1);
      await this.#endLine();
    }
    return this.verdict;
  }

  /** No more bytes come: it has to be complete. */
  end() {
    return this.verdict.code === 'complete' && this.#restBytes === 0 && this.#data === '' ? this.verdict : this.#fail('cut');
  }

  async #endLine() {
    const line = join(this.#rest);
    const end = this.#lineStart + line.length + 1;
    this.#rest = [];
    this.#restBytes = 0;
    await this.#takeLine(decodeUtf8(line));
    this.#lineStart = end;
    if (line.length === 0) this.#eventStart = end;
    if (this.verdict.isFault || this.#data !== '' || this.#name !== undefined) return;
    this.verifiedBytes = Math.min(end, this.#firstUncovered);
  }

  async #takeLine(line) {
    if (line === undefined || line.includes('\r')) this.#fail('stream-malformed');
    else if (isEvidence(line)) await this.#takeEvidence(line);
    else if (line.startsWith(':') && isPlain(line)) return;
    else if (line === '') await this.#endEvent();
    else if (line.startsWith('data: ') && this.#data === '') this.#data = line.slice(6);
    else if (line.startsWith('event: ') && this.#name === undefined && this.#data === '' && isPlain(line)) this.#name = line.slice(7);
    else this.#fail('stream-malformed');
  }

  async #takeEvidence(text) {
    const isHead = text.startsWith(': og-head ');
    const line = parseStreamLine(text);
    if (line === undefined) this.#fail(isHead ? 'head-malformed' : 'segment-malformed');
    else if (isHead) await this.#takeHead(line);
    else await this.#takeSegment(line);
  }

  async #takeHead(line) {
    const { verifier, verdict } = await StreamVerifier.begin(line, this.#expected);
    if (verifier !== undefined && (this.#hasReceipts || this.#answers.has(verifier.head.choice) || this.#answers.size === maximumAnswers)) {
      this.#fail('head-malformed');
      return;
    }
    if (verifier !== undefined) this.#answers.set(verifier.head.choice, verifier);
    this.verdict = verdict;
  }

  async #takeSegment(line) {
    const answer = this.#answers.get(parseSegment(line)?.choice);
    if (answer === undefined) {
      this.#fail('segment-malformed');
      return;
    }
    this.verdict = await answer.addSegment(line);
    if (!answer.shown.isUncovered && this.#uncoveredFrom.delete(answer.head.choice)) this.#firstUncovered = Math.min(...this.#uncoveredFrom.values());
  }

  async #endEvent() {
    const [name, data] = [this.#name, this.#data];
    this.#name = undefined;
    this.#data = '';
    if (data === '' && name === undefined) return;
    const { value } = data === '[DONE]' ? {} : readJson(utf8(data));
    if (this.#isDone) this.#fail('stream-malformed');
    else if (data === '[DONE]') this.#takeEndMark();
    else if (value === undefined) this.#fail('stream-malformed');
    else await this.#takeEvent(name, value);
  }

  async #takeEvent(name, json) {
    const known = readPieces(name, json, this.#api);
    if (known === undefined) {
      this.#fail('event-unknown');
      return;
    }
    const { pieces, api } = known;
    this.#api = api;
    const receipts = receiptsOf(json);
    if (receipts === undefined || (receipts.length > 0 && (receipts.length !== this.#answers.size || this.#hasReceipts))) this.#fail('receipt-invalid');
    for (const piece of pieces) this.#takePiece(piece);
    if (receipts?.length > 0) await this.#takeReceipts(receipts);
    if (endMarks.has(json.get('type'))) this.#takeEndMark();
  }

  async #takeReceipts(receipts) {
    for (const [index, answer] of this.answers.entries()) {
      if (!this.verdict.isFault) this.verdict = await answer.complete(receipts[index]);
    }
  }

  /** Who reads the end mark takes the answer for whole. */
  #takeEndMark() {
    this.#isDone = true;
    if (this.verdict.code !== 'complete') this.#fail('cut');
  }

  #takePiece(piece) {
    if (this.verdict.isFault) return;
    const choice = String(piece[1]);
    const answer = this.#answers.get(choice);
    if (answer === undefined) {
      this.#fail('head-missing');
      return;
    }
    const code = answer.shown.take(piece);
    if (code !== undefined) this.verdict = answer.fail(code);
    else if (answer.shown.isUncovered && answer.verdict.code !== 'open') this.verdict = answer.fail('text-changed');
    else if (answer.shown.isUncovered && !this.#uncoveredFrom.has(choice)) {
      this.#uncoveredFrom.set(choice, this.#eventStart);
      this.#firstUncovered = Math.min(this.#firstUncovered, this.#eventStart);
    }
  }

  #fail(code) {
    if (!this.verdict.isFault) this.verdict = verdictOf(code, this.verdict.choice, this.verdict.segments);
    return this.verdict;
  }
}

/** Whether there is nothing in a text that a reader may end a line at, or not see: U+0085 and U+2028 are such. */
const isPlain = (text) => /^[ -~]*$/.test(text);

/** The envelopes that an event brings, in the order of the answers; undefined if one is malformed. */
function receiptsOf(json) {
  const response = json.get('response');
  const holder = response instanceof Map ? response : json;
  const several = Array.isArray(holder.get('receipts')) ? holder.get('receipts') : [];
  const read = (holder.has('receipt') ? [holder.get('receipt')] : several).map((receipt) => form.tryForm(receiptForm, receipt).value?.dsse);
  return read.includes(undefined) ? undefined : read;
}
