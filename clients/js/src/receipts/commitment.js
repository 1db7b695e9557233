// commit-1: salted leaves under an RFC 6962 root. receipt-1 section 3.

import { concat, fromBase64, fromHex, utf8 } from '../primitives/bytes.js';
import { parseDigest } from '../primitives/digest.js';
import { hashLeaf, verifyInclusion } from '../primitives/merkle.js';
import * as form from './form.js';

const disclosureForm = form.record({
  index: form.count,
  salt: form.hex(16, 16),
  kind: form.label,
  label: form.textWhere((label) => utf8(label).length <= 0xffff, 'is longer than 65535 bytes'),
  content: form.textWhere((content) => fromBase64(content) !== undefined, 'is not base64'),
  path: form.list(form.digest),
});

/**
 * Reads the members of a disclosure.
 * @returns {{ disclosure: object } | { reason: string }}
 */
export function parseDisclosure(members) {
  const { value, reason } = form.tryForm(disclosureForm, members);
  if (reason !== undefined) return { reason };
  return {
    disclosure: {
      index: BigInt(value.index),
      salt: fromHex(value.salt),
      kind: value.kind,
      label: value.label,
      content: fromBase64(value.content),
      path: value.path.map(parseDigest),
    },
  };
}

/** `salt[16] ‖ len8(kind) ‖ kind ‖ len16(label) ‖ label ‖ content`. */
export function leafBytes({ salt, kind, label, content }) {
  const kindBytes = utf8(kind);
  const labelBytes = utf8(label);
  return concat(salt, [kindBytes.length], kindBytes, [labelBytes.length >> 8, labelBytes.length & 0xff], labelBytes, content);
}

/** Whether a disclosed leaf leads to the root of its commitment. */
export async function leadsToRoot(disclosure, { leaves, root }) {
  const leafHash = await hashLeaf(leafBytes(disclosure));
  return verifyInclusion(disclosure.index, BigInt(leaves), leafHash, disclosure.path, parseDigest(root));
}
