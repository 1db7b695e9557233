// One streamed answer, verified as it flows: receipt-1 section 8.3.

import { equalBytes, fromBase64, fromHex, toHex, utf8 } from '../primitives/bytes.js';
import { parseDigest, sha256, sha256Hex } from '../primitives/digest.js';
import { hashLeaf, treeRoot } from '../primitives/merkle.js';
import { parseSpki, signatureFault, verifyP256 } from '../primitives/p256.js';
import { leadsToRoot, leafBytes, parseDisclosure } from '../receipts/commitment.js';
import { preAuthenticationEncoding } from '../receipts/dsse.js';
import { parseReceipt } from '../receipts/receipt.js';
import { readAnswer } from './answer-leaf.js';
import { ShownAnswer } from './shown-answer.js';
import { isSignedBy, parseHead, parseSegment } from './stream-line.js';

const isFaultCode = (code) => !['open', 'ended', 'complete'].includes(code);

/** A verdict: `code`, which answer, how many of its segments are valid, and whether something is wrong. */
export const verdictOf = (code, choice, segments) => ({ code, choice, segments, isFault: isFaultCode(code) });

/** Give it what was shown and the lines between, and ask where it stands. The first fault stays. */
export class StreamVerifier {
  shown = new ShownAnswer();
  /** The predicate of the receipt, once it was found to be that of this answer. */
  receipt;
  #point;
  #previous;
  #leaves = [];
  #tokens = 0n;
  #finish;

  constructor(head, point, previous) {
    this.head = head;
    this.#point = point;
    this.#previous = previous;
    this.verdict = verdictOf('open', Number(head.choice), 0);
  }

  /**
   * Takes the head.
   * @returns {Promise<{ verifier?: StreamVerifier, verdict: object }>}
   */
  static async begin(line, { nonce, issuers } = {}) {
    const head = parseHead(line);
    const spki = fromBase64(line.opening.get('spki'));
    const point = spki && parseSpki(spki);
    if (head === undefined || point === undefined || (await sha256Hex(spki)) !== head.issuer) return { verdict: verdictOf('head-malformed', 0, 0) };
    const fault = (code) => ({ verdict: verdictOf(code, Number(head.choice), 0) });
    if (!(await isSignedBy(point, line))) return fault('signature-invalid');
    if (issuers !== undefined && !issuers.includes(head.issuer)) return fault('issuer-not-trusted');
    if (nonce !== undefined && nonce !== head.nonce.client) return fault('nonce-mismatch');
    const verifier = new StreamVerifier(head, point, await sha256Hex(line.statement));
    return { verifier, verdict: verifier.verdict };
  }

