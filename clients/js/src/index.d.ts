// The types of what index.js exports; test/types.test.js holds the two to the same names.

export type Verdict = 'valid' | 'invalid' | 'unverifiable';

/** One line of a report. */
export interface Row {
  readonly kind: string;
  readonly verdict: Verdict;
  readonly code: string;
  readonly reason: string;
}

/** What was checked, what came out, and what follows from it and what does not (receipt-1 section 5.10). */
export interface Report {
  /** Whether the policy is met; true exactly when `exitCode` is 0. */
  readonly accepted: boolean;
  /** 2: some evidence is invalid; 3: something required could not be checked. */
  readonly exitCode: 0 | 2 | 3;
  /** Null unless the row `receipt` is valid. */
  readonly receiptId: string | null;
  readonly evidence: readonly Row[];
  readonly establishes: readonly string[];
  readonly doesNotEstablish: readonly string[];
}

/** A policy as {@link parsePolicy} gives it (receipt-1 section 5.9). */
export interface Policy {
  readonly require: readonly string[];
  readonly [member: string]: unknown;
}

export interface VerifyOptions {
  /** Signed and logged, by whomever, where it is absent. */
  readonly policy?: Policy;
  /** Seconds since 1970; needed where the policy has `maxAgeSeconds`. */
  readonly now?: number;
  /** What the answer is for: chooses the rule of a policy that has rules. */
  readonly purpose?: string;
  /** How much it is about, such as `99.50`. */
  readonly amount?: string;
}

/** An opened leaf of an input or output. */
export interface Disclosure {
  readonly index: bigint;
  readonly salt: Uint8Array;
  readonly kind: string;
  readonly label: string;
  readonly content: Uint8Array;
  readonly path: readonly Uint8Array[];
}

export interface Examination {
  readonly report: Report;
  /** What the receipt states; only if the row `receipt` is valid. */
  readonly predicate?: Readonly<Record<string, any>>;
  /** Where the log holds it; only if the row `log` is valid. */
  readonly entry?: Readonly<Record<string, any>>;
  readonly input?: readonly Disclosure[];
  readonly output?: readonly Disclosure[];
}

export const defaultPolicy: Policy;
export function parsePolicy(bytes: Uint8Array): { policy: Policy; reason?: undefined } | { policy?: undefined; reason: string };
export function verifyBundle(bytes: Uint8Array, options?: VerifyOptions): Promise<Report>;
export function examineBundle(bytes: Uint8Array, options?: VerifyOptions): Promise<Examination>;

/** What comes of a twin of a receipt (interop-1 sections 2.1 and 3.1), and of comparing it with a bundle (section 3.2). */
export interface TwinReport {
  readonly verdict: Verdict;
  readonly code: string;
  /** Null unless the receipt could be read. */
  readonly receiptId: string | null;
  /** What the receipt states; only of a COSE statement whose code is `ok`. */
  readonly predicate?: Readonly<Record<string, any>>;
  /** The EIP-712 digest, and the Ethereum accounts that signed it; only of typed data whose code is `ok`. */
  readonly digest?: string;
  readonly accounts?: readonly string[];
}

/** What can be said of a fraud proof file here: nobody is convicted or acquitted, because that takes exec-1 (`og verify FILE`). */
export interface FraudReport {
  /** Never `valid`. */
  readonly verdict: Exclude<Verdict, 'valid'>;
  /** `semantics-unknown`: a fraud proof, which this verifier cannot judge. */
  readonly code: 'fraud-malformed' | 'semantics-unknown';
  readonly reason: string;
}

export function verifyFraudProof(bytes: Uint8Array): FraudReport;
export function verifyTypedReceipt(bytes: Uint8Array, bundle?: Uint8Array): Promise<TwinReport>;
export function verifyCoseStatement(bytes: Uint8Array, bundle?: Uint8Array): Promise<TwinReport>;

