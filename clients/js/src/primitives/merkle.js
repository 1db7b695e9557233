// The Merkle tree of RFC 6962 / RFC 9162 over SHA-256: checking proofs.

import { concat, equalBytes } from './bytes.js';
import { sha256 } from './digest.js';

/** SHA-256(0x00 ‖ data). */
export const hashLeaf = (data) => sha256(concat([0x00], data));

/** SHA-256(0x01 ‖ left ‖ right). */
export const hashNode = (left, right) => sha256(concat([0x01], left, right));

/** The root over leaf hashes, in order; at least one (RFC 9162 section 2.1.1). */
export async function treeRoot(leafHashes) {
  if (leafHashes.length === 1) return leafHashes[0];
  const split = 2 ** Math.floor(Math.log2(leafHashes.length - 1));
  return hashNode(await treeRoot(leafHashes.slice(0, split)), await treeRoot(leafHashes.slice(split)));
}

/**
 * Whether a path leads from a leaf hash to a root (RFC 9162 section 2.1.3.2). Total: any sizes and any path give an answer,
 * in at most as many steps as the size has bits.
 * @param {bigint} index
 * @param {bigint} treeSize
 * @param {Uint8Array} leafHash
 * @param {Uint8Array[]} path leaf side first
 * @param {Uint8Array} root
 */
export async function verifyInclusion(index, treeSize, leafHash, path, root) {
  if (index < 0n || index >= treeSize || leafHash.length !== 32) return false;
  let node = index;
  let last = treeSize - 1n;
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = await hashNode(sibling, hash);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await hashNode(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash, root);
}

/** Whether the tree of `size2` leaves is the tree of `size1` leaves, continued (RFC 9162 section 2.1.4.2). */
export async function verifyConsistency(size1, size2, root1, root2, path) {
  if (size1 <= 0n || size1 > size2) return false;
  if (size1 === size2) return path.length === 0 && equalBytes(root1, root2);
  if (path.length === 0) return false;
  let node = size1 - 1n;
  let last = size2 - 1n;
  while ((node & 1n) === 1n) {
    node >>= 1n;
    last >>= 1n;
  }
  // A first tree that is a complete subtree of the second is its own first proof element.
  const siblings = (size1 & (size1 - 1n)) === 0n ? [root1, ...path] : path;
  let first = siblings[0];
  let second = siblings[0];
  for (const sibling of siblings.slice(1)) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      first = await hashNode(sibling, first);
      second = await hashNode(sibling, second);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      second = await hashNode(second, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(first, root1) && equalBytes(second, root2);
}