  /** Takes the next segment and holds it against what was shown. */
  async addSegment(line) {
    if (this.verdict.isFault) return this.verdict;
    const segment = parseSegment(line);
    const salt = saltOf(line.opening);
    if (segment === undefined || segment.choice !== this.head.choice || salt === undefined) return this.fail('segment-malformed');
    if (!(await isSignedBy(this.#point, line))) return this.fail('signature-invalid');
    if (this.#finish !== undefined || segment.index !== String(this.verdict.segments) || segment.prev !== this.#previous) return this.fail('segment-missing');
    const shown = { salt, kind: 'shown', label: segment.index, content: utf8(this.shown.uncoveredText) };
    if (toHex(await hashLeaf(leafBytes(shown))) !== segment.shown) return this.fail('text-changed');
    const fault = segment.finish === undefined ? undefined : await this.#findFault(segment, line.opening);
    if (fault !== undefined) return this.fail(fault);
    for (const leaf of segment.leaves) this.#leaves.push(parseDigest(leaf));
    this.#previous = await sha256Hex(line.statement);
    this.#tokens += BigInt(segment.tokens);
    this.#finish = segment.finish;
    this.shown.coverText();
    if (segment.finish !== undefined) this.shown.coverCalls();
    return this.#set(segment.finish === undefined ? 'open' : 'ended', this.verdict.segments + 1);
  }

  /** Takes the receipt of the finished answer: the members `payload`, `payloadType` and `signatures` of its envelope. */
  async complete(dsse) {
    if (this.verdict.isFault) return this.verdict;
    if (this.#finish === undefined || this.shown.isUncovered) return this.fail('cut');
    const predicate = await this.#readReceipt(dsse);
    if (predicate === undefined) return this.fail('receipt-invalid');
    const isWhole = predicate.output.root === toHex(await treeRoot(this.#leaves)) && predicate.output.leaves === String(this.#leaves.length)
      && predicate.output.finish === this.#finish && predicate.usage.outputTokens === String(this.#tokens);
    if (!this.#isOfThisStream(predicate) || !isWhole) return this.fail('receipt-mismatch');
    this.receipt = predicate;
    return this.#set('complete');
  }

  /** Holds a stream that broke off against the bundle of its receipt (`parseBundle`), in which the whole output is disclosed. */
  async completeFromBundle(bundle) {
    if (this.verdict.isFault) return this.verdict;
    const predicate = await this.#readReceipt(bundle.dsse);
    if (predicate === undefined) return this.fail('receipt-invalid');
    const output = bundle.disclosures.filter(({ tree }) => tree === 'output').map(({ members }) => parseDisclosure(members).disclosure);
    if (!this.#isOfThisStream(predicate) || !(await this.#isBeginningOf(output, predicate.output))) return this.fail('receipt-mismatch');
    const answer = readAnswer(output.at(-1));
    const isShown = answer?.text.startsWith(this.shown.text) && this.shown.calls.every((call, index) => answer.calls[index] !== undefined && sameCall(call, answer.calls[index]));
    if (!isShown) return this.fail('answer-mismatch');
    this.receipt = predicate;
    return this.#set('complete');
  }

  /** Notes a fault that was found outside. */
  fail(code) {
    return this.verdict.isFault ? this.verdict : this.#set(code);
  }

  #set(code, segments = this.verdict.segments) {
    this.verdict = verdictOf(code, this.verdict.choice, segments);
    return this.verdict;
  }

  /** Holds the whole answer against the opened last leaf. */
  async #findFault({ leaves }, opening) {
    const last = opening.get('last');
    const salt = last instanceof Map ? saltOf(last) : undefined;
    const content = salt && fromBase64(last.get('content'));
    if (content === undefined || typeof last.get('kind') !== 'string') return 'segment-malformed';
    const leaf = { salt, kind: last.get('kind'), label: '', content };
    if (!/^[A-Za-z0-9._:/@+-]{1,128}$/.test(leaf.kind) || leaves.length === 0 || toHex(await hashLeaf(leafBytes(leaf))) !== leaves.at(-1)) return 'answer-mismatch';
    const answer = readAnswer(leaf);
    if (answer?.text !== this.shown.text) return 'answer-mismatch';
    const { calls } = this.shown;
    return answer.calls.length === calls.length && calls.every((call, index) => sameCall(call, answer.calls[index])) ? undefined : 'calls-changed';
  }

  async #isBeginningOf(output, commitment) {
    if (output.some((leaf) => leaf === undefined) || output.length !== Number(commitment.leaves) || output.length < this.#leaves.length) return false;
    output.sort((left, right) => (left.index < right.index ? -1 : 1));
    for (const [index, leaf] of output.entries()) {
      if (leaf.index !== BigInt(index) || !(await leadsToRoot(leaf, commitment))) return false;
      if (index < this.#leaves.length && !equalBytes(await hashLeaf(leafBytes(leaf)), this.#leaves[index])) return false;
    }
    return true;
  }

  async #readReceipt({ payload, payloadType, signatures }) {
    const bytes = fromBase64(payload);
    const entry = signatures.find(({ keyid }) => keyid === this.head.issuer);
    const signature = entry && fromBase64(entry.sig);
    if (bytes === undefined || signatureFault(signature) !== undefined) return undefined;
    const isSigned = await verifyP256(this.#point, preAuthenticationEncoding(payloadType, bytes), signature);
    return isSigned ? parseReceipt(bytes, payloadType).predicate : undefined;
  }

  #isOfThisStream({ issuer, nonce, input, model, startedAt }) {
    const { head } = this;
    return issuer.key === head.issuer && nonce.client === head.nonce.client && nonce.provider === head.nonce.provider
      && input.root === head.input.root && input.leaves === head.input.leaves
      && model.id === head.model && model.program === head.program && startedAt === head.startedAt;
  }
}

const sameCall = (left, right) => left.id === right.id && left.name === right.name && left.arguments === right.arguments;

function saltOf(opening) {
  const text = opening.get('salt');
  return typeof text === 'string' && text.length === 32 ? fromHex(text) : undefined;
}