/** What the receipts of one conversation show together (receipt-1 section 9). */
export interface SessionReport {
  readonly accepted: boolean;
  readonly exitCode: 0 | 2 | 3;
  readonly sessionId: string | null;
  /** The rows `order` and `calls`. */
  readonly session: readonly Row[];
  readonly steps: readonly { readonly exitCode: 0 | 2 | 3; readonly receiptId: string | null }[];
  readonly establishes: readonly string[];
  readonly doesNotEstablish: readonly string[];
}

export function verifySession(bytes: Uint8Array, options?: Pick<VerifyOptions, 'policy' | 'now'>): Promise<SessionReport>;

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly top_p?: number;
  readonly seed?: number;
  readonly max_tokens?: number;
}

export interface FetchOptions {
  readonly policy?: Policy;
  readonly purpose?: string;
  readonly amount?: string;
  /** Seconds since 1970; the system's clock where it is absent. */
  readonly now?: () => number;
  readonly fetch?: typeof globalThis.fetch;
  readonly signal?: AbortSignal;
}

/** Asks a node, and gives out only an answer whose evidence meets the policy, which is about this request, and which the receipt commits to. */
export function fetchVerified(node: string | URL, request: ChatRequest, options?: FetchOptions): Promise<{ text: string; report: Report; bundle: Uint8Array }>;

export class UnverifiedAnswerError extends Error {
  constructor(message: string, report?: Report);
  /** What was checked, if there was something to check. */
  readonly report?: Report;
}

export interface StreamExpectation {
  /** The nonce that was sent, in lower-case hexadecimal; any where it is absent. */
  readonly nonce?: string;
  /** Key ids; any where it is absent. */
  readonly issuers?: readonly string[];
}

export interface StreamVerdict {
  readonly code: string;
  readonly choice: number;
  readonly segments: number;
  readonly isFault: boolean;
}

/** One streamed answer; {@link AnswerStreamVerifier} makes them. */
export class StreamVerifier {
  private constructor();
  readonly head: Readonly<Record<string, any>>;
  readonly verdict: StreamVerdict;
  /** What the receipt states, once it was found to be that of this answer. */
  readonly receipt?: Readonly<Record<string, any>>;
}

/** A whole event stream, verified as its bytes arrive. One call of `append` at a time. */
export class AnswerStreamVerifier {
  constructor(expected?: StreamExpectation);
  readonly verdict: StreamVerdict;
  /** How many bytes from the beginning of the stream may be shown. */
  readonly verifiedBytes: number;
  readonly answers: readonly StreamVerifier[];
  append(bytes: Uint8Array): Promise<StreamVerdict>;
  end(): StreamVerdict;
}

export interface Tensor {
  readonly type: string;
  readonly shape: readonly number[];
  readonly elementCount: number;
  at(index: number): number | bigint | boolean;
}

export function parseTensorContent(content: Uint8Array): Tensor | undefined;

/** A JSON text as {@link readJson} reads it: objects are Maps, numbers keep their text. */
export type Json = null | boolean | string | { readonly text: string } | readonly Json[] | ReadonlyMap<string, Json>;

export function readJson(bytes: Uint8Array): { value: Json } | { errorOffset: number };
export function canonicalJson(value: Json): Uint8Array;

export function verifyInclusion(index: bigint, treeSize: bigint, leafHash: Uint8Array, path: readonly Uint8Array[], root: Uint8Array): Promise<boolean>;
export function verifyConsistency(size1: bigint, size2: bigint, root1: Uint8Array, root2: Uint8Array, path: readonly Uint8Array[]): Promise<boolean>;

export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyHash: Uint8Array; readonly signature: Uint8Array }[];
}

export interface VerifierKey {
  readonly name: string;
  readonly keyHash: Uint8Array;
  readonly publicKey: Uint8Array;
  /** SHA-256 of the key's 32 bytes, in hexadecimal. */
  readonly digest: string;
}

export function parseVerifierKey(text: unknown): Promise<VerifierKey | undefined>;
export function checkSignature(note: SignedNote, key: VerifierKey): Promise<'valid' | 'missing' | 'invalid'>;
export function parseCheckpointUnverified(bytes: Uint8Array): { origin: string; treeSize: bigint; root: Uint8Array; note: SignedNote } | undefined;
