// OpenGradient receipts, verified: no dependency; and no network and no clock but in fetchVerified.

export { fetchVerified, UnverifiedAnswerError } from './client/fetch-verified.js';
export { verifyFraudProof } from './disputes/verify-fraud-proof.js';
export { verifyCoseStatement } from './interop/verify-cose-statement.js';
export { verifyTypedReceipt } from './interop/verify-typed-receipt.js';
export { readJson } from './primitives/json.js';
export { canonicalJson } from './primitives/canonical-json.js';
export { verifyConsistency, verifyInclusion } from './primitives/merkle.js';
export { parseTensorContent } from './receipts/tensor-content.js';
export { verifySession } from './sessions/verify-session.js';
export { AnswerStreamVerifier } from './streams/answer-stream-verifier.js';
export { StreamVerifier } from './streams/stream-verifier.js';
export { parseCheckpointUnverified } from './transparency/checkpoint.js';
export { checkSignature } from './transparency/signed-note.js';
export { parseVerifierKey } from './transparency/verifier-key.js';
export { defaultPolicy, parsePolicy } from './verification/policy.js';
export { examineBundle, verifyBundle } from './verification/verify-bundle.js';
